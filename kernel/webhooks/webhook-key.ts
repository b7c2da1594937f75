/** How a webhook's messages are signed (Standard Webhooks 1.0): a shared secret, or a private key whose public half is known. */
export type Signing = 'hmac' | 'ed25519'

export interface FreshKey {
  /** What is sealed and signed with: `whsec_` and 32 bytes, or `whsk_` and a PKCS #8 key, in base64. */
  readonly secret: string
  /** What the receiver verifies with: the same secret, or `whpk_` and the public key. Shown once. */
  readonly shown: { readonly secret: string } | { readonly publicKey: string }
}

/** Makes a new key. */
export async function newWebhookKey(signing: Signing): Promise<FreshKey> {
  if (signing === 'hmac') {
    const secret = `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`
    return { secret, shown: { secret } }
  }
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
  const [secret, publicKey] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
    crypto.subtle.exportKey('raw', pair.publicKey),
  ])
  return {
    secret: `whsk_${toBase64(new Uint8Array(secret as ArrayBuffer))}`,
    shown: { publicKey: `whpk_${toBase64(new Uint8Array(publicKey as ArrayBuffer))}` },
  }
}

/** Signs `id.timestamp.body` with a secret that `newWebhookKey` made: `v1,…` (HMAC-SHA256) or `v1a,…` (Ed25519). */
export async function signWith(secret: string, content: string): Promise<string> {
  const [prefix = '', text = ''] = secret.split('_')
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  const message = new TextEncoder().encode(content)
  if (prefix === 'whsec') {
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, message)))}`
  }
  const key = await crypto.subtle.importKey('pkcs8', bytes, { name: 'Ed25519' }, false, ['sign'])
  return `v1a,${toBase64(new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)))}`
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
