import { and, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import { type Database, type JobContext, type JobOutcome, must, type Tx } from '#sdk'
import type { TrashKind } from '../contract/trash.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { companies, contacts, deals, notes, tasks, undoSteps } from '../tables.ts'
import { trashDays } from './trash.ts'

const dayMs = 86_400_000
/** So many of each kind a turn. */
const most = 1000

const kinds = [notes, tasks, deals, contacts, companies] as const
const tableOf = { contact: contacts, company: companies, deal: deals, task: tasks, note: notes } as const

/** Removes for good what has been in the trash for 30 days, or whatever was there at a moment, and what could be undone for a day. */
export async function emptyTrash(
  { read, change, now }: JobContext<Settings>,
  payload: Readonly<Record<string, unknown>>,
): Promise<JobOutcome> {
  const overdue = new Date(now.getTime() - trashDays * dayMs).toISOString()
  const before = typeof payload.before === 'string' ? payload.before : overdue
  const undoable = new Date(now.getTime() - dayMs).toISOString()
  const counts = await read((db) => [
    ...kinds.map((table) =>
      db
        .select({ count: sql<number>`count(*)::int` })
        .from(db.select({ id: table.id }).from(table).where(lt(table.deletedAt, before)).limit(most).as('old')),
    ),
    db.select({ count: sql<number>`count(*)::int` }).from(undoSteps).where(lt(undoSteps.createdAt, undoable)),
  ])
  const found = counts.map(([row]) => row?.count ?? 0)
  if (found.every((count) => count === 0)) return 'done'
  await change(events.trashEmptied('trash', { before }), (tx) => [
    ...removeSome(tx, before),
    tx.delete(undoSteps).where(lt(undoSteps.createdAt, undoable)),
  ])
  return found.slice(0, kinds.length).includes(most) ? { againAfterMs: 0 } : 'done'
}

/** Removes for good all that is in the trash: the first of it at once, the rest by the job. */
export async function emptyAll({ change, now }: Pick<Database, 'change'> & { readonly now: Date }): Promise<void> {
  const before = now.toISOString()
  await change(events.trashEmptied('trash', { before }), (tx) => removeSome(tx, before), {
    jobs: [{ name: 'emptyTrash', payload: { before } }],
  })
}

function removeSome(tx: Tx, before: string) {
  return kinds.map((table) =>
    tx
      .delete(table)
      .where(inArray(table.id, tx.select({ id: table.id }).from(table).where(lt(table.deletedAt, before)).limit(most))),
  )
}

/** Removes one thing for good that is in the trash. */
export async function removeForGood(
  { change }: Pick<Database, 'change'>,
  { kind, id }: { readonly kind: TrashKind; readonly id: string },
): Promise<void> {
  const table = tableOf[kind]
  await change(events.trashRemoved(`${kind}:${id}`, { kind, id }), (tx) =>
    must(
      tx
        .delete(table)
        .where(and(eq(table.id, id), isNotNull(table.deletedAt)))
        .returning({ id: table.id }),
      errors.notInTrash({ id }),
    ),
  )
}
