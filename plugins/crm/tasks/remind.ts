import { eq } from 'drizzle-orm'
import type { JobContext, JobOutcome, JobRequest } from '#sdk'
import { type Clock, startOfDay, todayOf } from '../days/day-in.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { tasks } from '../tables.ts'

/** So long after its beginning a day's tasks are told of: at seven, but on the two days when clocks change. */
const hoursIntoDay = 7
const hourMs = 3_600_000

/** Asks for the reminder of a day that a task is due on; one for all of that day's tasks, none for a morning that is over. */
export function remindLater(dueOn: string | null | undefined, clock: Clock): JobRequest[] {
  if (dueOn === null || dueOn === undefined || dueOn < todayOf(clock)) return []
  const dueAt = new Date(startOfDay(dueOn, clock.tenant.timeZone).getTime() + hoursIntoDay * hourMs)
  return dueAt <= clock.now ? [] : [{ name: 'remind', payload: { day: dueOn }, dueAt, key: `remind:${dueOn}` }]
}

/** The job of a morning: says that the day has come, if anything is due on it still. */
export async function remind(
  { db, change }: JobContext<Settings>,
  payload: Readonly<Record<string, unknown>>,
): Promise<JobOutcome> {
  const day = String(payload.day)
  const due = (from: typeof db) => from.select({ id: tasks.id }).from(tasks).where(eq(tasks.dueOn, day)).limit(1)
  if ((await due(db)).length > 0) await change(events.tasksDue('tasks', { day }), (tx) => due(tx))
  return 'done'
}
