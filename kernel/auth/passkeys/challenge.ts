import { timingSafeEqual } from 'node:crypto'
import { base64url } from 'jose'
import { deriveKey } from '../../secrets/derive-key.ts'

/** What a challenge is for, and for whom: a person's id, a pending sign-in, or nothing for one who is not known yet. */
export interface ChallengeUse {
  readonly purpose: 'register' | 'sign-in' | 'second-step'
  readonly subject: string
}

export const challengeSeconds = 10 * 60

const randomBytes = 16
const expiryBytes = 8
const macBytes = 32

/**
 * Makes a challenge: random bytes and the end of its life, signed for one use.
 *
 * Nothing is stored for it, so a stranger who opens the sign-in page leaves no row; that it is used once is the
 * business of the row that its use leaves.
 */
export async function newChallenge(secret: string, use: ChallengeUse, nowMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes + expiryBytes + macBytes)
  crypto.getRandomValues(challenge.subarray(0, randomBytes))
  new DataView(challenge.buffer).setBigUint64(randomBytes, BigInt(nowMs + challengeSeconds * 1000))
  const signed = challenge.subarray(0, randomBytes + expiryBytes)
  challenge.set(await sign(secret, use, signed), signed.length)
  return challenge
}

/** When a challenge of ours ends; undefined for one that is not ours, not for this use or over. */
export async function readChallenge(
  secret: string,
  challenge: string,
  use: ChallengeUse,
  nowMs: number,
): Promise<Date | undefined> {
  const bytes = decode(challenge)
  if (bytes.length !== randomBytes + expiryBytes + macBytes) return undefined
  const signed = bytes.subarray(0, randomBytes + expiryBytes)
  if (!timingSafeEqual(await sign(secret, use, signed), bytes.subarray(signed.length))) return undefined
  const endsMs = Number(new DataView(bytes.buffer).getBigUint64(randomBytes))
  return endsMs > nowMs ? new Date(endsMs) : undefined
}

async function sign(secret: string, { purpose, subject }: ChallengeUse, signed: Uint8Array): Promise<Uint8Array> {
  const raw = await deriveKey(secret, `passkey challenge ${purpose}`)
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const text = new TextEncoder().encode(subject)
  const message = new Uint8Array(signed.length + text.length)
  message.set(signed)
  message.set(text, signed.length)
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message))
}

/** Only the one spelling that the bytes have: a second one would be a second use. */
function decode(text: string): Uint8Array<ArrayBuffer> {
  try {
    const bytes = new Uint8Array(base64url.decode(text))
    return base64url.encode(bytes) === text ? bytes : new Uint8Array()
  } catch {
    return new Uint8Array()
  }
}
