import { base64url } from 'jose'

/**
 * Makes an unguessable token, `dpf_<prefix>_<43 characters>`: 256 random bits for a refresh, a reset, an invitation.
 *
 * The prefix says what it is for, to people, to secret scanners and to `isToken`: a token of one kind is never looked
 * up as another.
 */
export function newToken(prefix: string): string {
  if (!/^[a-z]+$/.test(prefix)) throw new TypeError('The prefix of a token is made of the letters a to z')
  return `dpf_${prefix}_${base64url.encode(crypto.getRandomValues(new Uint8Array(32)))}`
}

/** Says whether this text could be such a token, so that junk costs no database call. */
export function isToken(text: string, prefix: string): boolean {
  const start = `dpf_${prefix}_`
  return text.startsWith(start) && /^[\w-]{42}[AEIMQUYcgkosw048]$/.test(text.slice(start.length))
}

/** Answers what the database keeps instead of a token: its SHA-256 in hex. With 256 random bits it needs no salt. */
export async function hashToken(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
