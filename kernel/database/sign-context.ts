import { deriveKey } from '../secrets/derive-key.ts'

/** Who asks, for which tenant and until when: what PostgreSQL is told in front of every query. */
export interface DatabaseContext {
  readonly tenantId: string
  /** The database role that the query runs as, `plugin_booking`: a context is of no use to another role. */
  readonly role: string
  /** `person:<uuid>`, `key:<uuid>`, `plugin:<id>@<version>` or `system`. */
  readonly actor: string
  readonly requestId: string
  readonly expiresAtSeconds: number
}

/** The signing key, and the two HMAC blocks by which SQL checks a signature without knowing HMAC. */
export interface ContextKey {
  /** 8 hex digits, of no use for finding the key. */
  readonly id: string
  readonly hmacKey: CryptoKey
  /** 64 bytes: the key, padded with zeros, XOR 0x36. */
  readonly innerPad: Uint8Array<ArrayBuffer>
  /** 64 bytes: the key, padded with zeros, XOR 0x5c. */
  readonly outerPad: Uint8Array<ArrayBuffer>
}

const encoder = new TextEncoder()
const forbidden = /[|\p{Cc}\p{Cs}]/u
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Signs a context as `v1|keyId|tenantId|role|expiresAt|actor|requestId|<HMAC-SHA256 in hex>`.
 *
 * A field that is empty, or holds a `|` or a control character, throws: it could be read as two fields, and so name
 * another tenant under an honest signature.
 */
export async function signContext(context: DatabaseContext, key: ContextKey): Promise<string> {
  const { tenantId, role, actor, requestId, expiresAtSeconds } = context
  if (tenantId === '' || role === '' || actor === '' || requestId === '' || !Number.isSafeInteger(expiresAtSeconds)) {
    throw new TypeError('A database context has all of its fields, and a whole number of seconds')
  }
  if (forbidden.test(tenantId + role + actor + requestId)) {
    throw new TypeError('A field of the database context holds "|" or a control character')
  }
  const message = `v1|${key.id}|${tenantId}|${role}|${expiresAtSeconds}|${actor}|${requestId}`
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key.hmacKey, encoder.encode(message)))
  let signed = `${message}|`
  for (const byte of signature) signed += hexPairs[byte]
  return signed
}

/** Makes the signing key out of `ENCRYPTION_KEY`. SQL keeps the pads: `sha256(outer || sha256(inner || message))`. */
export async function contextKey(encryptionKey: string): Promise<ContextKey> {
  const key = await deriveKey(encryptionKey, 'tenant context')
  const name = await deriveKey(encryptionKey, 'tenant context key id')
  const hmacKey = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const id = Array.from(name.subarray(0, 4), (byte) => hexPairs[byte]).join('')
  return { id, hmacKey, innerPad: pad(key, 0x36), outerPad: pad(key, 0x5c) }
}

function pad(key: Uint8Array, mask: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(64)
  block.set(key)
  return block.map((byte) => byte ^ mask)
}
