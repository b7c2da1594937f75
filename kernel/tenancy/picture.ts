import { type SQL, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { readBytes } from '../sdk/read-input.ts'
import { pictureType } from './picture-type.ts'

/** What is stored of a logo, or of a person's picture. */
export interface Picture {
  readonly contentType: string
  /** Of the bytes: another picture has another one. */
  readonly version: string
  readonly picture: SQL
}

const largest = 256 * 1024

/** The body that a route for a picture takes: the picture itself, at most 256 KiB. */
export const pictureBody = { type: ['image/png', 'image/jpeg', 'image/webp'], limitBytes: largest } as const

/** Reads a picture from the body; it is what its first bytes say, whatever it was said to be. */
export async function readPicture(c: KernelContext): Promise<Picture & { readonly bytes: number }> {
  const bytes = await readBytes(c, largest)
  const contentType = pictureType(bytes)
  if (contentType === undefined) throw kernelErrors.notAPicture()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const version = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  // What an Idempotency-Key stands for is the picture too.
  c.var.sentBody.text = version
  return { contentType, version, picture: sql`decode(${toBase64(bytes)}, 'base64')`, bytes: bytes.length }
}

export interface ShownPicture {
  readonly contentType: string
  readonly version: string
  /** Base64. */
  readonly picture: string
}

/** Answers a picture that no page can make anything else of. */
export function answerPicture(c: Context, shown: ShownPicture, headers: Readonly<Record<string, string>>) {
  return c.body(fromBase64(shown.picture), 200, {
    'content-type': shown.contentType,
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    etag: `"${shown.version}"`,
    ...headers,
  })
}

/** In slices: a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('\n', '')), (letter) => letter.charCodeAt(0))
}
