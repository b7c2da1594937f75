import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)
const scramVerifier = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/

/**
 * Whether a password fits the SCRAM-SHA-256 verifier that Postgres keeps in `pg_authid` (RFC 5803).
 *
 * The password is normalised to NFKC, the part of SASLprep (RFC 4013) that changes passwords people have.
 */
export async function verifyPassword(password: string, verifier: string): Promise<boolean> {
  const [, iterations, salt, storedKey] = scramVerifier.exec(verifier) ?? []
  if (iterations === undefined || salt === undefined || storedKey === undefined) return false
  const salted = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const derivedKey = createHash('sha256').update(clientKey).digest()
  const expectedKey = Buffer.from(storedKey, 'base64')
  return expectedKey.length === derivedKey.length && timingSafeEqual(expectedKey, derivedKey)
}
