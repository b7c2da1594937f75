import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A refusal in S3's words. */
export class S3Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What a request asks for, once its signature was found to fit. */
export interface Claims {
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
}

interface Account {
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Where a signature says what it is: in the query of an address, or in the Authorization header. */
interface Signature {
  readonly credential: string
  readonly date: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly payloadHash: string
  /** How long it is good for. */
  readonly seconds: number
}

const skewMs = 15 * 60_000
const weekSeconds = 7 * 86_400

/** Checks a request as AWS Signature Version 4 has it, from its bytes on the wire; nothing here is shared with a client. */
export function readClaims(request: IncomingMessage, body: Buffer, account: Account, nowMs: number): Claims {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const signature = url.searchParams.has('X-Amz-Signature') ? fromQuery(url.searchParams) : fromHeader(request)
  checkTime(signature, nowMs)
  checkScope(signature, account)
  const expected = sign(request, url, signature, account)
  const given = Buffer.from(signature.signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new S3Refusal(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    )
  checkHeaders(request, signature)
  checkBody(body, request, signature)
  const [, bucket = '', ...steps] = url.pathname.split('/').map(decodeURIComponent)
  return { bucket, key: steps.join('/'), query: url.searchParams }
}

function fromQuery(query: URLSearchParams): Signature {
  const take = (name: string) => query.get(`X-Amz-${name}`) ?? ''
  if (take('Algorithm') !== 'AWS4-HMAC-SHA256')
    throw new S3Refusal(400, 'AuthorizationQueryParametersError', 'Unknown algorithm')
  const seconds = Number(take('Expires'))
  if (!(seconds >= 1 && seconds <= weekSeconds))
    throw new S3Refusal(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires must be between 1 and 604800 seconds')
  return {
    credential: take('Credential'),
    date: take('Date'),
    signedHeaders: take('SignedHeaders').split(';'),
    signature: take('Signature'),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    seconds,
  }
}

function fromHeader(request: IncomingMessage): Signature {
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  if (credential === undefined || signedHeaders === undefined || signature === undefined)
    throw new S3Refusal(403, 'AccessDenied', 'Access Denied')
  return {
    credential,
    date: String(request.headers['x-amz-date'] ?? ''),
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash: String(request.headers['x-amz-content-sha256'] ?? ''),
    seconds: skewMs / 1000,
  }
}

function checkTime({ date, seconds }: Signature, nowMs: number): void {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(atMs)) throw new S3Refusal(403, 'AccessDenied', 'X-Amz-Date must be formatted')
  if (nowMs > atMs + seconds * 1000) throw new S3Refusal(403, 'AccessDenied', 'Request has expired')
  if (atMs > nowMs + skewMs)
    throw new S3Refusal(403, 'RequestTimeTooSkewed', 'The request time is too far in the future')
}

function checkScope({ credential, date }: Signature, { accessKeyId, region }: Account): void {
  const [id, day, zone, service, end] = credential.split('/')
  if (id !== accessKeyId)
    throw new S3Refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
  if (day !== date.slice(0, 8) || zone !== region || service !== 's3' || end !== 'aws4_request')
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', `The region is wrong; expecting ${region}`)
}

/** The host must be signed, and so must every header of Amazon's own that is sent. */
function checkHeaders(request: IncomingMessage, { signedHeaders }: Signature): void {
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  )
  if (!signedHeaders.includes('host') || unsigned.length > 0)
    throw new S3Refusal(
      403,
      'AccessDenied',
      `There were headers present in the request which were not signed: ${unsigned}`,
    )
}

function checkBody(body: Buffer, request: IncomingMessage, { payloadHash }: Signature): void {
  const length = request.headers['content-length']
  if (length !== undefined && Number(length) !== body.length)
    throw new S3Refusal(400, 'IncompleteBody', 'You did not provide the number of bytes specified')
  if (request.method === 'PUT' && length === undefined)
    throw new S3Refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header')
  if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== createHash('sha256').update(body).digest('hex'))
    throw new S3Refusal(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
}

function sign(
  request: IncomingMessage,
  url: URL,
  { credential, date, signedHeaders, payloadHash }: Signature,
  { secretAccessKey }: Account,
): Buffer {
  const pairs = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((step) => percent(decodeURIComponent(step)))
      .join('/'),
    pairs.sort().join('&'),
    ...signedHeaders.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
  const scope = credential.split('/').slice(1)
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  )
  const key = scope.reduce((secret, step) => hmac(secret, step), Buffer.from(`AWS4${secretAccessKey}`))
  return hmac(key, text)
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
