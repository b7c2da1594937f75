import { and, eq, lt, ne, sql } from 'drizzle-orm'
import type { JobContext, JobOutcome } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { days, messages } from '../tables.ts'
import { longestWaitMs } from './plan.ts'

const day = 24 * 60 * 60 * 1000
/** What was written can be read again for so long; that it was sent, to whom and what about, for longer. */
const textKeptMs = 30 * day
const messageKeptMs = 400 * day
/** Mail that still waits then waits for nobody: its job went while mail was disconnected. */
const longestQueuedMs = longestWaitMs + day

/** The job of every night: removes what nobody needs any more. */
export async function tidy({ change, now }: JobContext<Settings>): Promise<JobOutcome> {
  const before = (ageMs: number) => new Date(now.getTime() - ageMs).toISOString()
  await change(events.messageTidied('messages', { before: before(textKeptMs) }), (tx) => [
    tx
      .update(messages)
      .set({ body: '', html: null, attachments: sql`'[]'` })
      .where(and(lt(messages.createdAt, before(textKeptMs)), ne(messages.state, 'queued'), ne(messages.body, ''))),
    tx
      .update(messages)
      .set({
        state: 'failed',
        lastError: 'It waited for three days and was not sent',
        html: null,
        attachments: sql`'[]'`,
      })
      .where(and(lt(messages.createdAt, before(longestQueuedMs)), eq(messages.state, 'queued'))),
    tx.delete(messages).where(lt(messages.createdAt, before(messageKeptMs))),
    tx.delete(days).where(lt(days.day, before(messageKeptMs).slice(0, 10))),
  ])
  return 'done'
}
