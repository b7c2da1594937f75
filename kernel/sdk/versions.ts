import type { Context } from 'hono'
import { kernelErrors } from '../errors/kernel-errors.ts'

/** Sets the strong ETag of a thing by its version, so that a client can send it back in If-Match (RFC 9110, 8.8.3). */
export function setVersion(c: Context, version: number): void {
  c.header('etag', `"${version}"`)
}

/** The version that If-Match asks for; undefined when the client does not care. */
export function wantedVersion(c: Context): number | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (version === undefined) throw kernelErrors.versionChanged()
  return Number(version)
}
