import { base64url } from 'jose'
import { deriveKey } from './derive-key.ts'

/** A key and the name that records know it by. */
export interface SealingKey {
  readonly id: string
  readonly key: CryptoKey
}

/** Whose secret it is. A record opens under the binding that it was sealed with, and no other. */
export interface SecretBinding {
  readonly tenantId: string
  readonly pluginId: string
  readonly name: string
}

/** A record that does not open. It carries no part of the record, the plaintext or a key. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
  constructor(reason: 'malformed' | 'sealed with another key' | 'altered or moved') {
    super(`A stored secret is unreadable: ${reason}`)
  }
}

/** Makes the key that wraps tenant keys out of `ENCRYPTION_KEY`. */
export async function keyEncryptionKey(encryptionKey: string): Promise<SealingKey> {
  return sealingKey(await deriveKey(encryptionKey, 'key encryption key'))
}

/** Makes a random key for a new tenant and answers it wrapped, as the database keeps it. */
export async function newTenantKey(kek: SealingKey, tenantId: string): Promise<string> {
  return wrapTenantKey(crypto.getRandomValues(new Uint8Array(32)), kek, tenantId)
}

/** Wraps a tenant's 32 raw key bytes as `k1.<kek id>.<iv>.<ciphertext>`, bound to the tenant. */
export async function wrapTenantKey(raw: Uint8Array, kek: SealingKey, tenantId: string): Promise<string> {
  if (raw.length !== 32) throw new TypeError('A tenant key has 32 bytes')
  return seal('k1', raw, kek, [tenantId])
}

/** Opens a wrapped tenant key. Its id comes from its bytes, so secrets stay readable when the KEK changes. */
export async function unwrapTenantKey(record: string, kek: SealingKey, tenantId: string): Promise<SealingKey> {
  return sealingKey(await open('k1', record, kek, [tenantId]))
}

/**
 * Moves a wrapped tenant key to another KEK. The tenant's secrets need no change.
 *
 * A record that is on the new KEK already comes back as it is, once it has proved to open, so that an interrupted
 * rotation can simply run again.
 */
export async function rewrapTenantKey(
  record: string,
  fromKek: SealingKey,
  toKek: SealingKey,
  tenantId: string,
): Promise<string> {
  const isMoved = record.split('.')[1] === toKek.id
  const raw = await open('k1', record, isMoved ? toKek : fromKek, [tenantId])
  return isMoved ? record : wrapTenantKey(raw, toKek, tenantId)
}

/** Seals a secret as `v1.<key id>.<iv>.<ciphertext>` (AES-256-GCM, a random 96-bit IV, the binding as AAD). */
export async function sealSecret(plain: string, tenantKey: SealingKey, binding: SecretBinding): Promise<string> {
  return seal('v1', new TextEncoder().encode(plain), tenantKey, fields(binding))
}

/** Opens a sealed secret, or throws `SecretUnreadable`. */
export async function openSecret(record: string, tenantKey: SealingKey, binding: SecretBinding): Promise<string> {
  const plain = await open('v1', record, tenantKey, fields(binding))
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
}

async function sealingKey(raw: Uint8Array): Promise<SealingKey> {
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const digest = await crypto.subtle.digest('SHA-256', raw)
  return { id: base64url.encode(new Uint8Array(digest, 0, 9)), key }
}

const fields = ({ tenantId, pluginId, name }: SecretBinding): string[] => [tenantId, pluginId, name]

function additionalData(version: string, binding: readonly string[], keyId: string): Uint8Array {
  if (binding.some((field) => field === '' || field.includes('|'))) {
    throw new TypeError('A secret is bound to names that are not empty and hold no "|"')
  }
  return new TextEncoder().encode([version, ...binding, keyId].join('|'))
}

async function seal(version: string, plain: Uint8Array, { id, key }: SealingKey, binding: string[]) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: additionalData(version, binding, id) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain))
  return [version, id, base64url.encode(iv), base64url.encode(sealed)].join('.')
}

/** Only the canonical spelling opens: base64url has spare bits, and a record must have one text. */
async function open(version: string, record: string, { id, key }: SealingKey, binding: string[]) {
  const data = additionalData(version, binding, id)
  const [, keyId, ivText, sealedText] = /^[kv]1\.([\w-]{12})\.([\w-]{16})\.([\w-]{22,})$/.exec(record) ?? []
  if (!record.startsWith(`${version}.`) || ivText === undefined || sealedText === undefined) {
    throw new SecretUnreadable('malformed')
  }
  if (keyId !== id) throw new SecretUnreadable('sealed with another key')
  const iv = canonicalBytes(ivText)
  const sealed = canonicalBytes(sealedText)
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: data }, key, sealed))
  } catch {
    throw new SecretUnreadable('altered or moved')
  }
}

function canonicalBytes(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new SecretUnreadable('malformed')
  const bytes = new Uint8Array(base64url.decode(text))
  if (base64url.encode(bytes) !== text) throw new SecretUnreadable('malformed')
  return bytes
}
