import { bigint, boolean, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** What a person signs in with beside the password. All of it belongs to people and to no tenant. */
const kernel = pgSchema('kernel')

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const userId = () => uuid('user_id').notNull()

export const totpSecrets = kernel.table('totp_secrets', {
  userId: userId(),
  wrapped: text('wrapped').notNull(),
  sealed: text('sealed').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  confirmedAt: at('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
})

export const backupCodes = kernel.table('backup_codes', {
  userId: userId(),
  hash: text('hash').notNull(),
  usedAt: at('used_at'),
})

export const passkeys = kernel.table('passkeys', {
  id: uuid('id').notNull(),
  userId: userId(),
  credentialId: text('credential_id').notNull(),
  publicKey: text('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull(),
  name: text('name').notNull(),
  isSynced: boolean('is_synced').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  lastUsedAt: at('last_used_at'),
})

export const spentChallenges = kernel.table('spent_challenges', {
  hash: text('hash').notNull(),
  expiresAt: at('expires_at').notNull(),
})

export const pendingSignIns = kernel.table('pending_sign_ins', {
  hash: text('hash').notNull(),
  userId: userId(),
  firstStep: text('first_step', { enum: ['password', 'link'] }).notNull(),
  addressHash: text('address_hash'),
  userAgent: text('user_agent').notNull(),
  failures: integer('failures').notNull().default(0),
  expiresAt: at('expires_at').notNull(),
})

export const devices = kernel.table('devices', {
  userId: userId(),
  hash: text('hash').notNull(),
  lastUsedAt: at('last_used_at').notNull().defaultNow(),
})

export const trustedDevices = kernel.table('trusted_devices', {
  id: uuid('id').notNull(),
  userId: userId(),
  hash: text('hash').notNull(),
  userAgent: text('user_agent').notNull(),
  address: text('address').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  lastUsedAt: at('last_used_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
})
