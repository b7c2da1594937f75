const text = new TextEncoder()

/** Where the person who got a message unsubscribes: the address names the message, not the person. */
export async function unsubscribeAddress(
  origin: string,
  slug: string,
  messageId: string,
  key: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return `${origin}/api/public/${slug}/email/unsubscribe/${await signMessageId(messageId, key)}`
}

/** The id of a message and its signature (HMAC-SHA256), for addresses. */
export async function signMessageId(messageId: string, key: Uint8Array<ArrayBuffer>): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await hmacKey(key, 'sign'), text.encode(messageId))
  return `${messageId}.${toBase64Url(new Uint8Array(signature))}`
}

/** The id of the message that a token was made for; undefined when it was not made with this key. */
export async function readToken(token: string, key: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const [, messageId = '', signature = ''] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? []
  if (messageId === '') return undefined
  const isOurs = await crypto.subtle.verify(
    'HMAC',
    await hmacKey(key, 'verify'),
    fromBase64Url(signature),
    text.encode(messageId),
  )
  return isOurs ? messageId : undefined
}

function hmacKey(key: Uint8Array<ArrayBuffer>, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [usage])
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64Url(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
