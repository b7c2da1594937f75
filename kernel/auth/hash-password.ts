import { Buffer } from 'node:buffer'
import { scrypt, timingSafeEqual } from 'node:crypto'

/**
 * What a hash costs: scrypt N = 2^15, r = 8, p = 3 (ASVS 5.0 appendix C), 32 MiB and some 170 ms of the isolate's only
 * thread on workerd, whose ceiling is N·r·p ≤ 2^20. So count attempts before hashing.
 */
interface Cost {
  readonly ln: number
  readonly r: number
  readonly p: number
}

interface StoredHash extends Cost {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

const current: Cost = { ln: 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32
const maxmem = 64 * 1024 * 1024
const dearestWork = 2 ** 20
const largestMemory = 2 ** 18

/** Hashes a password as `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  const hash = await stretch(password, salt, current, hashBytes)
  return `$scrypt$ln=${current.ln},r=${current.r},p=${current.p}$${toBase64(salt)}$${toBase64(hash)}`
}

/**
 * Says whether this is the password, in a time that does not depend on how much of it is right.
 *
 * The cost is read from the stored string, within bounds, so that hashes of an older cost still verify. Garbage is
 * answered with false after the usual time.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const known = readStored(stored)
  if (known === undefined) {
    await wasteHash(password)
    return false
  }
  return timingSafeEqual(await stretch(password, known.salt, known, known.hash.length), known.hash)
}

/** Costs what `verifyPassword` does. For a person who does not exist, or the time would tell who does. */
export async function wasteHash(password: string): Promise<void> {
  await stretch(password, new Uint8Array(saltBytes), current, hashBytes)
}

/** Says whether to hash again at the next sign-in, because the cost was raised since or the string is garbage. */
export function needsRehash(stored: string): boolean {
  const known = readStored(stored)
  if (known === undefined || known.salt.length < saltBytes || known.hash.length < hashBytes) return true
  return known.ln !== current.ln || known.r !== current.r || known.p !== current.p
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
