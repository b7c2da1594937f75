import type { Belongings } from '#sdk'
import { errors } from '../errors.ts'

/** What a link lets its holder do: see, move and cancel a booking; turn a hold into one; or a place on the waiting list. */
export type TokenUse = 'manage' | 'hold' | 'waiting'

const signatureBytes = 16
const idBytes = 16

/** A link's token: 43 letters that name a thing and are signed with a key of this workspace and for this use alone. */
export async function makeToken(
  { signingKey }: Pick<Belongings, 'signingKey'>,
  use: TokenUse,
  id: string,
): Promise<string> {
  const bytes = bytesOf(id)
  const signature = await sign(await signingKey(use), bytes)
  return toBase64Url(new Uint8Array([...bytes, ...signature]))
}

/** The id that a token names; refuses one that was not signed here. */
export async function readToken(
  { signingKey }: Pick<Belongings, 'signingKey'>,
  use: TokenUse,
  token: string,
): Promise<string> {
  const bytes = fromBase64Url(token)
  if (bytes?.length !== idBytes + signatureBytes) throw errors.linkInvalid()
  const id = bytes.slice(0, idBytes)
  const signature = await sign(await signingKey(use), id)
  if (!isSame(signature, bytes.slice(idBytes))) throw errors.linkInvalid()
  return textOf(id)
}

async function sign(key: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes)).slice(0, signatureBytes)
}

function bytesOf(id: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function textOf(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** In the same time wherever they differ. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  one.forEach((byte, place) => {
    difference |= byte ^ (other[place] ?? 0)
  })
  return difference === 0
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    return toBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}
