import { sql } from 'drizzle-orm'
import { integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '#sdk'
import type { CustomValue } from './fields/read-custom.ts'
import type { MappedColumn } from './import/guess-mapping.ts'

/** The plugin's tables as its queries see them; `tenant_id` fills in and filters itself. */
const crm = pgSchema('crm')

const at = momentColumn
const texts = (name: string) => text(name).array().notNull().default(sql`'{}'`)
const custom = () => jsonb('custom').$type<Record<string, CustomValue>>().notNull().default({})

export const companies = crm.table('companies', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  website: text('website'),
  notes: text('notes'),
  tags: texts('tags'),
  custom: custom(),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().default(sql`now()`),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
})

export const contacts = crm.table('contacts', {
  id: uuid('id').notNull(),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  emails: texts('emails'),
  phones: texts('phones'),
  companyId: uuid('company_id'),
  jobTitle: text('job_title'),
  website: text('website'),
  street: text('street'),
  city: text('city'),
  region: text('region'),
  postalCode: text('postal_code'),
  country: text('country'),
  birthday: text('birthday'),
  notes: text('notes'),
  tags: texts('tags'),
  custom: custom(),
  sortName: text('sort_name').notNull(),
  searchText: text('search_text').notNull(),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().default(sql`now()`),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
})

export const contactKeys = crm.table('contact_keys', {
  key: text('key').notNull(),
  contactId: uuid('contact_id').notNull(),
})

export const customFields = crm.table('custom_fields', {
  id: uuid('id').notNull(),
  key: text('key').notNull(),
  type: text('type', { enum: ['text', 'number', 'date', 'boolean', 'choice'] }).notNull(),
  choices: texts('choices'),
  createdAt: at('created_at').notNull().default(sql`now()`),
})

export const imports = crm.table('imports', {
  id: uuid('id').notNull(),
  fileName: text('file_name').notNull(),
  state: text('state', { enum: ['uploading', 'ready', 'running', 'done', 'cancelled'] }).notNull(),
  source: text('source', { enum: ['google', 'outlook', 'hubspot', 'generic'] })
    .notNull()
    .default('generic'),
  header: jsonb('header').$type<string[]>().notNull().default([]),
  mapping: jsonb('mapping').$type<MappedColumn[]>().notNull().default([]),
  duplicates: text('duplicates', { enum: ['skip', 'merge', 'create'] })
    .notNull()
    .default('skip'),
  rows: integer('rows').notNull().default(0),
  position: integer('position').notNull().default(1),
  created: integer('created').notNull().default(0),
  merged: integer('merged').notNull().default(0),
  skipped: integer('skipped').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  createdAt: at('created_at').notNull().default(sql`now()`),
  startedAt: at('started_at'),
  finishedAt: at('finished_at'),
})

export const importPieces = crm.table('import_pieces', {
  importId: uuid('import_id').notNull(),
  place: integer('place').notNull(),
  content: text('content').notNull(),
})

export const importProblems = crm.table('import_problems', {
  importId: uuid('import_id').notNull(),
  rowNumber: integer('row_number').notNull(),
  kind: text('kind', { enum: ['bad', 'duplicate'] }).notNull(),
  columnName: text('column_name'),
  reason: text('reason').notNull(),
  cells: jsonb('cells').$type<string[]>().notNull(),
})
