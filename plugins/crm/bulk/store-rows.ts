import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#sdk'
import type { RecordKind } from '../contract.ts'

/** What becomes of one row: columns as the database names them, as they are to be and as they were. */
export interface PlannedRow {
  readonly id: string
  /** The version that was read: a row that somebody has changed since is left as it is. */
  readonly version: number
  readonly after: Columns
  readonly before: Columns
}

export type Columns = Readonly<Record<string, unknown>>

/** The columns that changes of many records touch, and that can be put back. */
const columnsOf: Readonly<Record<RecordKind, readonly string[]>> = {
  contacts: ['company_id', 'country', 'tags', 'sort_name', 'search_text', 'deleted_at'],
  companies: ['tags', 'deleted_at'],
  deals: [
    'company_id',
    'owner_id',
    'expected_close',
    'tags',
    'pipeline_id',
    'stage_id',
    'status',
    'rank',
    'stage_since',
    'closed_at',
    'lost_reason',
    'deleted_at',
  ],
  tasks: ['assignee_id', 'due_on', 'due_time', 'priority', 'done_at', 'deleted_at'],
}

/** Changes the rows and keeps how they were under an undo step, in one statement; answers the ids of those it changed. */
export function storeRows(tx: Tx, kind: RecordKind, rows: readonly PlannedRow[], stepId: string, now: Date) {
  const changed = tx.$with('changed', ids).as(sql`update ${tableOf(kind)} c set ${assignment(kind, sql`r.after`, now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, version integer, after jsonb, before jsonb)
    where c.id = r.id and c.version = r.version and c.deleted_at is null returning c.id, c.version, r.before`)
  const kept = tx.$with('kept', ids).as(sql`insert into crm.undo_rows (step_id, record_id, version, before)
      select ${stepId}::uuid, changed.id, changed.version, changed.before from changed returning record_id as id`)
  return tx.with(changed, kept).select({ id: changed.id }).from(changed)
}

/** Puts rows back as a step kept them, where nobody has changed them since; answers the ids of those. */
export function restoreRows(tx: Tx, kind: RecordKind, stepId: string, now: Date) {
  const changed = tx.$with('changed', ids).as(sql`update ${tableOf(kind)} c set ${assignment(kind, sql`u.before`, now)}
    from crm.undo_rows u where u.step_id = ${stepId}::uuid and c.id = u.record_id and c.version = u.version
      and ${isStillThere[kind]} returning c.id`)
  return tx.with(changed).select({ id: changed.id }).from(changed)
}

const ids = { id: sql<string>`id`.as('id') }

/** A stage or a company may be gone by now: a row that belonged to it stays where it is. */
const isStillThere: Readonly<Record<RecordKind, SQL>> = {
  contacts: sql`(u.before ->> 'company_id' is null
    or exists (select from crm.companies o where o.id = (u.before ->> 'company_id')::uuid))`,
  companies: sql`true`,
  deals: sql`(u.before ->> 'company_id' is null
      or exists (select from crm.companies o where o.id = (u.before ->> 'company_id')::uuid))
    and (not jsonb_exists(u.before, 'stage_id') or exists (select from crm.stages s
      where s.id = (u.before ->> 'stage_id')::uuid and s.kind = coalesce(u.before ->> 'status', c.status)
        and s.pipeline_id = coalesce((u.before ->> 'pipeline_id')::uuid, c.pipeline_id)))`,
  tasks: sql`true`,
}

function tableOf(kind: RecordKind): SQL {
  return sql.raw(`crm.${kind}`)
}

/** What the JSON names is taken from it, all else stays. */
function assignment(kind: RecordKind, values: SQL, now: Date): SQL {
  const columns = columnsOf[kind]
  const taken = columns.map((column) => `p.${column}`).join(', ')
  return sql`(${sql.raw(columns.join(', '))}) = (select ${sql.raw(taken)} from jsonb_populate_record(c, ${values}) p),
    version = c.version + 1, updated_at = ${now.toISOString()}::timestamptz`
}
