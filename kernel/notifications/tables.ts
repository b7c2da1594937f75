import { sql } from 'drizzle-orm'
import { boolean, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '../sdk/moment.ts'

const kernel = pgSchema('kernel')

/** Only conflict targets need to name it. */
const tenantId = () => uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`)
const mail = () => text('mail', { enum: ['now', 'daily', 'off'] }).notNull()

export const notifications = kernel.table('notifications', {
  id: uuid('id').notNull(),
  userId: uuid('user_id').notNull(),
  kind: text('kind').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  path: text('path').notNull(),
  inApp: boolean('in_app').notNull(),
  readAt: momentColumn('read_at'),
  createdAt: momentColumn('created_at').notNull(),
})

export const notificationChoices = kernel.table('notification_choices', {
  tenantId: tenantId(),
  userId: uuid('user_id').notNull(),
  kind: text('kind').notNull(),
  inApp: boolean('in_app').notNull(),
  push: boolean('push').notNull(),
  mail: mail(),
})

export const notificationHours = kernel.table('notification_hours', {
  tenantId: tenantId(),
  userId: uuid('user_id').notNull(),
  at: text('at').notNull(),
  timeZone: text('time_zone'),
})
