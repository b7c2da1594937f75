import { and, eq, gt, sql } from 'drizzle-orm'
import { must } from '#sdk'
import { errors } from '../errors.ts'
import { undoRows, undoSteps } from '../tables.ts'
import { type BulkDesk, recordMany } from './change-many.ts'
import { restoreRows } from './store-rows.ts'

const dayMs = 86_400_000

/**
 * Takes a change of many records back, for the one who made it, within a day, once.
 *
 * A record that anybody has changed since stays as it is: its version is not the one that the change made.
 */
export async function undoChange(desk: BulkDesk, stepId: string) {
  const { principal, now } = desk
  const isOwn = and(
    eq(undoSteps.id, stepId),
    eq(undoSteps.maker, principal.actor),
    gt(undoSteps.createdAt, new Date(now.getTime() - dayMs).toISOString()),
  )
  const [[step], rows] = await desk.read((db) => [
    db.select({ record: undoSteps.record }).from(undoSteps).where(isOwn),
    db.select({ id: undoRows.recordId, fields: fieldsOfIt }).from(undoRows).where(eq(undoRows.stepId, stepId)),
  ])
  if (step === undefined) throw errors.undoNotFound({ id: stepId })
  if (!principal.can(`crm.${step.record}.write`)) throw errors.undoNotAllowed()
  const fields = [...new Set(rows.flatMap((row) => row.fields))]
  const [restored] = await desk.change(
    recordMany(
      step.record,
      rows.map(({ id }) => id),
      'undo',
      fields,
    ),
    (tx) => [
      restoreRows(tx, step.record, stepId, now),
      must(tx.delete(undoSteps).where(isOwn).returning({ id: undoSteps.id }), errors.undoNotFound({ id: stepId })),
    ],
    { refusals: { deals_stage: errors.undoNotFound({ id: stepId }) } },
  )
  return { restored: restored.length, changedSince: rows.length - restored.length }
}

const fieldsOfIt = sql<string[]>`array(select jsonb_object_keys(${undoRows.before}))`
