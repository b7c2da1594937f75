import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Bucket, StoredObject, StoredPart } from '../sdk/belongings.ts'

type Parts = readonly Pick<StoredPart, 'number' | 'etag'>[]

/**
 * The part of the installation's R2 that belongs to one plugin in one workspace: no key leads out of it.
 *
 * R2's binding cannot list the parts of an upload, so each part leaves a mark, an empty object, that says its etag.
 */
export function openBucket(env: Env, tenantId: string, pluginId: string): Bucket {
  const home = `${tenantId}/${pluginId}/`
  const bucket = () => {
    if (env.FILES === undefined) throw kernelErrors.noStorage()
    return env.FILES
  }
  const place = (key: string) => `${home}objects/${key}`
  const marks = (key: string) => `${home}parts/${key}/`

  return {
    async put(key, body, { type, length }) {
      const stored = await bucket().put(place(key), fixed(body, length), { httpMetadata: { contentType: type } })
      return describe(stored)
    },
    async head(key) {
      const object = await bucket().head(place(key))
      return object === null ? undefined : describe(object)
    },
    async read(key, { range, etag } = {}) {
      const object = await bucket().get(place(key), {
        ...(range === undefined ? {} : { range }),
        ...(etag === undefined ? {} : { onlyIf: { etagMatches: etag } }),
      })
      return object !== null && 'body' in object ? { ...describe(object), body: object.body } : undefined
    },
    async remove(key) {
      await bucket().delete(place(key))
    },
    async begin(key, type) {
      const upload = await bucket().createMultipartUpload(place(key), { httpMetadata: { contentType: type } })
      return upload.uploadId
    },
    async putPart(key, uploadId, number, body, length) {
      const upload = bucket().resumeMultipartUpload(place(key), uploadId)
      const { etag } = await upload.uploadPart(number, fixed(body, length))
      const customMetadata = { etag, size: String(length), uploadId: await shortName(uploadId) }
      await bucket().put(`${marks(key)}${number}`, '', { customMetadata })
      return { number, etag, size: length }
    },
    async parts(key, uploadId) {
      const owner = await shortName(uploadId)
      const found = await listMarks(bucket(), marks(key))
      return found
        .filter(({ customMetadata }) => customMetadata?.uploadId === owner)
        .map(({ key: name, customMetadata }) => ({
          number: Number(name.slice(marks(key).length)),
          etag: customMetadata?.etag ?? '',
          size: Number(customMetadata?.size),
        }))
        .sort((one, other) => one.number - other.number)
    },
    async complete(key, uploadId, parts) {
      // R2 makes an empty object of no parts at all.
      if (parts.length === 0) return undefined
      const stored = await completeParts(bucket(), place(key), uploadId, parts)
      if (stored !== undefined) await removeMarks(bucket(), marks(key))
      return stored
    },
    async abort(key, uploadId) {
      await bucket().resumeMultipartUpload(place(key), uploadId).abort().catch(ignoreMissing)
      await removeMarks(bucket(), marks(key))
    },
  }
}

/** Removes what a workspace stored, in every plugin, a page at a time; answers whether anything is left. */
export async function emptyHome(bucket: R2Bucket, tenantId: string): Promise<boolean> {
  const { objects, truncated } = await bucket.list({ prefix: `${tenantId}/`, limit: 1000 })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
  return truncated
}

async function completeParts(
  bucket: R2Bucket,
  place: string,
  uploadId: string,
  parts: Parts,
): Promise<StoredObject | undefined> {
  const named = parts.map(({ number, etag }) => ({ partNumber: number, etag }))
  try {
    return describe(await bucket.resumeMultipartUpload(place, uploadId).complete(named))
  } catch (error) {
    if (!isRefusal(error)) throw error
    return undefined
  }
}

/** R2's v4 codes: 10011 the parts are too small, 10024 there is no such upload, 10025 a part is not there, 10048 sizes differ. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /\((10011|10024|10025|10048)\)/.test(error.message)
}

function ignoreMissing(error: unknown): void {
  if (!isRefusal(error)) throw error
}

async function listMarks(bucket: R2Bucket, prefix: string): Promise<R2Object[]> {
  const found: R2Object[] = []
  let cursor: string | undefined
  do {
    const page = await bucket.list({ prefix, include: ['customMetadata'], ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.objects)
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
  return found
}

async function removeMarks(bucket: R2Bucket, prefix: string): Promise<void> {
  const keys = (await listMarks(bucket, prefix)).map(({ key }) => key)
  for (let at = 0; at < keys.length; at += 1000) await bucket.delete(keys.slice(at, at + 1000))
}

/** Upload ids are longer than metadata should be. */
async function shortName(uploadId: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(uploadId)))
  return Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** R2 wants to know the length beforehand; a body of another one fails. */
function fixed(body: ReadableStream<Uint8Array>, length: number): ReadableStream {
  return body.pipeThrough(new FixedLengthStream(length))
}

function describe({ size, etag }: R2Object): StoredObject {
  return { size, etag }
}
