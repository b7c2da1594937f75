import { sql } from 'drizzle-orm'
import { bigint, boolean, date, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '#sdk'
import type { Question, Span, WeekHours } from './contract.ts'
import type { NeedRow, ServiceDetails } from './services/service-details.ts'

/** The plugin's tables as its queries see them; `tenant_id` fills in and filters itself. */
const booking = pgSchema('booking')

const at = momentColumn
const created = () => at('created_at').notNull().default(sql`now()`)
const recordColumns = () => ({
  version: integer('version').notNull().default(1),
  createdAt: created(),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
})

export const resources = booking.table('resources', {
  id: uuid('id').notNull(),
  kind: text('kind', { enum: ['person', 'room', 'equipment'] }).notNull(),
  name: text('name').notNull(),
  userId: uuid('user_id'),
  colour: text('colour'),
  timeZone: text('time_zone'),
  capacity: integer('capacity').notNull(),
  hours: jsonb('hours').$type<WeekHours>().notNull(),
  active: boolean('active').notNull(),
  ...recordColumns(),
  deletedAt: at('deleted_at'),
})

export const services = booking.table('services', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  slug: text('slug').notNull(),
  colour: text('colour').notNull(),
  visibility: text('visibility', { enum: ['public', 'link', 'internal'] }).notNull(),
  active: boolean('active').notNull(),
  linkKey: text('link_key').notNull(),
  details: jsonb('details').$type<ServiceDetails>().notNull(),
  needs: jsonb('needs').$type<NeedRow[]>().notNull(),
  ...recordColumns(),
  deletedAt: at('deleted_at'),
})

export const serviceResources = booking.table('service_resources', {
  serviceId: uuid('service_id').notNull(),
  need: integer('need').notNull(),
  resourceId: uuid('resource_id').notNull(),
  place: integer('place').notNull(),
  weight: integer('weight').notNull(),
})

export const daysOff = booking.table('days_off', {
  id: uuid('id').notNull(),
  resourceId: uuid('resource_id'),
  fromDay: date('from_day', { mode: 'string' }).notNull(),
  toDay: date('to_day', { mode: 'string' }).notNull(),
  spans: jsonb('spans').$type<Span[]>().notNull(),
  note: text('note'),
  createdAt: created(),
})

export const calendars = booking.table('calendars', {
  id: uuid('id').notNull(),
  resourceId: uuid('resource_id').notNull(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  state: text('state', { enum: ['new', 'working', 'failing'] }).notNull(),
  problem: text('problem'),
  etag: text('etag'),
  failures: integer('failures').notNull().default(0),
  fetchedAt: at('fetched_at'),
  createdAt: created(),
})

export const busyTimes = booking.table('busy_times', {
  id: uuid('id').notNull(),
  resourceId: uuid('resource_id').notNull(),
  calendarId: uuid('calendar_id'),
  startsAt: at('starts_at').notNull(),
  endsAt: at('ends_at').notNull(),
  title: text('title'),
})

/** An answer with its question as it was asked then. */
export interface AnsweredRow {
  readonly key: Question['key']
  readonly label: string
  readonly answer: string | boolean | string[]
}

export const bookings = booking.table('bookings', {
  id: uuid('id').notNull(),
  serviceId: uuid('service_id').notNull(),
  status: text('status', { enum: ['held', 'pending', 'confirmed', 'noShow', 'cancelled', 'declined'] }).notNull(),
  startsAt: at('starts_at').notNull(),
  endsAt: at('ends_at').notNull(),
  sessionId: uuid('session_id').notNull(),
  party: integer('party').notNull(),
  name: text('name'),
  email: text('email'),
  phone: text('phone'),
  searchText: text('search_text').notNull().default(''),
  answers: jsonb('answers').$type<AnsweredRow[]>().notNull().default([]),
  note: text('note'),
  staffNote: text('staff_note'),
  timeZone: text('time_zone').notNull(),
  language: text('language').notNull(),
  source: text('source', { enum: ['page', 'workspace', 'waitingList'] }).notNull(),
  priceMinor: bigint('price_minor', { mode: 'number' }),
  currency: text('currency'),
  seriesId: uuid('series_id'),
  heldUntil: at('held_until'),
  cancelReason: text('cancel_reason'),
  cancelledAt: at('cancelled_at'),
  ...recordColumns(),
})

export const waiting = booking.table('waiting', {
  id: uuid('id').notNull(),
  serviceId: uuid('service_id').notNull(),
  state: text('state', { enum: ['waiting', 'offered', 'booked', 'over', 'left'] }).notNull(),
  fromDay: date('from_day', { mode: 'string' }).notNull(),
  toDay: date('to_day', { mode: 'string' }).notNull(),
  until: at('until').notNull(),
  durationMinutes: integer('duration_minutes').notNull(),
  party: integer('party').notNull(),
  resourceIds: uuid('resource_ids').array().notNull().default(sql`'{}'`),
  name: text('name').notNull(),
  email: text('email'),
  phone: text('phone'),
  answers: jsonb('answers').$type<AnsweredRow[]>().notNull().default([]),
  note: text('note'),
  timeZone: text('time_zone').notNull(),
  language: text('language').notNull(),
  bookingId: uuid('booking_id'),
  offers: integer('offers').notNull().default(0),
  ...recordColumns(),
})

export const messages = booking.table('messages', {
  tenantId: uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`),
  kind: text('kind', {
    enum: ['confirmed', 'pending', 'declined', 'moved', 'cancelled', 'reminder', 'followUp', 'offered'],
  }).notNull(),
  enabled: boolean('enabled').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
})

export const feeds = booking.table('feeds', {
  id: uuid('id').notNull(),
  resourceId: uuid('resource_id'),
  name: text('name').notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: created(),
})
