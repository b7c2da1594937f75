import { errors, jwtVerify, SignJWT } from 'jose'
import { deriveKey } from '../secrets/derive-key.ts'

export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
  readonly expiresAtMs: number
}

const issuer = 'dpf'
const audience = 'dpf-api'
const type = 'at+jwt'
const clockToleranceSeconds = 5
const longestTokenLength = 1024
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** How long an access token lives: `expiresIn` in the replies of sign-in and refresh. */
export const accessTokenSeconds = 15 * 60

/** Makes the signing key out of `SESSION_SECRET`. */
export async function accessTokenKey(sessionSecret: string): Promise<CryptoKey> {
  const raw = await deriveKey(sessionSecret, 'session token')
  return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

/** Signs an access token for a session: a JWT of RFC 9068's type `at+jwt`, HS256, 15 minutes. */
export async function signAccessToken(
  { userId, sessionId }: { userId: string; sessionId: string },
  key: CryptoKey,
  nowMs: number,
): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1000)
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(userId)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + accessTokenSeconds)
    .sign(key)
}

/**
 * Reads an access token, or answers undefined for one that is not ours, not for us or not for now.
 *
 * Each option closes a door that jose leaves open without it (alg confusion, other token types of the same key, no
 * expiry). An `exp` further off than we ever sign is refused here, since jose takes it. Whether the session still lives
 * is another question: the token proves who signed in, not that they still may.
 */
export async function readAccessToken(token: string, key: CryptoKey, nowMs: number): Promise<AccessClaims | undefined> {
  if (token.length > longestTokenLength) return undefined
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer,
      audience,
      typ: type,
      requiredClaims: ['iss', 'aud', 'sub', 'sid', 'iat', 'exp'],
      maxTokenAge: accessTokenSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(nowMs),
    })
    const { sub, sid, iat, exp, aud } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || !uuid.test(sub) || !uuid.test(sid)) return undefined
    if (iat === undefined || exp === undefined || aud !== audience) return undefined
    if (exp <= iat || exp - iat > accessTokenSeconds) return undefined
    return { userId: sub, sessionId: sid, expiresAtMs: exp * 1000 }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
