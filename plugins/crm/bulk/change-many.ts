import { inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type Database, type LedgerRecord, newId, type Principal, platformErrors } from '#sdk'
import type { RecordKind } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { events } from '../events.ts'
import { refuseStrangers } from '../people/refuse-strangers.ts'
import { undoSteps } from '../tables.ts'
import { emptyTrashLater } from '../trash/trash.ts'
import { type PlannedRow, storeRows } from './store-rows.ts'

/** The database, the clock and the person of a request: `c.var`. */
export interface BulkDesk extends Pick<Database, 'read' | 'change'>, Clock {
  readonly principal: Principal
  /** A retry under an Idempotency-Key finds nothing left to change, and has to ask what the first try did. */
  readonly isKeyed: boolean
}

export const mostRows = 5000
/** So many records are named in one entry of the ledger. */
const namedAtOnce = 500

const nouns = { contacts: 'contact', companies: 'company', deals: 'deal', tasks: 'task' } as const
const announce = {
  contacts: events.contactsChanged,
  companies: events.companiesChanged,
  deals: events.dealsChanged,
  tasks: events.tasksChanged,
} as const

/** The condition of the records that are meant: those of a list of ids, or whatever a filter finds. */
export function targetOf(
  id: SQLWrapper,
  ids: readonly string[] | undefined,
  filter: () => SQL | undefined,
): SQL | undefined {
  return ids === undefined
    ? filter()
    : inArray(id, sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
}

/** Refuses what is more than can be changed at once; rows are read with one more than that. */
export function requireFew(rows: readonly unknown[]): void {
  if (rows.length <= mostRows) return
  const detail = `At most ${mostRows.toLocaleString('en')} at once; narrow the list down`
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/filter', detail }] })
}

export interface ManyChange {
  readonly kind: RecordKind
  /** What is done: `delete`, `tag`, `set`, `done`. */
  readonly action: string
  readonly fields: readonly string[]
  readonly rows: readonly PlannedRow[]
  /** How many were asked for by id and not found. */
  readonly absent: number
  /** Records of single rows instead of one for all. */
  readonly records?: readonly LedgerRecord[]
}

/** Changes many records at once, and keeps how they were, so that who did it can take it back for a day. */
export async function changeMany({ change, now, principal, isKeyed }: BulkDesk, many: ManyChange) {
  const { kind, rows, action, absent } = many
  if (rows.length === 0 && !isKeyed) return { changed: 0, missed: absent, undoId: null }
  const stepId = newId()
  const results = await change(
    [...(many.records ?? []), ...recordsOf(many)],
    (tx) => [
      tx
        .insert(undoSteps)
        .values({ id: stepId, record: kind, maker: principal.actor, createdAt: now.toISOString() })
        .returning({ id: undoSteps.id, asked: sql<number>`${absent + rows.length}::int` }),
      storeRows(tx, kind, rows, stepId, now),
    ],
    {
      jobs: [...(action === 'delete' ? emptyTrashLater(now) : []), forgetStepLater(now)],
      refusals: refuseStrangers('#/action/values'),
    },
  )
  const [[step], changed] = results
  if (step === undefined) throw platformErrors.conflict()
  return {
    changed: changed.length,
    missed: step.asked - changed.length,
    undoId: changed.length === 0 ? null : step.id,
  }
}

/** One record for all that have none of their own. */
function recordsOf({ kind, action, fields, rows, records = [] }: ManyChange): LedgerRecord[] {
  const told = new Set(records.map(({ subject }) => subject))
  const ids = rows.map(({ id }) => id).filter((id) => !told.has(`${nouns[kind]}:${id}`))
  return ids.length === 0 && told.size > 0 ? [] : recordMany(kind, ids, action, fields)
}

/** Says what was done to many records; every entry names at most 500 of them. */
export function recordMany(
  kind: RecordKind,
  ids: readonly string[],
  action: string,
  fields: readonly string[],
): LedgerRecord[] {
  const portions = Math.max(1, Math.ceil(ids.length / namedAtOnce))
  return Array.from({ length: portions }, (_, place) => {
    const some = ids.slice(place * namedAtOnce, (place + 1) * namedAtOnce)
    return announce[kind](
      kind,
      { count: some.length, action, fields: [...fields] },
      some.map((id) => `${nouns[kind]}:${id}`),
    )
  })
}

const dayMs = 86_400_000
function forgetStepLater(now: Date) {
  return { name: 'emptyTrash', payload: {}, dueAt: new Date(now.getTime() + dayMs + 60_000) }
}
