const halfBytes = 32

/** Verifies a signature in DER (ECDSA, P-256, SHA-256) of a text. The key is in SPKI; both are base64. */
export async function verifyEcdsa(publicKey: string, signature: string, text: string): Promise<boolean> {
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), algorithm, false, ['verify'])
    return await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      halvesOf(fromBase64(signature)),
      new TextEncoder().encode(text),
    )
  } catch {
    // A key or signature that cannot be read fits nothing.
    return false
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.trim().replaceAll(/-----[^-]+-----|\s/g, '')), (character) =>
    character.charCodeAt(0),
  )
}

/** SEQUENCE { INTEGER r, INTEGER s } as r and s of 32 bytes each, which is what WebCrypto takes. */
function halvesOf(der: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const halves = new Uint8Array(2 * halfBytes)
  let at = 2
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new Error('Not a signature')
  for (let half = 0; half < 2; half++) {
    const length = der[at + 1] ?? 0
    if (der[at] !== 0x02) throw new Error('Not a signature')
    const integer = trimmed(der.subarray(at + 2, at + 2 + length))
    if (integer.length > halfBytes) throw new Error('Not a signature')
    halves.set(integer, (half + 1) * halfBytes - integer.length)
    at += 2 + length
  }
  if (at !== der.length) throw new Error('Not a signature')
  return halves
}

function trimmed(integer: Uint8Array): Uint8Array {
  const first = integer.findIndex((byte) => byte !== 0)
  return first < 0 ? integer.subarray(0, 0) : integer.subarray(first)
}
