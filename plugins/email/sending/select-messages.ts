import { and, desc, eq, ilike, or, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { Message, MessageState, WholeMessage } from '../contract.ts'
import { messages } from '../tables.ts'

const shown = {
  id: messages.id,
  to: messages.recipient,
  toName: messages.recipientName,
  subject: messages.subject,
  category: messages.category,
  state: messages.state,
  attempts: messages.attempts,
  problem: messages.lastError,
  createdAt: messages.createdAt,
  sentAt: messages.sentAt,
}

export interface MessageFilter {
  readonly state?: MessageState | undefined
  /** Part of an address or a subject. */
  readonly q?: string | undefined
  readonly limit: number
  readonly after: readonly (string | number)[] | undefined
}

/** The newest first; one more than wanted, so that the page knows whether there is another. */
export async function selectMessages(db: Db, { state, q, limit, after }: MessageFilter): Promise<Message[]> {
  const like = q === undefined || q === '' ? undefined : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  return db
    .select(shown)
    .from(messages)
    .where(
      and(
        state === undefined ? undefined : eq(messages.state, state),
        like === undefined ? undefined : or(ilike(messages.recipient, like), ilike(messages.subject, like)),
        after === undefined
          ? undefined
          : sql`(${messages.createdAt}, ${messages.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit + 1)
}

export async function seekMessage(db: Db, id: string): Promise<WholeMessage | undefined> {
  const [row] = await db
    .select({
      ...shown,
      cc: messages.cc,
      replyTo: messages.replyTo,
      list: messages.list,
      text: messages.body,
      attachments: messages.attachments,
    })
    .from(messages)
    .where(eq(messages.id, id))
  if (row === undefined) return undefined
  return { ...row, attachments: row.attachments.map(({ name }) => name) }
}
