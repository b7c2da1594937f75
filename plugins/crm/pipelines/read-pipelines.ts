import { asc, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { StageKind } from '../contract.ts'
import { pipelines } from '../tables.ts'

export interface ShownStage {
  readonly id: string
  readonly name: string
  readonly kind: StageKind
  readonly probability: number
  readonly position: number
}

const stagesOfIt = sql<
  ShownStage[]
>`(select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'kind', s.kind, 'probability', s.probability,
  'position', s.position) order by s.position, s.id), '[]') from crm.stages s where s.pipeline_id = crm.pipelines.id)`

/** Pipelines in their order, each with its stages in theirs. */
export function selectPipelines(db: Pick<Db, 'select'>) {
  return db
    .select({
      id: pipelines.id,
      name: pipelines.name,
      position: pipelines.position,
      version: pipelines.version,
      stages: stagesOfIt,
    })
    .from(pipelines)
    .orderBy(asc(pipelines.position), asc(pipelines.id))
    .$dynamic()
}
