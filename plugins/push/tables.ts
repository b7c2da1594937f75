import { sql } from 'drizzle-orm'
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '#sdk'

/** The connector's tables as its queries see them; `tenant_id` fills in and filters itself. */
const push = pgSchema('push')

const at = momentColumn
/** Only conflict targets need to name it. */
const tenantId = () => uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`)

export const devices = push.table('devices', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  userId: uuid('user_id').notNull(),
  endpoint: text('endpoint').notNull(),
  p256dh: text('p256dh').notNull(),
  auth: text('auth').notNull(),
  /** The key that it was subscribed with: no other can send to it. */
  serverKey: text('server_key').notNull(),
  name: text('name').notNull(),
  createdAt: at('created_at').notNull().default(sql`now()`),
  lastSentAt: at('last_sent_at'),
})

export const messages = push.table('messages', {
  id: uuid('id').notNull(),
  idempotencyKey: text('idempotency_key').notNull(),
  userId: uuid('user_id').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  link: text('link').notNull(),
  tag: text('tag'),
  urgency: text('urgency', { enum: ['low', 'normal', 'high'] }).notNull(),
  ttlSeconds: integer('ttl_seconds').notNull(),
  devices: integer('devices').notNull(),
  createdAt: at('created_at').notNull().default(sql`now()`),
})
