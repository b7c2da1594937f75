import type { Context } from 'hono'
import type { PluginEnv } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { mayShow } from '../files/media-kind.ts'
import type { Settings } from '../settings.ts'
import { openDeskStore } from '../stores/open-desk-store.ts'
import type { FileRow } from '../tables.ts'
import { readRange } from './byte-range.ts'

/** Pages and drawings can hold scripts: their own type would be an invitation to run them. */
const scripted =
  /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml|.*\+xml|.*javascript.*|.*ecmascript.*)$/

interface Manner {
  /** Shows it in the browser where its type is harmless; else, and always without, it is a download. */
  readonly show: boolean
  readonly cacheControl: string
  /** Who may use it in a page: `same-origin`, or `cross-origin` for what is public. */
  readonly resourcePolicy: 'same-origin' | 'cross-origin'
}

/** Answers with a file's bytes, or the span that was asked for. Whatever it is, it runs no script under our name. */
export async function serveFile(
  c: Context<PluginEnv<Settings>>,
  desk: Desk,
  row: FileRow,
  manner: Manner,
): Promise<Response> {
  const etag = `"${row.etag ?? row.id}"`
  const headers = { ...headersOf(row, manner), etag }
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const isSame = (c.req.header('if-range') ?? etag) === etag
  const range = isSame ? readRange(c.req.header('range'), row.size) : undefined
  if (range === 'unsatisfiable') return c.newResponse(null, 416, { ...headers, 'content-range': `bytes */${row.size}` })
  const length = range?.length ?? row.size
  const sized = { ...headers, 'content-length': String(length) }
  const place =
    range === undefined ? {} : { 'content-range': `bytes ${range.offset}-${range.offset + length - 1}/${row.size}` }
  const body = await openBody(c, desk, row, range)
  return c.newResponse(body, range === undefined ? 200 : 206, { ...sized, ...place })
}

async function openBody(
  c: Context<PluginEnv<Settings>>,
  desk: Desk,
  { id, etag, size, store }: FileRow,
  range: Exclude<ReturnType<typeof readRange>, 'unsatisfiable'>,
): Promise<ReadableStream<Uint8Array> | null> {
  if (c.req.method === 'HEAD' || size === 0) return null
  const bytes = await openDeskStore(desk, store)
  const read = await bytes.read(id, {
    ...(range === undefined ? {} : { range }),
    // The bytes that were confirmed, or none: whatever somebody wrote there afterwards was never looked at.
    ...(etag === null ? {} : { etag }),
  })
  if (read === undefined) throw errors.fileNotFound({ id })
  return read.body.pipeThrough(new FixedLengthStream(range?.length ?? size))
}

function headersOf({ name, type }: FileRow, { show, cacheControl, resourcePolicy }: Manner): Record<string, string> {
  const isShown = show && mayShow(type)
  const sent = scripted.test(type) ? 'application/octet-stream' : type
  return {
    'content-type': isShown && type.startsWith('text/') ? `${sent}; charset=utf-8` : sent,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; ${fileNames(name)}`,
    'content-security-policy':
      "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': resourcePolicy,
    'cache-control': cacheControl,
    'accept-ranges': 'bytes',
  }
}

/** The name twice (RFC 6266): in ASCII for old clients, and as it is. */
function fileNames(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}

function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
