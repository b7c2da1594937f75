import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Claims, readClaims, S3Refusal } from './s3/read-claims.ts'

/** What the stand-in keeps for one object. */
export interface StandInObject {
  readonly bytes: Buffer
  readonly type: string
  readonly etag: string
}

/** A store that speaks S3 and believes nothing: signatures, times, lengths and types are checked as Amazon does. */
export interface S3StandIn {
  readonly url: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly objects: ReadonlyMap<string, StandInObject>
  /** Uploads in parts that were begun and neither put together nor given up. */
  readonly openUploads: () => number
  /** Every refusal so far, by S3's code. */
  readonly refusals: readonly string[]
  /** Answers the next requests with 503, as a store that is away. */
  readonly failNext: (requests: number) => void
  /** Writes past everything that is checked, as somebody with the keys of the bucket could. */
  readonly overwrite: (key: string, bytes: Buffer) => void
  readonly stop: () => Promise<void>
}

interface Upload {
  readonly key: string
  readonly type: string
  readonly parts: Map<number, StandInObject>
}

interface State {
  readonly spoils: boolean
  readonly bucket: string
  readonly objects: Map<string, StandInObject>
  readonly uploads: Map<string, Upload>
}

/** Parts may be shorter only at the end. */
const smallestPart = 5 * 1024 ** 2

/** Starts a store with one bucket and one key. `clockMs` is its time, for requests whose own is over. */
export async function startS3StandIn(
  options: {
    readonly clockMs?: () => number
    /** Keeps each part with one byte changed: a fault for proofs to find. */
    readonly spoils?: boolean
  } = {},
): Promise<S3StandIn> {
  const secret = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  }
  const region = 'eu-central-1'
  const state: State = {
    spoils: options.spoils === true,
    bucket: 'salon-files',
    objects: new Map(),
    uploads: new Map(),
  }
  const refusals: string[] = []
  let failing = 0

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    allowPages(response)
    if (request.method === 'OPTIONS') return end(response, 204)
    const body = await readBody(request)
    try {
      if (failing > 0) {
        failing -= 1
        throw new S3Refusal(503, 'SlowDown', 'Reduce your request rate')
      }
      const claims = readClaims(request, body, { ...secret, region }, options.clockMs?.() ?? Date.now())
      serve(state, claims, body, request, response)
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error
      refusals.push(error.code)
      end(
        response,
        error.status,
        `<?xml version="1.0"?><Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`,
        { 'content-type': 'application/xml' },
      )
    }
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...secret,
    region,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: state.bucket,
    objects: state.objects,
    openUploads: () => state.uploads.size,
    refusals,
    failNext: (requests) => {
      failing = requests
    },
    overwrite: (key, bytes) => state.objects.set(key, objectOf(bytes, 'application/octet-stream')),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Pages of any site may send here; the signature says what. */
function allowPages(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-methods', 'GET, PUT, POST, DELETE, HEAD')
  response.setHeader('access-control-allow-headers', '*')
  response.setHeader('access-control-expose-headers', 'etag')
}

function serve(
  state: State,
  { bucket, key, query }: Claims,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  if (bucket !== state.bucket) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist')
  const uploadId = query.get('uploadId')
  if (query.has('uploads'))
    return begin(state, key, String(request.headers['content-type'] ?? 'binary/octet-stream'), response)
  if (uploadId !== null) return serveUpload(state, key, uploadId, query, body, request, response)
  switch (request.method) {
    case 'PUT': {
      const object = objectOf(body, String(request.headers['content-type'] ?? 'binary/octet-stream'))
      state.objects.set(key, object)
      return end(response, 200, '', { etag: `"${object.etag}"` })
    }
    case 'DELETE':
      state.objects.delete(key)
      return end(response, 204)
    default:
      return read(state, key, request, response)
  }
}

function read(state: State, key: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const object = state.objects.get(key)
  if (object === undefined) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
  const wanted = request.headers['if-match']
  if (wanted !== undefined && wanted !== `"${object.etag}"`)
    throw new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  const headers = { etag: `"${object.etag}"`, 'content-type': object.type }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  const total = object.bytes.length
  if (request.method === 'HEAD') return end(response, 200, '', { ...headers, 'content-length': String(total) })
  if (first === undefined) return end(response, 200, object.bytes, headers)
  if (Number(first) >= total) throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable')
  const to = Math.min(Number(last), total - 1)
  return end(response, 206, object.bytes.subarray(Number(first), to + 1), {
    ...headers,
    'content-range': `bytes ${first}-${to}/${total}`,
  })
}

