import { sql } from 'drizzle-orm'
import { bigint, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '#sdk'

/** The plugin's tables as its queries see them; `tenant_id` fills in and filters itself. */
const storage = pgSchema('storage')

export const files = storage.table('files', {
  id: uuid('id').notNull(),
  folder: text('folder').notNull().default(''),
  name: text('name').notNull(),
  searchText: text('search_text').notNull(),
  kind: text('kind', { enum: ['picture', 'document', 'sound', 'film', 'other'] }).notNull(),
  type: text('type').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  state: text('state', { enum: ['uploading', 'checking', 'ready', 'quarantined', 'deleted'] }).notNull(),
  store: text('store', { enum: ['builtin', 's3', 'replit'] }).notNull(),
  uploadId: text('upload_id'),
  partSize: integer('part_size'),
  etag: text('etag'),
  reason: text('reason'),
  createdBy: text('created_by').notNull(),
  version: integer('version').notNull().default(1),
  createdAt: momentColumn('created_at').notNull().default(sql`now()`),
  updatedAt: momentColumn('updated_at').notNull().default(sql`now()`),
  expiresAt: momentColumn('expires_at'),
})
export type FileRow = typeof files.$inferSelect

export const room = storage.table('room', {
  // Named for the conflict that a second reservation meets; the database fills it in.
  tenantId: uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`),
  reserved: bigint('reserved', { mode: 'number' }).notNull().default(0),
  stored: bigint('stored', { mode: 'number' }).notNull().default(0),
})

export const attachments = storage.table('attachments', {
  subject: text('subject').notNull(),
  fileId: uuid('file_id').notNull(),
  createdAt: momentColumn('created_at').notNull().default(sql`now()`),
})
