import { type AccessClaims, accessTokenKey, readAccessToken } from '../auth/access-token.ts'
import { parseApiKey } from '../auth/api-key.ts'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { BoundedMap } from './bounded-map.ts'

/** What a request says of itself, proven by a signature (person) or to be compared with a stored hash (key). */
export type Credential =
  | { readonly kind: 'person'; readonly userId: string; readonly sessionId: string }
  | { readonly kind: 'key'; readonly keyId: string; readonly secretHash: string }

/** Tokens whose signature was checked already; each is believed no longer than it lives. */
const verified = new BoundedMap<AccessClaims>(5000)
let signingKey: { readonly secret: string; readonly key: CryptoKey } | undefined

export async function sessionKey(env: Env): Promise<CryptoKey> {
  if (signingKey?.secret !== env.SESSION_SECRET)
    signingKey = { secret: env.SESSION_SECRET, key: await accessTokenKey(env.SESSION_SECRET) }
  return signingKey.key
}

/** Reads the bearer token, an access token or an API key, without the database. A missing or bad one is refused with 401. */
export async function authenticate(env: Env, authorization: string | undefined, nowMs: number): Promise<Credential> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw notAuthenticated()
  if (token.startsWith('dpf_')) {
    const parsed = parseApiKey(token)
    if (parsed === undefined) throw notAuthenticated()
    return { kind: 'key', keyId: parsed.id, secretHash: await parsed.secretHash }
  }
  const known = verified.get(token)
  const claims =
    known !== undefined && known.expiresAtMs > nowMs
      ? known
      : await readAccessToken(token, await sessionKey(env), nowMs)
  if (claims === undefined) throw notAuthenticated()
  if (claims !== known) verified.set(token, claims)
  return { kind: 'person', userId: claims.userId, sessionId: claims.sessionId }
}

/** Refuses a credential, and says what would be one (RFC 9110, 11.6.1). */
export function notAuthenticated() {
  return kernelErrors.notAuthenticated({}, { 'www-authenticate': 'Bearer realm="dpf"' })
}
