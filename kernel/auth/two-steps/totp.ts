import { createHmac } from 'node:crypto'
import { Secret, TOTP } from 'otpauth/bare'

/** What every authenticator app speaks (RFC 6238 with its defaults): SHA-1, six digits, half a minute. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30, hmac } as const
/** As long as the hash (RFC 4226, 4). */
const secretBytes = 20
/** The half minutes before and after this one whose codes are taken too: clocks differ, and typing takes time. */
const drift = 1

/** Makes a secret for an app to share with us, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: secretBytes }).base32
}

/** The address that apps read from a QR code, `otpauth://totp/…`. */
export function totpAddress(secret: string, issuer: string, account: string): string {
  return new TOTP({ ...shape, secret: Secret.fromBase32(secret), issuer, label: account }).toString()
}

/** The code that an app shows at this moment. */
export function totpCode(secret: string, nowMs: number): string {
  return TOTP.generate({ ...shape, secret: Secret.fromBase32(secret), timestamp: nowMs })
}

/**
 * The half minute, counted from 1970, that this code belongs to; undefined for a wrong code.
 *
 * A code works once (RFC 6238, 5.2): whoever takes it stores this number, and takes none up to it again.
 */
export function totpStep(code: string, secret: string, nowMs: number): number | undefined {
  const given = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(given)) return undefined
  const key = Secret.fromBase32(secret)
  const delta = TOTP.validate({ ...shape, secret: key, token: given, timestamp: nowMs, window: drift })
  return delta === null ? undefined : TOTP.counter({ period: shape.period, timestamp: nowMs }) + delta
}

function hmac(algorithm: string, key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac(algorithm.toLowerCase(), key).update(message).digest()
}
