/** What the two master secrets are stretched into. A purpose is part of the key: two purposes never share one. */
const salt = new TextEncoder().encode('digital-platform-factory')
const shortestSecret = 16
const mostCached = 256
const cache = new Map<string, Uint8Array<ArrayBuffer>>()

/**
 * Derives 32 bytes for one purpose from a master secret (HKDF-SHA256, RFC 5869; the purpose is its info).
 *
 * Results are kept, 256 at most, and every caller gets a copy. Bytes are kept, not promises: on workerd a promise
 * belongs to the request that made it. A secret under 16 characters throws, since a guessed one forges everything.
 */
export async function deriveKey(masterSecret: string, purpose: string): Promise<Uint8Array<ArrayBuffer>> {
  if (masterSecret.length < shortestSecret) {
    throw new Error(`A master secret has at least ${shortestSecret} characters`)
  }
  if (purpose === '') throw new Error('A derived key has a purpose')
  const place = `${masterSecret.length}:${masterSecret}${purpose}`
  const known = cache.get(place)
  if (known !== undefined) return known.slice()

  const encoder = new TextEncoder()
  const master = await crypto.subtle.importKey('raw', encoder.encode(masterSecret), 'HKDF', false, ['deriveBits'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(purpose) }
  const derived = new Uint8Array(await crypto.subtle.deriveBits(derivation, master, 256))

  const oldest = cache.keys().next()
  if (cache.size >= mostCached && oldest.done !== true) cache.delete(oldest.value)
  cache.set(place, derived)
  return derived.slice()
}
