import type { Belongings } from '#sdk'
import { errors } from '../errors.ts'
import { fromBase64Url, openSigner, type Signer, signatureBytes, toBase64Url } from './signer.ts'

/** What a link lets its holder do, and until when. */
export interface LinkClaim {
  readonly fileId: string
  readonly expiresAt: Date
  /** `show` in the browser where that is harmless, `download` always, `scan` also what is still being checked. */
  readonly use: 'show' | 'download' | 'scan'
}

const uses: readonly LinkClaim['use'][] = ['show', 'download', 'scan']
const claimBytes = 21

/** Signs links: 50 letters that hold what they claim, so that nothing about them is stored. */
export async function openLinks(belongings: Belongings): Promise<(claim: LinkClaim) => Promise<string>> {
  const signer = await openSigner(belongings, 'links')
  return async (claim) => {
    const bytes = writeClaim(claim)
    return toBase64Url(joinBytes(bytes, await signer.sign(bytes)))
  }
}

/** Reads a link; refuses one that was not signed here, or whose time is over. */
export async function readLink(belongings: Belongings, token: string, now: Date): Promise<LinkClaim> {
  const bytes = fromBase64Url(token)
  const signer: Signer = await openSigner(belongings, 'links')
  if (bytes === undefined || bytes.length !== claimBytes + signatureBytes) throw errors.linkInvalid()
  const claimed = bytes.slice(0, claimBytes)
  if (!(await signer.fits(claimed, bytes.slice(claimBytes)))) throw errors.linkInvalid()
  const claim = readClaim(claimed)
  if (claim.expiresAt <= now) throw errors.linkExpired()
  return claim
}

/** One byte for the use, sixteen for the file, four for the second in which it ends. */
function writeClaim({ fileId, expiresAt, use }: LinkClaim): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(claimBytes)
  bytes[0] = uses.indexOf(use)
  fileId
    .replaceAll('-', '')
    .match(/../g)
    ?.forEach((pair, place) => {
      bytes[1 + place] = Number.parseInt(pair, 16)
    })
  new DataView(bytes.buffer).setUint32(17, Math.floor(expiresAt.getTime() / 1000))
  return bytes
}

function readClaim(bytes: Uint8Array<ArrayBuffer>): LinkClaim {
  const hex = Array.from(bytes.subarray(1, 17), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const fileId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const expiresAt = new Date(new DataView(bytes.buffer).getUint32(17) * 1000)
  return { fileId, expiresAt, use: uses[bytes[0] ?? 0] ?? 'show' }
}

function joinBytes(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
