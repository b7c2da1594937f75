import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { type AppError, type JobRequest, must, platformErrors, type Tx } from '#sdk'
import type { companies, contacts, deals, notes, tasks } from '../tables.ts'

type RecordTable = typeof contacts | typeof companies | typeof deals | typeof tasks | typeof notes

const dayMs = 86_400_000
export const trashDays = 30

/** Moves a record to the trash, of the wanted version if there is one. */
export function moveToTrash(tx: Tx, table: RecordTable, id: string, change: TrashChange) {
  const isThere = and(eq(table.id, id), isNull(table.deletedAt))
  return [
    must(tx.select({ id: table.id }).from(table).where(isThere), change.notFound),
    must(
      tx
        .update(table)
        .set({ deletedAt: change.now.toISOString(), version: sql`${table.version} + 1` })
        .where(and(isThere, change.wanted === undefined ? undefined : eq(table.version, change.wanted)))
        .returning({ id: table.id }),
      platformErrors.versionChanged(),
    ),
  ]
}

export interface TrashChange {
  readonly now: Date
  readonly wanted: number | undefined
  readonly notFound: AppError
}

/** Takes a record out of the trash; one that is not in it stays as it is. */
export function takeFromTrash(tx: Tx, table: RecordTable, id: string, now: Date) {
  return tx
    .update(table)
    .set({
      deletedAt: null,
      ...('mergedInto' in table ? { mergedInto: null } : {}),
      version: sql`${table.version} + 1`,
      updatedAt: now.toISOString(),
    })
    .where(and(eq(table.id, id), isNotNull(table.deletedAt)))
}

/** The job that removes for good what a change puts into the trash. */
export function emptyTrashLater(now: Date): JobRequest[] {
  return [{ name: 'emptyTrash', payload: {}, dueAt: new Date(now.getTime() + trashDays * dayMs + 60_000) }]
}
