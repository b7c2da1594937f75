import { sql } from 'drizzle-orm'
import { boolean, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { Grants } from '../sandbox/grants.ts'
import type { InstalledPlugin } from '../sandbox/installed-plugin.ts'
import { momentColumn } from '../sdk/moment.ts'

/** What strangers published, and what of it a workspace has, as the kernel's queries see it; `tenant_id` fills in and filters itself. */
const kernel = pgSchema('kernel')

export const publishers = kernel.table('publishers', {
  id: uuid('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  website: text('website'),
  verifiedAt: momentColumn('verified_at'),
})

export const publishedPlugins = kernel.table('published_plugins', {
  id: text('id').primaryKey(),
  publisherId: uuid('publisher_id').notNull(),
  killedAt: momentColumn('killed_at'),
  killedReason: text('killed_reason'),
  unsound: text('unsound'),
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
  migrations: jsonb('migrations').$type<readonly { id: string; sql: string }[]>().notNull(),
  contentHash: text('content_hash').notNull(),
  publisherKeyId: text('publisher_key_id').notNull(),
  permissions: jsonb('permissions').$type<InstalledPlugin['permissions']>().notNull(),
  submittedAt: momentColumn('submitted_at').notNull(),
  state: text('state', { enum: ['submitted', 'live', 'refused', 'yanked', 'rolled_back'] }).notNull(),
  reason: text('reason'),
  stage: text('stage', { enum: ['few', 'all'] }).notNull(),
  stateAt: momentColumn('state_at').notNull(),
  /** Null until it is admitted. */
  platformSignature: text('platform_signature'),
})

/** Whether a version can be had: it is live, and what signed it is not in wrong hands. */
export const isLive = sql`${publishedVersions.state} = 'live' and not exists (select from kernel.publisher_keys k
  where k.id = ${publishedVersions.publisherKeyId} and k.withdrawn_at is not null)`

export const pluginInstallations = kernel.table('plugin_installations', {
  tenantId: uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`),
  pluginId: text('plugin_id').notNull(),
  version: text('version').notNull(),
  previousVersion: text('previous_version'),
  state: text('state', { enum: ['on', 'suspended', 'uninstalled'] })
    .notNull()
    .default('on'),
  grants: jsonb('grants').$type<Grants>().notNull(),
  settings: jsonb('settings').$type<Readonly<Record<string, unknown>>>().notNull().default(sql`'{}'`),
  autoUpdate: boolean('auto_update').notNull().default(sql`true`),
  /** A version that was taken back here, and is not come to again by itself. */
  heldVersion: text('held_version'),
  /** What was granted before the upgrade that can be taken back. */
  previousGrants: jsonb('previous_grants').$type<Grants>(),
  updatedAt: momentColumn('updated_at').notNull().default(sql`now()`),
  /** Counts the changes. */
  rev: integer('rev').notNull().default(sql`1`),
  installedAt: momentColumn('installed_at').notNull().default(sql`now()`),
})

export const pluginUsage = kernel.table('plugin_usage', {
  pluginId: text('plugin_id').notNull(),
  rows: integer('rows').notNull(),
  bytes: integer('bytes').notNull(),
})

export const pluginLogs = kernel.table('plugin_logs', {
  id: integer('id').notNull(),
  pluginId: text('plugin_id').notNull(),
  version: text('version').notNull(),
  at: momentColumn('at').notNull(),
  level: text('level', { enum: ['debug', 'info', 'warn', 'error'] }).notNull(),
  text: text('text').notNull(),
  requestId: text('request_id').notNull(),
})
