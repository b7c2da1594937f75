import { inArray, lt, sql } from 'drizzle-orm'
import type { JobContext, JobOutcome } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { companies, contacts, deals, notes, tasks, undoSteps } from '../tables.ts'
import { trashDays } from './trash.ts'

const dayMs = 86_400_000
/** So many of each kind a turn. */
const most = 1000

/** Removes for good what has been in the trash for 30 days, and what could be undone for a day. */
export async function emptyTrash({ read, change, now }: JobContext<Settings>): Promise<JobOutcome> {
  const before = new Date(now.getTime() - trashDays * dayMs).toISOString()
  const undoable = new Date(now.getTime() - dayMs).toISOString()
  const overdue = kinds.map((table) => ({ table, condition: lt(table.deletedAt, before) }))
  const counts = await read((db) => [
    ...overdue.map(({ table, condition }) =>
      db
        .select({ count: sql<number>`count(*)::int` })
        .from(db.select({ id: table.id }).from(table).where(condition).limit(most).as('old')),
    ),
    db.select({ count: sql<number>`count(*)::int` }).from(undoSteps).where(lt(undoSteps.createdAt, undoable)),
  ])
  const found = counts.map(([row]) => row?.count ?? 0)
  if (found.every((count) => count === 0)) return 'done'
  await change(events.trashEmptied('trash', { before }), (tx) => [
    ...overdue.map(({ table, condition }) =>
      tx.delete(table).where(inArray(table.id, tx.select({ id: table.id }).from(table).where(condition).limit(most))),
    ),
    tx.delete(undoSteps).where(lt(undoSteps.createdAt, undoable)),
  ])
  return found.slice(0, kinds.length).includes(most) ? { againAfterMs: 0 } : 'done'
}

const kinds = [notes, tasks, deals, contacts, companies] as const
