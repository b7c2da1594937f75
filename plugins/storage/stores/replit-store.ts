import * as v from 'valibot'
import type { Belongings, StoredObject, StoredPart } from '#sdk'
import { errors } from '../errors.ts'
import type { Settings } from '../settings.ts'
import type { ObjectStore } from './object-store.ts'
import { refuse, seekRefusal } from './refusal.ts'
import { bareTag } from './s3-xml.ts'
import { trialOf } from './trial.ts'

const Answer = v.object({ signed_url: v.pipe(v.string(), v.url()) })
type Method = 'GET' | 'PUT' | 'DELETE' | 'HEAD'

const signedForMs = 15 * 60_000
const patienceMs = 20_000
const atOnce = 8
const mostParts = 10_000

/**
 * Replit's object storage. A helper beside the program, the sidecar, signs addresses at Google's storage: for one object
 * and one method each, to whatever length and type, and none for an upload in parts.
 *
 * So clients send to the platform, which checks what comes. Parts are objects of their own until they are put together.
 */
export function replitStore(settings: Settings, { fetch, installation }: Belongings, tenantId: string): ObjectStore {
  const place = (key: string) => [settings.folder, tenantId, key].filter((step) => step !== '').join('/')
  const partPlace = (key: string, uploadId: string, number: number) => `parts/${key}/${uploadId}/${number}`

  const sign = async (key: string, method: Method) => {
    const response = await askSidecar(() =>
      globalThis.fetch(`${installation.replitSidecar}/object-storage/signed-object-url`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          bucket_name: settings.bucket,
          object_name: place(key),
          method,
          expires_at: new Date(Date.now() + signedForMs).toISOString(),
        }),
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      }),
    )
    if (!response.ok) throw refuse(response.status, undefined)
    const answer = v.safeParse(Answer, await response.json().catch(() => undefined))
    if (!answer.success)
      throw errors.storeAway({ detail: 'The helper of Replit gave an answer that nobody understands' })
    return answer.output.signed_url
  }
  const send = async (key: string, method: Method, init: RequestInit = {}) => {
    const url = await sign(key, method)
    return reach(() => fetch(url, { ...init, method }))
  }

  const put = async (key: string, body: ReadableStream<Uint8Array>, type: string, length: number) => {
    const init = { body: body.pipeThrough(new FixedLengthStream(length)), headers: { 'content-type': type } }
    const response = await accepted(await send(key, 'PUT', init))
    await response.body?.cancel()
    return { size: length, etag: etagOf(response) }
  }
  const head = async (key: string): Promise<StoredObject | undefined> => {
    const response = await send(key, 'HEAD')
    if (response.status === 404) return undefined
    await accepted(response)
    return { size: Number(response.headers.get('content-length') ?? 0), etag: etagOf(response) }
  }
  const remove = async (key: string) => {
    const response = await send(key, 'DELETE')
    await response.body?.cancel()
    if (!response.ok && response.status !== 404) throw refuse(response.status, undefined)
  }
  const read: ObjectStore['read'] = async (key, { range, etag } = {}) => {
    const headers = {
      ...(range === undefined ? {} : { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
      ...(etag === undefined ? {} : { 'if-match': `"${etag}"` }),
    }
    const response = await send(key, 'GET', { headers })
    if (response.status === 404 || response.status === 412) {
      await response.body?.cancel()
      return undefined
    }
    const { body } = await accepted(response)
    if (body === null) throw errors.storeAway()
    const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
    const size = Number(total ?? response.headers.get('content-length') ?? 0)
    return { size, etag: etagOf(response), body: body as ReadableStream<Uint8Array> }
  }
  /** Parts come one after the other, a few at once: the first gap among the last few is their end. */
  const parts = async (key: string, uploadId: string) => {
    const found: StoredPart[] = []
    for (let first = 1; first <= mostParts; first += atOnce) {
      const numbers = Array.from({ length: atOnce }, (_, index) => first + index)
      const heads = await Promise.all(numbers.map((number) => head(partPlace(key, uploadId, number))))
      heads.forEach((part, index) => {
        if (part !== undefined) found.push({ number: first + index, ...part })
      })
      if (heads.every((part) => part === undefined)) break
    }
    return found
  }
  const removeParts = async (key: string, uploadId: string) => {
    for (const { number } of await parts(key, uploadId)) await remove(partPlace(key, uploadId, number))
  }

  const store: Omit<ObjectStore, 'trial'> = {
    head,
    read,
    remove,
    parts,
    put: (key, body, { type, length }) => put(key, body, type, length),
    begin: async () => crypto.randomUUID(),
    async putPart(key, uploadId, number, body, length) {
      return { number, ...(await put(partPlace(key, uploadId, number), body, 'application/octet-stream', length)) }
    },
    async complete(key, uploadId, named) {
      const there = new Map((await parts(key, uploadId)).map((part) => [part.number, part]))
      const chosen = named.map(({ number, etag }) => {
        const part = there.get(number)
        return part?.etag === etag ? part : undefined
      })
      if (chosen.length === 0 || !chosen.every((part) => part !== undefined)) return undefined
      const length = chosen.reduce((sum, { size }) => sum + size, 0)
      const whole = joined(
        chosen.map(
          ({ number, etag }) =>
            () =>
              read(partPlace(key, uploadId, number), { etag }),
        ),
      )
      const stored = await put(key, whole, 'application/octet-stream', length)
      await removeParts(key, uploadId)
      return stored
    },
    abort: removeParts,
  }
  return { ...store, trial: () => trialOf(store) }
}

/** One stream after the other, each opened when the one before is over. */
function joined(openers: readonly (() => ReturnType<ObjectStore['read']>)[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const pour = async () => {
    for (const open of openers) {
      const part = await open()
      if (part === undefined) throw errors.partsMissing()
      await part.body.pipeTo(writable, { preventClose: true })
    }
    await writable.close()
  }
  pour().catch((error) => writable.abort(error).catch(() => undefined))
  return readable
}

/** Beside a program that does not run on Replit, nobody answers at all. */
async function askSidecar(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (seekRefusal(error) === undefined) throw error
    throw errors.storeAway({ detail: 'The object storage of Replit is there only for programs that run on Replit' })
  }
}

async function reach(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    throw seekRefusal(error) ?? error
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  await response.body?.cancel()
  throw refuse(response.status, undefined)
}

function etagOf(response: Response): string {
  return bareTag(response.headers.get('etag'))
}
