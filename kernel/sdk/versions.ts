import type { Context } from 'hono'
import { kernelErrors } from '../errors/kernel-errors.ts'

/**
 * Sets the strong ETag of a thing by its version, so that a client can send it back in If-Match (RFC 9110, 8.8.3).
 *
 * What is shown of a thing can change without it, such as the name of another one: given too, it is a part of the ETag,
 * so that a cache does not keep what has become wrong.
 */
export function setVersion(c: Context, version: number, shown?: unknown): void {
  c.header('etag', shown === undefined ? `"${version}"` : `"${version}-${digest(JSON.stringify(shown))}"`)
}

/** The version that If-Match asks for; undefined when the client does not care. */
export function wantedVersion(c: Context): number | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^"(\d{1,9})(?:-[0-9a-z]{1,16})?"$/.exec(header.trim())?.[1]
  if (version === undefined) throw kernelErrors.versionChanged()
  return Number(version)
}

/** Two FNV-1a sums: enough to tell apart what one thing has shown over time, and nothing that a secret hangs on. */
function digest(text: string): string {
  let [one, other] = [0x811c9dc5, 0x050c5d1f]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x01000197)
  }
  return (one >>> 0).toString(36) + (other >>> 0).toString(36)
}
