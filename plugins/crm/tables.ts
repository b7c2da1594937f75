import { sql } from 'drizzle-orm'
import { bigint, boolean, date, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { momentColumn } from '#sdk'
import type { RecordNoun } from './contract/fields.ts'
import type { CustomValue } from './fields/read-custom.ts'
import type { MappedColumn } from './import/guess-mapping.ts'

/** The plugin's tables as its queries see them; `tenant_id` fills in and filters itself. */
const crm = pgSchema('crm')

const at = momentColumn
const texts = (name: string) => text(name).array().notNull().default(sql`'{}'`)
const custom = () => jsonb('custom').$type<Record<string, CustomValue>>().notNull().default({})
/** What every record has. A record with `deletedAt` is in the trash: lists, searches and other records do not see it. */
const recordColumns = () => ({
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().default(sql`now()`),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
  deletedAt: at('deleted_at'),
})

export const companies = crm.table('companies', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  website: text('website'),
  notes: text('notes'),
  tags: texts('tags'),
  custom: custom(),
  ...recordColumns(),
  mergedInto: uuid('merged_into'),
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
  ...recordColumns(),
  mergedInto: uuid('merged_into'),
})

export const contactKeys = crm.table('contact_keys', {
  key: text('key').notNull(),
  contactId: uuid('contact_id').notNull(),
})

export const customFields = crm.table('custom_fields', {
  id: uuid('id').notNull(),
  key: text('key').notNull(),
  type: text('type', { enum: ['text', 'number', 'date', 'boolean', 'choice', 'formula'] }).notNull(),
  choices: texts('choices'),
  formula: text('formula'),
  resultType: text('result_type', { enum: ['text', 'number', 'date', 'boolean'] }),
  records: text('records').array().$type<RecordNoun[]>().notNull().default(sql`'{contact,company}'`),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().default(sql`now()`),
})

export const pipelines = crm.table('pipelines', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
  position: integer('position').notNull(),
  version: integer('version').notNull().default(1),
})

export const stages = crm.table('stages', {
  pipelineId: uuid('pipeline_id').notNull(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  kind: text('kind', { enum: ['open', 'won', 'lost'] }).notNull(),
  probability: integer('probability').notNull(),
  position: integer('position').notNull(),
})

export const deals = crm.table('deals', {
  id: uuid('id').notNull(),
  title: text('title').notNull(),
  titleKey: text('title_key').notNull(),
  pipelineId: uuid('pipeline_id').notNull(),
  stageId: uuid('stage_id').notNull(),
  status: text('status', { enum: ['open', 'won', 'lost'] }).notNull(),
  rank: bigint('rank', { mode: 'number' }).notNull(),
  amountMinor: bigint('amount_minor', { mode: 'number' }),
  currency: text('currency'),
  contactId: uuid('contact_id'),
  companyId: uuid('company_id'),
  ownerId: uuid('owner_id'),
  expectedClose: date('expected_close', { mode: 'string' }),
  lostReason: text('lost_reason'),
  tags: texts('tags'),
  custom: custom(),
  stageSince: at('stage_since').notNull().default(sql`now()`),
  closedAt: at('closed_at'),
  ...recordColumns(),
})

export const tasks = crm.table('tasks', {
  id: uuid('id').notNull(),
  title: text('title').notNull(),
  titleKey: text('title_key').notNull(),
  dueOn: date('due_on', { mode: 'string' }),
  dueTime: text('due_time'),
  priority: text('priority', { enum: ['low', 'normal', 'high'] }).notNull(),
  doneAt: at('done_at'),
  assigneeId: uuid('assignee_id'),
  contactId: uuid('contact_id'),
  companyId: uuid('company_id'),
  dealId: uuid('deal_id'),
  notes: text('notes'),
  ...recordColumns(),
})

export const notes = crm.table('notes', {
  id: uuid('id').notNull(),
  body: text('body').notNull(),
  contactId: uuid('contact_id'),
  companyId: uuid('company_id'),
  dealId: uuid('deal_id'),
  authorId: uuid('author_id'),
  pinned: boolean('pinned').notNull().default(false),
  ...recordColumns(),
})

export const views = crm.table('views', {
  id: uuid('id').notNull(),
  record: text('record', { enum: ['contacts', 'companies', 'deals', 'tasks'] }).notNull(),
  name: text('name').notNull(),
  query: jsonb('query').$type<Record<string, string>>().notNull(),
  columns: texts('columns'),
  shared: boolean('shared').notNull().default(false),
  maker: text('maker').notNull(),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().default(sql`now()`),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
})

export const undoSteps = crm.table('undo_steps', {
  id: uuid('id').notNull(),
  record: text('record', { enum: ['contacts', 'companies', 'deals', 'tasks'] }).notNull(),
  maker: text('maker').notNull(),
  createdAt: at('created_at').notNull().default(sql`now()`),
})

export const undoRows = crm.table('undo_rows', {
  stepId: uuid('step_id').notNull(),
  recordId: uuid('record_id').notNull(),
  version: integer('version').notNull(),
  before: jsonb('before').$type<Record<string, unknown>>().notNull(),
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