function begin(state: State, key: string, type: string, response: ServerResponse): ServerResponse {
  const uploadId = randomBytes(24).toString('base64url')
  state.uploads.set(uploadId, { key, type, parts: new Map() })
  return xml(
    response,
    `<InitiateMultipartUploadResult><Bucket>${state.bucket}</Bucket><Key>${key}</Key><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
  )
}

function serveUpload(
  state: State,
  key: string,
  uploadId: string,
  query: URLSearchParams,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const upload = state.uploads.get(uploadId)
  if (upload?.key !== key) throw new S3Refusal(404, 'NoSuchUpload', 'The specified upload does not exist')
  switch (request.method) {
    case 'PUT': {
      if (state.spoils) body[0] = (body[0] ?? 0) ^ 1
      const part = objectOf(body, '')
      upload.parts.set(Number(query.get('partNumber')), part)
      return end(response, 200, '', { etag: `"${part.etag}"` })
    }
    case 'GET':
      return listParts(state, upload, uploadId, Number(query.get('part-number-marker') ?? 0), response)
    case 'POST':
      return complete(state, upload, uploadId, body.toString(), response)
    default:
      state.uploads.delete(uploadId)
      return end(response, 204)
  }
}

/** Twenty a page, so that a client that reads the first page only is found out. */
function listParts(
  state: State,
  upload: Upload,
  uploadId: string,
  after: number,
  response: ServerResponse,
): ServerResponse {
  const all = [...upload.parts].filter(([number]) => number > after).sort(([one], [other]) => one - other)
  const page = all.slice(0, 20)
  const parts = page.map(
    ([number, { etag, bytes }]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${etag}&quot;</ETag><Size>${bytes.length}</Size></Part>`,
  )
  return xml(
    response,
    `<ListPartsResult><Bucket>${state.bucket}</Bucket><Key>${upload.key}</Key><UploadId>${uploadId}</UploadId><NextPartNumberMarker>${page.at(-1)?.[0] ?? 0}</NextPartNumberMarker><IsTruncated>${all.length > page.length}</IsTruncated>${parts.join('')}</ListPartsResult>`,
  )
}

function complete(
  state: State,
  upload: Upload,
  uploadId: string,
  request: string,
  response: ServerResponse,
): ServerResponse {
  const named = [...request.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, text = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(text)?.[1]),
    etag: (/<ETag>([^<]*)</.exec(text)?.[1] ?? '').replace(/&quot;|&#34;|"/g, ''),
  }))
  if (named.length === 0) throw new S3Refusal(400, 'MalformedXML', 'The XML you provided was not well-formed')
  if (named.some(({ number }, place) => place > 0 && number <= (named[place - 1]?.number ?? 0)))
    throw new S3Refusal(400, 'InvalidPartOrder', 'The list of parts was not in ascending order')
  const parts = named.map(({ number, etag }) => {
    const part = upload.parts.get(number)
    if (part?.etag !== etag)
      throw new S3Refusal(400, 'InvalidPart', 'One or more of the specified parts could not be found')
    return part.bytes
  })
  if (parts.slice(0, -1).some(({ length }) => length < smallestPart))
    throw new S3Refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  const bytes = Buffer.concat(parts)
  const etag = `${createHash('md5')
    .update(named.map((part) => part.etag).join(''))
    .digest('hex')}-${parts.length}`
  state.objects.set(upload.key, { bytes, type: upload.type, etag })
  state.uploads.delete(uploadId)
  return xml(
    response,
    `<CompleteMultipartUploadResult><Location>http://stand-in/${state.bucket}/${upload.key}</Location><Bucket>${state.bucket}</Bucket><Key>${upload.key}</Key><ETag>&quot;${etag}&quot;</ETag></CompleteMultipartUploadResult>`,
  )
}

function objectOf(bytes: Buffer, type: string): StandInObject {
  return { bytes, type, etag: createHash('md5').update(bytes).digest('hex') }
}

/** A body that breaks off was never sent: nothing of it is kept. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function xml(response: ServerResponse, text: string): ServerResponse {
  return end(response, 200, `<?xml version="1.0" encoding="UTF-8"?>${text}`, { 'content-type': 'application/xml' })
}

function end(
  response: ServerResponse,
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): ServerResponse {
  response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers })
  return response.end(body)
}
