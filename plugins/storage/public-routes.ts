import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Context } from 'hono'
import { endpoint, type PluginEnv, pluginRouter } from '#sdk'
import * as contract from './contract.ts'
import { type Desk, deskOf } from './desk.ts'
import { errors } from './errors.ts'
import { findFile } from './files/find-files.ts'
import { readLink } from './links/link-token.ts'
import { requireReady } from './links/make-link.ts'
import { serveFile } from './links/serve-file.ts'
import { checkUploadAddress, type SignedQuery } from './links/upload-address.ts'
import type { Settings } from './settings.ts'
import { type FileRow, files } from './tables.ts'
import { type Arrival, abortParts, completeParts, listArrivedParts, receiveBytes } from './uploads/receive-upload.ts'
import { partsXml, wholeXml } from './uploads/s3-words.ts'

const open = { audience: 'public', routeClass: 'signed' } as const
const signed = { params: contract.UploadParams, query: contract.UploadQuery } as const
/** More parts than any upload has, with room to spare. */
const longestList = 2 * 1024 ** 2
const mostFolders = 8

/**
 * What signed addresses lead to, under `/api/public/<workspace>/storage`: no sign-in, since the signature says who may.
 *
 * Uploads speak S3's own words, so that a client need not know which store it talks to.
 */
export const publicRoutes = pluginRouter<Settings>()
  .get(
    '/f/:token',
    endpoint({
      ...open,
      summary: 'Opens a file by a signed link',
      params: contract.LinkParams,
      answers: { 200: 'application/octet-stream', 206: 'application/octet-stream', 304: null, 416: null },
    }),
    async (c) => {
      const desk = openDesk(c)
      const { fileId, use, expiresAt } = await readLink(desk.belongings, c.req.valid('param').token, desk.now)
      const row = await findFile(desk, fileId)
      if (!(use === 'scan' && row.state === 'checking')) requireReady(row)
      const lastsSeconds = Math.floor((expiresAt.getTime() - desk.now.getTime()) / 1000)
      return serveFile(c, desk, row, {
        show: use === 'show',
        cacheControl: `private, max-age=${Math.min(lastsSeconds, 3600)}`,
        resourcePolicy: 'same-origin',
      })
    },
  )
  .get(
    '/public/:path{.+}',
    endpoint({
      ...open,
      summary: 'Opens a file that is for everybody',
      params: contract.PublicPath,
      answers: { 200: 'application/octet-stream', 206: 'application/octet-stream', 304: null, 416: null },
    }),
    async (c) => {
      const desk = openDesk(c)
      const row = await findPublic(desk, c.req.valid('param').path)
      return serveFile(c, desk, row, {
        show: true,
        cacheControl: 'public, max-age=300, stale-while-revalidate=86400',
        resourcePolicy: 'cross-origin',
      })
    },
  )
  .put(
    '/uploads/:id',
    endpoint({ ...open, ...signed, summary: 'Takes a file or a part of one', answers: { 200: null } }),
    async (c) => {
      const { desk, arrival } = await openArrival(c, c.req.valid('param').id, c.req.valid('query'))
      const etag = await receiveBytes(desk, arrival, c.req.raw.body as ReadableStream<Uint8Array> | null, {
        length: c.req.header('content-length'),
        type: c.req.header('content-type')?.toLowerCase(),
      })
      return c.body(null, 200, { etag: `"${etag}"` })
    },
  )
  .get(
    '/uploads/:id',
    endpoint({
      ...open,
      ...signed,
      summary: 'Lists the parts of an upload that arrived so far',
      answers: { 200: 'application/xml' },
    }),
    async (c) => {
      const { desk, arrival } = await openArrival(c, c.req.valid('param').id, c.req.valid('query'))
      return asXml(c, partsXml(arrival, await listArrivedParts(desk, arrival)))
    },
  )
  .post(
    '/uploads/:id',
    endpoint({
      ...open,
      ...signed,
      summary: 'Puts the parts of an upload together',
      answers: { 200: 'application/xml' },
    }),
    async (c) => {
      const { desk, arrival } = await openArrival(c, c.req.valid('param').id, c.req.valid('query'))
      if (Number(c.req.header('content-length') ?? 0) > longestList) throw errors.partsMissing()
      return asXml(c, wholeXml(arrival, await completeParts(desk, arrival, await c.req.text())))
    },
  )
  .delete(
    '/uploads/:id',
    endpoint({ ...open, ...signed, summary: 'Forgets the parts of an upload', answers: { 204: null } }),
    async (c) => {
      const { desk, arrival } = await openArrival(c, c.req.valid('param').id, c.req.valid('query'))
      await abortParts(desk, arrival)
      return c.body(null, 204)
    },
  )

function openDesk(c: Context<PluginEnv<Settings>>): Desk {
  return deskOf(c.var, c.var.principal.actor)
}

async function openArrival(
  c: Context<PluginEnv<Settings>>,
  fileId: string,
  query: SignedQuery & { readonly signature: string },
): Promise<{ desk: Desk; arrival: Arrival }> {
  const desk = openDesk(c)
  await checkUploadAddress(desk, c.req.method, fileId, query)
  const { uploadId, partNumber, length, type } = query
  return { desk, arrival: { fileId, uploadId, partNumber, length, type } }
}

/** The file at a path under one of the public folders, the first of them before the others. */
async function findPublic(desk: Desk, path: string): Promise<FileRow> {
  const steps = path.split('/')
  const name = steps.pop() ?? ''
  const folders = desk.belongings.installation.publicObjectPaths
    .slice(0, mostFolders)
    .map((folder) => [folder, ...steps].join('/'))
  const found = await desk.db
    .select()
    .from(files)
    .where(and(inArray(files.folder, folders), eq(files.name, name), eq(files.state, 'ready')))
    .orderBy(desc(files.id))
    .limit(mostFolders)
  const [row] = folders.flatMap((folder) => found.filter((each) => each.folder === folder))
  if (row === undefined) throw errors.fileNotFound()
  return row
}

function asXml(c: Context, xml: string): Response {
  return c.body(xml, 200, { 'content-type': 'application/xml' })
}
