import { sql } from 'drizzle-orm'
import { boolean, customType, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** The kernel's tables as its own queries see them. The migrations are the source; `tenant_id` fills in and filters itself. */
const kernel = pgSchema('kernel')

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
/** Fills itself in from the signed context. Only conflict targets need to name it. */
const tenantId = () => uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`)
const bytes = customType<{ data: string }>({ dataType: () => 'bytea' })

export const users = kernel.table('users', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  emailKey: text('email_key').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  emailVerifiedAt: at('email_verified_at'),
  createdAt: at('created_at').notNull().defaultNow(),
  twoStepsAt: at('two_steps_at'),
})

export const sessions = kernel.table('sessions', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  lastUsedAt: at('last_used_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  revokedAt: at('revoked_at'),
  userAgent: text('user_agent').notNull(),
  address: text('address').notNull(),
  generation: integer('generation').notNull().default(1),
  provenAt: at('proven_at').notNull().defaultNow(),
})

export const refreshTokens = kernel.table('refresh_tokens', {
  hash: text('hash').primaryKey(),
  sessionId: uuid('session_id').notNull(),
  generation: integer('generation').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  usedAt: at('used_at'),
  usedByAddressHash: text('used_by_address_hash'),
  usedByUserAgent: text('used_by_user_agent'),
})

export const mailedTokens = kernel.table('mailed_tokens', {
  hash: text('hash').primaryKey(),
  userId: uuid('user_id').notNull(),
  purpose: text('purpose', { enum: ['verify-email', 'reset-password', 'sign-in'] }).notNull(),
  emailKey: text('email_key').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
})

export const outgoingMail = kernel.table('outgoing_mail', {
  id: uuid('id').primaryKey(),
  recipient: text('recipient').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const tenants = kernel.table('tenants', {
  id: uuid('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  plan: text('plan', { enum: ['free', 'pro', 'business'] })
    .notNull()
    .default('free'),
  version: integer('version').notNull().default(1),
  createdAt: at('created_at').notNull().defaultNow(),
  deletedAt: at('deleted_at'),
  colour: text('colour'),
  timeZone: text('time_zone').notNull().default('UTC'),
  currency: text('currency').notNull().default('EUR'),
  language: text('language').notNull().default('en'),
  requireTwoSteps: boolean('require_two_steps').notNull().default(false),
})

export const tenantLogos = kernel.table('tenant_logos', {
  tenantId: tenantId(),
  contentType: text('content_type').notNull(),
  version: text('version').notNull(),
  picture: bytes('picture').notNull(),
})

export const personPictures = kernel.table('person_pictures', {
  userId: uuid('user_id').notNull(),
  contentType: text('content_type').notNull(),
  version: text('version').notNull(),
  picture: bytes('picture').notNull(),
})

const role = (name: string) => text(name, { enum: ['owner', 'admin', 'member', 'viewer'] })

export const memberships = kernel.table('memberships', {
  tenantId: tenantId(),
  userId: uuid('user_id').notNull(),
  role: role('role').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const invitations = kernel.table('invitations', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  email: text('email').notNull(),
  emailKey: text('email_key').notNull(),
  role: role('role').notNull(),
  tokenHash: text('token_hash').notNull(),
  invitedBy: uuid('invited_by').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  acceptedAt: at('accepted_at'),
})

export const apiKeys = kernel.table('api_keys', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  secretHash: text('secret_hash').notNull(),
  hint: text('hint').notNull(),
  permissions: text('permissions').array().notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at'),
  revokedAt: at('revoked_at'),
  replacedBy: uuid('replaced_by'),
})

export const apiKeyUses = kernel.table('api_key_uses', {
  keyId: uuid('key_id').notNull(),
  lastUsedAt: at('last_used_at').notNull(),
})

export const pluginSettings = kernel.table('plugin_settings', {
  tenantId: tenantId(),
  pluginId: text('plugin_id').notNull(),
  enabled: boolean('enabled').notNull(),
  settings: jsonb('settings').$type<Readonly<Record<string, unknown>>>().notNull(),
  version: integer('version').notNull().default(1),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

export const tenantKeys = kernel.table('tenant_keys', { tenantId: tenantId(), wrapped: text('wrapped').notNull() })

export const secrets = kernel.table('secrets', {
  tenantId: tenantId(),
  pluginId: text('plugin_id').notNull(),
  name: text('name').notNull(),
  sealed: text('sealed').notNull(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

export const ledger = kernel.table('ledger', {
  id: uuid('id').notNull(),
  at: at('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
  requestId: text('request_id').notNull(),
  address: text('address').notNull(),
  digest: bytes('digest').notNull(),
})
