import { Buffer } from 'node:buffer'
import { scrypt, timingSafeEqual } from 'node:crypto'
import type { Env } from '../env.ts'
import { mailMode } from '../mail/installation-mail.ts'

/**
 * What a hash costs: scrypt N = 2^15, r = 8, p = 3 (ASVS 5.0 appendix C), 32 MiB and some 170 ms of the isolate's only
 * thread on workerd, whose ceiling is N·r·p ≤ 2^20. So count attempts before hashing.
 */
export interface Cost {
  readonly ln: number
  readonly r: number
  readonly p: number
}

interface StoredHash extends Cost {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

export const fullCost: Cost = { ln: 15, r: 8, p: 3 }
const lowCost: Cost = { ln: 12, r: 8, p: 1 }
const saltBytes = 16
const hashBytes = 32
const maxmem = 64 * 1024 * 1024
const dearestWork = 2 ** 20
const largestMemory = 2 ** 18

/** What this installation pays for a password: `PASSWORD_COST=low` counts only where mail is shown instead of sent. */
export function passwordCost(env: Pick<Env, 'PASSWORD_COST' | 'MAIL' | 'SMTP_URL'>): Cost {
  return env.PASSWORD_COST === 'low' && mailMode(env) === 'show' ? lowCost : fullCost
}

/** Hashes a password as `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, a PHC string. */
export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  const hash = await stretch(password, salt, cost, hashBytes)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${toBase64(salt)}$${toBase64(hash)}`
}

/**
 * Says whether this is the password, in a time that does not depend on how much of it is right.
 *
 * The cost is read from the stored string, within bounds, so that hashes of an older cost still verify. Garbage is
 * answered with false after the usual time.
 */
export async function verifyPassword(password: string, stored: string, cost: Cost): Promise<boolean> {
  const known = readStored(stored)
  if (known === undefined) {
    await wasteHash(password, cost)
    return false
  }
  return timingSafeEqual(await stretch(password, known.salt, known, known.hash.length), known.hash)
}

/** Costs what `verifyPassword` does. For a person who does not exist, or the time would tell who does. */
export async function wasteHash(password: string, cost: Cost): Promise<void> {
  await stretch(password, new Uint8Array(saltBytes), cost, hashBytes)
}

/** Says whether to hash again at the next sign-in, because the cost is another one since or the string is garbage. */
export function needsRehash(stored: string, cost: Cost): boolean {
  const known = readStored(stored)
  if (known === undefined || known.salt.length < saltBytes || known.hash.length < hashBytes) return true
  return known.ln !== cost.ln || known.r !== cost.r || known.p !== cost.p
}

/** NFKC first (SP 800-63B-4, 3.1.1.2): the same password typed on another keyboard is the same bytes. */
function stretch(password: string, salt: Uint8Array, cost: Cost, length: number): Promise<Buffer> {
  const options = { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, derived) => {
      if (error === null) resolve(derived)
      else reject(error)
    })
  })
}

function readStored(stored: string): StoredHash | undefined {
  const pattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
  const [, ln, r, p, salt, hash] = pattern.exec(stored) ?? []
  if (salt === undefined || hash === undefined) return undefined
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return isAffordable(cost)
    ? { ...cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
    : undefined
}

/** Bounds: a planted string can neither verify for nothing nor take the isolate down. */
function isAffordable({ ln, r, p }: Cost): boolean {
  if (ln < 12 || r < 1 || p < 1) return false
  return 2 ** ln * r * p <= dearestWork && 2 ** ln * r <= largestMemory
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
