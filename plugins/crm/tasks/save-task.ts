import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Database, foldText, must, newId, platformErrors, type Tx } from '#sdk'
import type { NewTask, TaskPatch } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { mustReferTo } from '../deals/save-deal.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { refuseStrangers } from '../people/refuse-strangers.ts'
import { deals, tasks } from '../tables.ts'
import { emptyTrashLater, moveToTrash, takeFromTrash } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { remindLater } from './remind.ts'
import { presentTask, selectTasks, type TaskRow } from './select-tasks.ts'

/** The database and the clock of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'change'> & Clock

/** Stores a new task, in one round trip. */
export async function createTask({ change, now, tenant }: Desk, given: NewTask) {
  requireDay(given.dueOn, given.dueTime)
  const id = newId()
  const results = await change(
    events.taskCreated(`task:${id}`, { id, title: given.title }, about(given)),
    (tx) => [
      ...mustConcern(tx, given),
      tx.insert(tasks).values({ id, ...given, titleKey: foldText(given.title) }),
      selectTasks(tx).where(eq(tasks.id, id)),
    ],
    { refusals, jobs: remindLater(given.dueOn, { now, tenant }) },
  )
  return presentOnly(results)
}

/** Changes a task, of the wanted version if there is one. Without a day it has no time either. */
export async function updateTask(
  { db, change, now, tenant }: Desk,
  id: string,
  patch: TaskPatch,
  wanted: number | undefined,
) {
  const current = await seek(db, id)
  const dueOn = patch.dueOn === undefined ? current.dueOn : patch.dueOn
  requireDay(dueOn, patch.dueTime ?? null)
  const set = {
    ...withoutUndefined(patch),
    ...(patch.title === undefined ? {} : { titleKey: foldText(patch.title) }),
    ...(dueOn === null ? { dueTime: null } : {}),
    version: sql`${tasks.version} + 1`,
    updatedAt: now.toISOString(),
  }
  const isWanted = wanted === undefined ? undefined : eq(tasks.version, wanted)
  const results = await change(
    events.taskUpdated(`task:${id}`, { id, fields: Object.keys(patch) }, about(current, patch)),
    (tx) => [
      ...mustConcern(tx, patch),
      must(
        tx
          .update(tasks)
          .set(set)
          .where(and(isLive(id), isWanted))
          .returning({ id: tasks.id }),
        wanted === undefined ? errors.taskNotFound({ id }) : platformErrors.versionChanged(),
      ),
      selectTasks(tx).where(eq(tasks.id, id)),
    ],
    { refusals, jobs: remindLater(patch.dueOn, { now, tenant }) },
  )
  return presentOnly(results)
}

/** Ticks a task off, or opens it again; one that is so already stays as it is. */
export async function finishTask({ db, change, now }: Desk, id: string, done: boolean) {
  const current = await seek(db, id)
  if (done === (current.doneAt !== null)) {
    const [row] = await selectTasks(db).where(isLive(id))
    if (row === undefined) throw errors.taskNotFound({ id })
    return presentTask(row)
  }
  const announce = done ? events.taskCompleted : events.taskReopened
  const results = await change(announce(`task:${id}`, { id, title: current.title }, about(current)), (tx) => [
    must(
      tx
        .update(tasks)
        .set({
          doneAt: done ? now.toISOString() : null,
          version: sql`${tasks.version} + 1`,
          updatedAt: now.toISOString(),
        })
        .where(isLive(id))
        .returning({ id: tasks.id }),
      errors.taskNotFound({ id }),
    ),
    selectTasks(tx).where(eq(tasks.id, id)),
  ])
  return presentOnly(results)
}

/** Moves a task to the trash. */
export async function deleteTask({ db, change, now }: Desk, id: string, wanted: number | undefined): Promise<void> {
  const current = await seek(db, id)
  await change(
    events.taskDeleted(`task:${id}`, { id }, about(current)),
    (tx) => moveToTrash(tx, tasks, id, { now, wanted, notFound: errors.taskNotFound({ id }) }),
    { jobs: emptyTrashLater(now) },
  )
}

/** Takes a task out of the trash. */
export async function restoreTask({ db, change, now }: Desk, id: string) {
  const current = await seek(db, id)
  const results = await change(events.taskRestored(`task:${id}`, { id }, about(current)), (tx) => [
    takeFromTrash(tx, tasks, id, now),
    must(selectTasks(tx).where(eq(tasks.id, id)), errors.taskNotFound({ id })),
  ])
  return presentOnly(results)
}

const concerned = {
  title: tasks.title,
  dueOn: tasks.dueOn,
  doneAt: tasks.doneAt,
  contactId: tasks.contactId,
  companyId: tasks.companyId,
  dealId: tasks.dealId,
}

const isLive = (id: string) => and(eq(tasks.id, id), isNull(tasks.deletedAt))

/** What a change needs to know before; whether the task is in the trash is the statements' to say. */
async function seek(db: Database['db'], id: string) {
  const [current] = await db.select(concerned).from(tasks).where(eq(tasks.id, id))
  if (current === undefined) throw errors.taskNotFound({ id })
  return current
}

/** A day may be taken away, or a time given, in the same moment by two people. */
const refusals = { tasks_check: timeWithoutDay(), ...refuseStrangers() }

function requireDay(dueOn: string | null, dueTime: string | null): void {
  if (dueTime !== null && dueOn === null) throw timeWithoutDay()
}

function timeWithoutDay() {
  return platformErrors.invalid({
    errors: [{ in: 'body', pointer: '#/dueTime', detail: 'Choose a day for this time' }],
  })
}

interface Concerned {
  readonly contactId?: string | null | undefined
  readonly companyId?: string | null | undefined
  readonly dealId?: string | null | undefined
}

/** What something is to be about has to be there, and not in the trash. */
export function mustConcern(tx: Tx, given: Concerned) {
  const { dealId } = given
  const deal = (id: string) =>
    tx
      .select({ id: deals.id })
      .from(deals)
      .where(and(eq(deals.id, id), isNull(deals.deletedAt)))
  return [
    ...mustReferTo(tx, given),
    ...(dealId == null ? [] : [must(deal(dealId), errors.dealNotFound({ id: dealId }))]),
  ]
}

function presentOnly(results: readonly unknown[]) {
  const [row] = results.at(-1) as TaskRow[]
  if (row === undefined) throw platformErrors.conflict()
  return presentTask(row)
}
