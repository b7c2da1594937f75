import { sql } from 'drizzle-orm'
import { customType, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** What is published, as the kernel's queries see it. The tables belong to no workspace: each query says whose rows it means. */
const kernel = pgSchema('kernel')

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const bytes = customType<{ data: string }>({ dataType: () => 'bytea' })

export const publishers = kernel.table('publishers', {
  id: uuid('id').primaryKey(),
  tenantId: uuid('tenant_id'),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  website: text('website'),
  verifiedAt: at('verified_at'),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const publisherKeys = kernel.table('publisher_keys', {
  id: text('id').primaryKey(),
  publisherId: uuid('publisher_id').notNull(),
  title: text('title').notNull(),
  publicKey: text('public_key').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  retiredAt: at('retired_at'),
  withdrawnAt: at('withdrawn_at'),
})

export const publishedPlugins = kernel.table('published_plugins', {
  id: text('id').primaryKey(),
  publisherId: uuid('publisher_id').notNull(),
  killedAt: at('killed_at'),
  killedReason: text('killed_reason'),
  unsound: text('unsound'),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const publishedVersions = kernel.table('published_versions', {
  pluginId: text('plugin_id').notNull(),
  version: text('version').notNull(),
  versionKey: text('version_key').notNull(),
  title: text('title').notNull(),
  description: text('description').notNull(),
  icon: text('icon').notNull(),
  changes: text('changes').notNull(),
  manifest: text('manifest').notNull(),
  code: text('code').notNull(),
  migrations: jsonb('migrations').$type<readonly { readonly id: string; readonly sql: string }[]>().notNull(),
  permissions: jsonb('permissions').notNull(),
  seenWith: jsonb('seen_with').$type<Readonly<Record<string, string>>>().notNull(),
  contentHash: text('content_hash').notNull(),
  publisherKeyId: text('publisher_key_id').notNull(),
  publisherSignature: text('publisher_signature').notNull(),
  platformSignature: text('platform_signature'),
  submittedAt: at('submitted_at').notNull().defaultNow(),
  submittedBy: text('submitted_by').notNull(),
  state: text('state', { enum: ['submitted', 'live', 'refused', 'yanked', 'rolled_back'] }).notNull(),
  reason: text('reason'),
  stage: text('stage', { enum: ['few', 'all'] })
    .notNull()
    .default('few'),
  stateAt: at('state_at').notNull().default(sql`now()`),
})

export const publishedScreenshots = kernel.table('published_screenshots', {
  pluginId: text('plugin_id').notNull(),
  version: text('version').notNull(),
  place: integer('place').notNull(),
  title: text('title').notNull(),
  contentType: text('content_type').notNull(),
  picture: bytes('picture').notNull(),
})
