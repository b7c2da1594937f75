import { timingSafeEqual } from 'node:crypto'
import { hashToken } from './opaque-token.ts'

export interface NewApiKey {
  /** Shown once, kept nowhere. */
  readonly key: string
  readonly secretHash: string
  /** The last four characters, by which a person knows the key again. */
  readonly hint: string
}

export interface ParsedApiKey {
  readonly id: string
  /** What the row of this id must hold; compare with `equalHashes`. */
  readonly secretHash: Promise<string>
}

const prefix = 'dpf_live_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const idLength = 22
const secretLength = 43
const checksumLength = 6
const shape = new RegExp(
  `^${prefix}([0-9A-Za-z]{${idLength}})_[0-9A-Za-z]{${secretLength}}_([0-9A-Za-z]{${checksumLength}})$`,
)

/**
 * Makes the key `dpf_live_<id>_<256 random bits>_<CRC-32>`, all in base62, for the row of this UUID.
 *
 * The hash covers the whole text, so a secret works with its own id only.
 */
export async function newApiKey(id: string): Promise<NewApiKey> {
  const hex = id.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new TypeError('The id of an API key is a UUID')
  const secret = crypto.getRandomValues(new Uint8Array(32)).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const body = `${prefix}${base62(BigInt(`0x${hex}`), idLength)}_${base62(secret, secretLength)}`
  const key = `${body}_${checksum(body)}`
  return { key, secretHash: await hashToken(key), hint: key.slice(-4) }
}

/**
 * Reads the id of an API key, or answers undefined for what was never one.
 *
 * The checksum finds any single wrong character before the database is asked. It proves nothing else: anybody can
 * compute it.
 */
export function parseApiKey(text: string): ParsedApiKey | undefined {
  const [, idText, sum] = shape.exec(text) ?? []
  if (idText === undefined || checksum(text.slice(0, -checksumLength - 1)) !== sum) return undefined
  const number = [...idText].reduce((total, digit) => total * 62n + BigInt(digits.indexOf(digit)), 0n)
  if (number >= 1n << 128n) return undefined
  const id = number
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return { id, secretHash: hashToken(text) }
}

/** Compares two hashes in a time that does not tell where they differ. */
export function equalHashes(a: string, b: string): boolean {
  const encoder = new TextEncoder()
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text
  return text
}

/** CRC-32 (ISO 3309, reflected 0xEDB88320): it finds every error burst of up to 32 bits. */
function checksum(text: string): string {
  let crc = 0xffffffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return base62(BigInt((crc ^ 0xffffffff) >>> 0), checksumLength)
}
