import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import { AppError, type Database, foldText, must, newId, platformErrors, type Tx } from '#sdk'
import type { NewPipeline, PipelinePatch } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { answerIds } from '../lists/answer-ids.ts'
import { pipelines } from '../tables.ts'
import { insertDefaultPipeline, pipelinesLock } from './default-pipeline.ts'
import { type PlannedStage, planOne, planStages, type StagePlan } from './plan-stages.ts'
import { selectPipelines } from './read-pipelines.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'change'> & Clock

type PipelineRow = Awaited<ReturnType<typeof selectPipelines>>[number]

const locks = [pipelinesLock]
const exists = { pipelines_name: errors.pipelineExists() }

/** All pipelines; a workspace that had none has the usual one from now on, and never two of them. */
export async function ensurePipelines({ change }: Desk): Promise<PipelineRow[]> {
  const results = await change('route', (tx) => [...insertDefaultPipeline(tx), selectPipelines(tx)], { locks })
  return results.at(-1) as PipelineRow[]
}

/** Stores a new pipeline, the last of all. */
export async function createPipeline({ change }: Desk, { name, stages: given }: NewPipeline): Promise<PipelineRow> {
  const id = newId()
  const planned = given.map((stage, position) => ({ ...planOne(stage, position), id: newId() }))
  const results = await change(
    events.pipelineCreated(`pipeline:${id}`, { id, name }),
    (tx) => [
      tx.execute(sql`insert into crm.pipelines (id, name, name_key, position)
        select ${id}::uuid, ${name}, ${nameKeyOf(name)}, coalesce(max(p.position) + 1, 0) from crm.pipelines p`),
      insertStages(tx, id, planned),
      selectPipelines(tx).where(eq(pipelines.id, id)),
    ],
    { locks, refusals: exists },
  )
  return only(results)
}

