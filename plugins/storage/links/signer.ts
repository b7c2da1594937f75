import type { Belongings } from '#sdk'

/** Signs and checks text with a key of this workspace alone (HMAC-SHA256). */
export interface Signer {
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>
  readonly fits: (bytes: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

/** How much of the 32 bytes is kept: 128 bits are beyond guessing, and keep links short. */
export const signatureBytes = 16

export async function openSigner({ signingKey }: Belongings, purpose: 'links' | 'uploads'): Promise<Signer> {
  const key = await crypto.subtle.importKey(
    'raw',
    await signingKey(purpose),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes)).slice(0, signatureBytes)
  return { sign, fits: async (bytes, signature) => isSame(await sign(bytes), signature) }
}

/** In the same time wherever they differ. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
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

/** Undefined for what is none, or is another spelling of one. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    return toBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}
