import { sql } from 'drizzle-orm'
import { date, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { type EmailAttachment, momentColumn } from '#sdk'

/** The connector's tables as its queries see them; `tenant_id` fills in and filters itself. */
const email = pgSchema('email')

const at = momentColumn
/** Only conflict targets need to name it. */
const tenantId = () => uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`)

export const messages = email.table('messages', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  idempotencyKey: text('idempotency_key').notNull(),
  recipient: text('recipient').notNull(),
  recipientKey: text('recipient_key').notNull(),
  recipientName: text('recipient_name'),
  cc: text('cc').array().notNull().default(sql`'{}'`),
  replyTo: text('reply_to'),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  html: text('html'),
  attachments: jsonb('attachments').$type<readonly EmailAttachment[]>().notNull().default([]),
  category: text('category', { enum: ['transactional', 'notification', 'marketing'] }).notNull(),
  list: text('list'),
  about: text('about').array().notNull().default(sql`'{}'`),
  state: text('state', {
    enum: ['queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'suppressed'],
  }).notNull(),
  attempts: integer('attempts').notNull().default(0),
  lastError: text('last_error'),
  provider: text('provider'),
  providerId: text('provider_id'),
  createdAt: at('created_at').notNull().default(sql`now()`),
  sentAt: at('sent_at'),
})

export const days = email.table('days', {
  tenantId: tenantId(),
  day: date('day', { mode: 'string' }).notNull(),
  used: integer('used').notNull(),
})

export const suppressions = email.table('suppressions', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  address: text('address').notNull(),
  addressKey: text('address_key').notNull(),
  scope: text('scope').notNull(),
  reason: text('reason', { enum: ['bounce', 'complaint', 'unsubscribed', 'by_hand'] }).notNull(),
  note: text('note').notNull().default(''),
  createdAt: at('created_at').notNull().default(sql`now()`),
})
