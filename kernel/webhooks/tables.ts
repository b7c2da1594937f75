import { sql } from 'drizzle-orm'
import { boolean, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '../sdk/moment.ts'
import type { Answer, Message } from './send-message.ts'

/** The tables of webhooks and deliveries as the kernel's queries see them; `tenant_id` fills in and filters itself. */
const kernel = pgSchema('kernel')

export const webhooks = kernel.table('webhooks', {
  id: uuid('id').notNull(),
  url: text('url').notNull(),
  description: text('description').notNull().default(''),
  events: text('events').array().notNull(),
  signing: text('signing', { enum: ['hmac', 'ed25519'] }).notNull(),
  enabled: boolean('enabled').notNull().default(true),
  disabledReason: text('disabled_reason'),
  version: integer('version').notNull().default(1),
  createdAt: momentColumn('created_at').notNull().default(sql`now()`),
})

export const webhookKeys = kernel.table('webhook_keys', {
  id: uuid('id').notNull(),
  webhookId: uuid('webhook_id').notNull(),
  sealed: text('sealed').notNull(),
  createdAt: momentColumn('created_at').notNull().default(sql`now()`),
  expiresAt: momentColumn('expires_at'),
})

export const webhookHealth = kernel.table('webhook_health', {
  webhookId: uuid('webhook_id').notNull(),
  lastSuccessAt: momentColumn('last_success_at'),
  lastFailureAt: momentColumn('last_failure_at'),
  failingSince: momentColumn('failing_since'),
})

export const deliveries = kernel.table('deliveries', {
  id: uuid('id').notNull(),
  seq: integer('seq').notNull(),
  subscriber: text('subscriber').notNull(),
  ledgerId: uuid('ledger_id').notNull(),
  action: text('action').notNull(),
  state: text('state', { enum: ['pending', 'delivered', 'dead'] }).notNull(),
  dueAt: momentColumn('due_at').notNull(),
  attempts: integer('attempts').notNull(),
  lastStatus: integer('last_status'),
  lastError: text('last_error'),
  request: jsonb('request').$type<Message>(),
  response: jsonb('response').$type<Answer>(),
  createdAt: momentColumn('created_at').notNull(),
})

export const undertakings = kernel.table('undertakings', {
  id: uuid('id').notNull(),
  kind: text('kind', { enum: ['plugin', 'webhook', 'notices', 'job'] }).notNull(),
  target: text('target').notNull(),
  eventId: uuid('event_id'),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  state: text('state', { enum: ['pending', 'failed', 'delivered', 'dead'] }).notNull(),
  attempts: integer('attempts').notNull(),
  nextAttemptAt: momentColumn('next_attempt_at'),
  lastError: text('last_error'),
  createdAt: momentColumn('created_at').notNull(),
})
