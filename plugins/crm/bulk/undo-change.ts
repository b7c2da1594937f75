import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database, Principal } from '#sdk'
import { must } from '#sdk'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { undoRows, undoSteps } from '../tables.ts'
import { recordMany } from './change-many.ts'
import { restoreRows } from './store-rows.ts'

/** The database, the clock and the person of a request: `c.var`. */
type Desk = Pick<Database, 'read' | 'change'> & Clock & { readonly principal: Principal }

const dayMs = 86_400_000

/**
 * Takes a change of many records back, for the one who made it, within a day, once.
 *
 * A record that anybody has changed since stays as it is: its version is not the one that the change made.
 */
export async function undoChange(desk: Desk, stepId: string) {
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
  // A step that is not there is the statement's to refuse: a retry finds it used by its own first try.
  const kind = step?.record ?? 'contacts'
  if (step !== undefined && !principal.can(`crm.${kind}.write`)) throw errors.undoNotAllowed()
  const fields = [...new Set(rows.flatMap((row) => row.fields))]
  const [restored, [used]] = await desk.change(
    recordMany(
      kind,
      rows.map(({ id }) => id),
      'undo',
      fields,
    ),
    (tx) => [
      restoreRows(tx, kind, stepId, now),
      must(
        tx
          .delete(undoSteps)
          .where(isOwn)
          .returning({ rows: rowsOfIt(stepId) }),
        errors.undoNotFound({ id: stepId }),
      ),
    ],
    {
      refusals: {
        deals_stage: errors.undoNotFound({ id: stepId }),
        deals_owner: errors.personLeft(),
        tasks_assignee: errors.personLeft(),
      },
    },
  )
  return { restored: restored.length, changedSince: (used?.rows ?? 0) - restored.length }
}

/** How many rows a step has, as long as it is not yet gone. */
function rowsOfIt(stepId: string) {
  return sql<number>`(select count(*)::int from crm.undo_rows r where r.step_id = ${stepId}::uuid)`
}

const fieldsOfIt = sql<string[]>`array(select jsonb_object_keys(${undoRows.before}))`
