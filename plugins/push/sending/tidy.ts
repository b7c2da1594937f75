import { lt } from 'drizzle-orm'
import type { JobContext, JobOutcome } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { messages } from '../tables.ts'

/** As long as a push service keeps a message at most, and some days more. */
const keptMs = 32 * 24 * 60 * 60 * 1000

/** The job of every night: removes messages that are on their way no more. */
export async function tidy({ change, now }: JobContext<Settings>): Promise<JobOutcome> {
  const before = new Date(now.getTime() - keptMs).toISOString()
  await change(events.messageTidied('messages', { before }), (tx) =>
    tx.delete(messages).where(lt(messages.createdAt, before)),
  )
  return 'done'
}
