import { sql } from 'drizzle-orm'
import { newId, type Tx } from '#sdk'

/** Whoever adds, removes or reorders pipelines holds it. */
export const pipelinesLock = 'pipelines'

const stages = [
  { name: 'New', kind: 'open', probability: 10 },
  { name: 'Talking', kind: 'open', probability: 30 },
  { name: 'Offer made', kind: 'open', probability: 60 },
  { name: 'Won', kind: 'won', probability: 100 },
  { name: 'Lost', kind: 'lost', probability: 0 },
] as const

/** Makes the pipeline that a workspace begins with, where there is none. Hold `pipelinesLock`: then there is never a second. */
export function insertDefaultPipeline(tx: Tx) {
  const id = newId()
  const rows = stages.map((stage, position) => ({ ...stage, id: newId(), position }))
  return [
    tx.execute(sql`insert into crm.pipelines (id, name, name_key, position)
      select ${id}::uuid, 'Sales', 'sales', 0 where not exists (select from crm.pipelines)`),
    tx.execute(sql`insert into crm.stages (pipeline_id, id, name, kind, probability, position)
      select p.id, r.id, r.name, r.kind, r.probability, r.position from crm.pipelines p,
        jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text, kind text, probability integer, position integer)
      where p.id = ${id}::uuid`),
  ]
}