/** Changes a pipeline: its name, its place among the others, its whole list of stages. */
export async function updatePipeline(desk: Desk, id: string, patch: PipelinePatch, wanted: number | undefined) {
  for (let attempt = 0; ; attempt++) {
    const [current] = await selectPipelines(desk.db).where(eq(pipelines.id, id))
    if (current === undefined) throw errors.pipelineNotFound({ id })
    const plan =
      patch.stages === undefined
        ? { kept: [], added: [], removed: [] }
        : planStages(current.stages, patch.stages, patch.moveDealsTo, newId)
    if ('faults' in plan)
      throw platformErrors.invalid({ errors: plan.faults.map((fault) => ({ in: 'body', ...fault })) })
    try {
      return await replacePipeline(desk, { ...current, version: wanted ?? current.version }, patch, plan)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}

async function replacePipeline(desk: Desk, current: PipelineRow, patch: PipelinePatch, plan: StagePlan) {
  const { id, version } = current
  const { name, position } = patch
  const fields = Object.keys(patch).filter((field) => field !== 'moveDealsTo')
  const set = { version: version + 1, ...(name === undefined ? {} : { name, nameKey: nameKeyOf(name) }) }
  const results = await desk.change(
    events.pipelineUpdated(`pipeline:${id}`, { id, fields }),
    (tx) => [
      must(
        tx
          .update(pipelines)
          .set(set)
          .where(and(eq(pipelines.id, id), eq(pipelines.version, version)))
          .returning({ id: pipelines.id }),
        platformErrors.versionChanged(),
      ),
      ...(position === undefined ? [] : [tx.execute(putAt(id, position))]),
      // As many statements whatever is planned: a retry finds what each has answered by its place.
      tx.execute(moveDeals(plan.removed, desk.now)),
      tx.execute(removeStages(plan.removed)),
      // The one won stage first lets go of being it, when another becomes it.
      ...updateStages(tx, plan.kept),
      insertStages(tx, id, plan.added),
      selectPipelines(tx).where(eq(pipelines.id, id)),
    ],
    { locks, refusals: { ...exists, deals_stage: refusalOf(current, plan) } },
  )
  return only(results)
}

/** What holds a stage is either that it goes, or that it becomes another kind. */
function refusalOf(current: PipelineRow, { kept }: StagePlan): AppError {
  const changesKind = kept.some(({ id, kind }) =>
    current.stages.some((stage) => stage.id === id && stage.kind !== kind),
  )
  return changesKind ? errors.stageKindStays() : errors.stageHasDeals()
}

function updateStages(tx: Tx, kept: readonly PlannedStage[]) {
  const isWon = ({ kind }: PlannedStage) => kind === 'won'
  return [kept.filter((stage) => !isWon(stage)), kept.filter(isWon)].map((some) =>
    tx.execute(sql`update crm.stages s set name = r.name, kind = r.kind, probability = r.probability, position = r.position
      from ${recordset(some)} where s.id = r.id`),
  )
}

function insertStages(tx: Tx, pipelineId: string, added: readonly PlannedStage[]) {
  return tx.execute(sql`insert into crm.stages (pipeline_id, id, name, kind, probability, position)
    select ${pipelineId}::uuid, r.id, r.name, r.kind, r.probability, r.position from ${recordset(added)}`)
}

function recordset(rows: readonly PlannedStage[]): SQL {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text, kind text, probability integer, position integer)`
}

type Removed = StagePlan['removed']

function removedRows(removed: Removed): SQL {
  return sql`jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as r (id uuid, "to" uuid, "all" boolean)`
}

/** Deals of stages that go: all of them, or only those in the trash, whose stage nobody could choose. */
function moveDeals(removed: Removed, now: Date): SQL {
  return sql`update crm.deals d set stage_id = r."to", stage_since = ${now.toISOString()}::timestamptz, version = d.version + 1
    from ${removedRows(removed)} where d.stage_id = r.id and (r."all" or d.deleted_at is not null)`
}

function removeStages(removed: Removed): SQL {
  return sql`delete from crm.stages s using ${removedRows(removed)} where s.id = r.id`
}

/** Counts the pipelines anew, with one of them at a place. */
function putAt(id: string, position: number): SQL {
  return sql`update crm.pipelines p set position = n.place from (
      select o.id, row_number() over (order by case when o.id <> ${id}::uuid then o.place
        when o.place < ${position}::int then ${position}::int + 0.5 else ${position}::int - 0.5 end, o.id) - 1 as place
      from (select id, row_number() over (order by position, id) - 1 as place from crm.pipelines) o) n
    where n.id = p.id and p.position <> n.place`
}

/** Removes a pipeline without deals. What is in the trash moves to the same kind of stage of another one. */
export async function deletePipeline({ change }: Desk, id: string, wanted: number | undefined): Promise<void> {
  const heir = sql`(select t.id from crm.stages t where t.pipeline_id = h.id and t.kind = d.status order by t.position limit 1)`
  await change(
    events.pipelineDeleted(`pipeline:${id}`, { id }),
    (tx) => [
      must(
        tx.select({ id: pipelines.id }).from(pipelines).where(eq(pipelines.id, id)),
        errors.pipelineNotFound({ id }),
      ),
      must(tx.select({ id: pipelines.id }).from(pipelines).where(ne(pipelines.id, id)).limit(1), errors.lastPipeline()),
      tx.execute(sql`update crm.deals d set pipeline_id = h.id, stage_id = ${heir}, version = d.version + 1
        from (select p.id from crm.pipelines p where p.id <> ${id}::uuid order by p.position, p.id limit 1) h
        where d.pipeline_id = ${id}::uuid and d.deleted_at is not null`),
      must(
        answerIds(
          tx,
          sql`delete from crm.pipelines p where p.id = ${id}::uuid and ${wanted === undefined ? sql`true` : sql`p.version = ${wanted}`} returning p.id`,
        ),
        platformErrors.versionChanged(),
      ),
    ],
    { locks, refusals: { deals_stage: errors.pipelineHasDeals() } },
  )
}

/** Names that differ in case or accents only are the same; one of signs alone is itself. */
function nameKeyOf(name: string): string {
  return foldText(name) || name
}

function only(results: readonly unknown[]): PipelineRow {
  const [row] = results.at(-1) as PipelineRow[]
  if (row === undefined) throw platformErrors.conflict()
  return row
}
