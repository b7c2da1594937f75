import type { Belongings, StoredObject, StoredPart } from '#sdk'
import { errors } from '../errors.ts'
import type { Settings } from '../settings.ts'
import type { Grant, ObjectStore } from './object-store.ts'
import { refuse, seekRefusal } from './refusal.ts'
import { type S3Request, s3Presigner } from './s3-presigner.ts'
import { bareTag, readParts, textOf, writeParts } from './s3-xml.ts'
import { trialOf } from './trial.ts'

const ownSeconds = 300
const patienceMs = 30_000
/** Refusals that mean: these parts do not make a whole. */
const partFaults = new Set([
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'MalformedXML',
  'NoSuchUpload',
  'InvalidRequest',
])

/** Any service that speaks S3: Amazon, Cloudflare R2, MinIO, Google Cloud Storage by its S3 interface. */
export async function s3Store(settings: Settings, belongings: Belongings, tenantId: string): Promise<ObjectStore> {
  const secretAccessKey = await belongings.secret('secret_access_key')
  if (secretAccessKey === undefined) throw errors.keyMissing()
  const presign = s3Presigner({ ...settings, secretAccessKey })
  const place = (key: string) => [settings.folder, tenantId, key].filter((step) => step !== '').join('/')

  /** Even the platform's own requests go by signed addresses: what streams need not be read whole to be signed. */
  const send = async (request: S3Request, init: RequestInit = {}) => {
    const url = await presign({ ...request, key: place(request.key) }, ownSeconds)
    const headers = { ...init.headers, ...(request.type === undefined ? {} : { 'content-type': request.type }) }
    try {
      return await belongings.fetch(url, { ...init, method: request.method, headers })
    } catch (error) {
      throw seekRefusal(error) ?? error
    }
  }
  const ask = (request: S3Request, body?: string) =>
    send(request, { signal: AbortSignal.timeout(patienceMs), ...(body === undefined ? {} : { body }) })

  const store: Omit<ObjectStore, 'trial'> = {
    presign: async ({ key, expiresAt, ...grant }) => ({
      url: await presign({ ...requestOf(grant), key: place(key) }, secondsUntil(expiresAt)),
      headers: grant.type === undefined ? {} : { 'content-type': grant.type },
    }),
    async put(key, body, { type, length }) {
      const response = await send({ method: 'PUT', key, type, length }, { body: fixed(body, length) })
      return { size: length, etag: tagOf(await accepted(response)) }
    },
    async head(key) {
      const response = await ask({ method: 'HEAD', key })
      if (response.status === 404) return undefined
      if (!response.ok) throw refuse(response.status, undefined)
      return { size: Number(response.headers.get('content-length') ?? 0), etag: tagOf(response) }
    },
    async read(key, { range, etag } = {}) {
      const headers = {
        ...(range === undefined ? {} : { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
        ...(etag === undefined ? {} : { 'if-match': `"${etag}"` }),
      }
      const response = await send({ method: 'GET', key }, { headers })
      if (response.status === 404 || response.status === 412) {
        await response.body?.cancel()
        return undefined
      }
      const { body } = await accepted(response)
      if (body === null) throw errors.storeAway()
      return { size: sizeOf(response), etag: tagOf(response), body: body as ReadableStream<Uint8Array> }
    },
    async remove(key) {
      await gone(await ask({ method: 'DELETE', key }))
    },
    async begin(key, type) {
      const response = await accepted(await ask({ method: 'POST', key, type, query: { uploads: '' } }, ''))
      const uploadId = textOf(await response.text(), 'UploadId')
      if (uploadId === undefined) throw errors.storeRefuses({ detail: 'It began no upload' })
      return uploadId
    },
    async putPart(key, uploadId, number, body, length) {
      const query = { uploadId, partNumber: String(number) }
      const response = await send({ method: 'PUT', key, query, length }, { body: fixed(body, length) })
      return { number, size: length, etag: tagOf(await accepted(response)) }
    },
    async parts(key, uploadId) {
      const found: StoredPart[] = []
      let marker: string | undefined
      do {
        const query = { uploadId, ...(marker === undefined ? {} : { 'part-number-marker': marker }) }
        const response = await ask({ method: 'GET', key, query })
        if (response.status === 404) return found
        const xml = await (await accepted(response)).text()
        found.push(...readParts(xml))
        marker = textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextPartNumberMarker') : undefined
      } while (marker !== undefined)
      return found
    },
    async complete(key, uploadId, parts) {
      const response = await ask({ method: 'POST', key, query: { uploadId } }, writeParts(parts))
      const xml = await response.text()
      // Amazon answers 200 before it knows, and says in the body what went wrong.
      const fault = textOf(xml, 'Code')
      if (response.ok && fault === undefined) return store.head(key)
      if (fault !== undefined && partFaults.has(fault)) return undefined
      throw refuse(response.ok ? 503 : response.status, textOf(xml, 'Message'))
    },
    async abort(key, uploadId) {
      await gone(await ask({ method: 'DELETE', key, query: { uploadId } }))
    },
  }
  return { ...store, trial: () => trialOf(store) }
}

function requestOf({
  method,
  uploadId,
  partNumber,
  length,
  type,
}: Omit<Grant, 'key' | 'expiresAt'>): Omit<S3Request, 'key'> {
  const query = {
    ...(uploadId === undefined ? {} : { uploadId }),
    ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }),
  }
  return { method, query, ...(length === undefined ? {} : { length }), ...(type === undefined ? {} : { type }) }
}

function secondsUntil(moment: Date): number {
  return Math.max(1, Math.round((moment.getTime() - Date.now()) / 1000))
}

/** A stream of a known length, which the runtime sends with Content-Length, as the signature wants it. */
function fixed(body: ReadableStream<Uint8Array>, length: number): ReadableStream {
  return body.pipeThrough(new FixedLengthStream(length))
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  throw refuse(response.status, textOf(await response.text(), 'Message'))
}

/** What is gone already is gone. */
async function gone(response: Response): Promise<void> {
  if (response.status === 404) await response.body?.cancel()
  else await (await accepted(response)).body?.cancel()
}

function tagOf(response: Response): StoredObject['etag'] {
  return bareTag(response.headers.get('etag'))
}

/** Of the whole object, where only a span of it came. */
function sizeOf(response: Response): number {
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  return Number(total ?? response.headers.get('content-length') ?? 0)
}
