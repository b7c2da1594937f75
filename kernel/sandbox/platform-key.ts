import { base64url } from 'jose'
import type { Env } from '../env.ts'
import { deriveKey } from '../secrets/derive-key.ts'

/** The platform's own Ed25519 key, with which it signs what it admitted. */
export interface PlatformKey {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

let kept: { readonly secret: string; readonly key: PlatformKey } | undefined

/** In front of the 32 bytes of an Ed25519 seed: the rest of its PKCS #8 (RFC 8410, 7). */
const pkcs8Head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]

/** Derives the platform's key from `ENCRYPTION_KEY`: another installation's signature is none here. */
export async function platformKey({ ENCRYPTION_KEY }: Pick<Env, 'ENCRYPTION_KEY'>): Promise<PlatformKey> {
  if (kept?.secret !== ENCRYPTION_KEY) kept = { secret: ENCRYPTION_KEY, key: await makeKey(ENCRYPTION_KEY) }
  return kept.key
}

/** Signs a text with an Ed25519 key (RFC 8032); base64url. */
export async function signText(text: string, privateKey: CryptoKey): Promise<string> {
  const signature = await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text))
  return base64url.encode(new Uint8Array(signature))
}

async function makeKey(secret: string): Promise<PlatformKey> {
  const pkcs8 = Uint8Array.from([...pkcs8Head, ...(await deriveKey(secret, 'platform signature of plugins'))])
  const readable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { x } = (await crypto.subtle.exportKey('jwk', readable)) as JsonWebKey
  if (x === undefined) throw new Error('The platform has no public key')
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']),
    publicKey: await crypto.subtle.importKey('raw', base64url.decode(x), 'Ed25519', false, ['verify']),
  }
}
