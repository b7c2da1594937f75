import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner'
import type { Grant } from './object-store.ts'

/** A bucket, where it is, and who may reach it. */
export interface S3Place {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** One request of S3, by what tells it from the others. */
export interface S3Request extends Pick<Grant, 'length' | 'type'> {
  readonly method: Grant['method'] | 'HEAD'
  readonly key: string
  /** What stands behind the question mark: `uploads`, `uploadId`, `partNumber`. */
  readonly query?: Readonly<Record<string, string>>
}

/** Headers that an address holds its user to. The presigner leaves the type out unless it is told. */
const signableHeaders = new Set(['host', 'content-length', 'content-type'])

/**
 * Signs addresses (SigV4 in the query) with the AWS SDK's own presigner, which alone of the SDK is in the Worker: its
 * client would be a quarter of the bundle, for ten requests.
 */
export function s3Presigner(place: S3Place): (request: S3Request, seconds: number) => Promise<string> {
  const { accessKeyId, secretAccessKey, bucket, endpoint } = place
  const { protocol, hostname, port } = new URL(endpoint)
  const presigner = new S3RequestPresigner({
    region: place.region === '' ? 'auto' : place.region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256 as never,
  })
  return async ({ method, key, query = {}, length, type }, seconds) => {
    // Every service takes the bucket in the path; names with dots have no certificate as a host.
    const path = `/${[bucket, ...key.split('/')].map(encodeURIComponent).join('/')}`
    const signed = await presigner.presign(
      {
        method,
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path,
        query: { ...query },
        headers: {
          ...(length === undefined ? {} : { 'content-length': String(length) }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
      },
      { expiresIn: seconds, signableHeaders },
    )
    const pairs = Object.entries(signed.query ?? {}).map(
      ([name, value]) => `${percent(name)}=${percent(String(value))}`,
    )
    return `${new URL(endpoint).origin}${path}?${pairs.join('&')}`
  }
}

/** As SigV4 writes it: everything but letters, digits and `-._~`. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** SHA-256, or HMAC with a key, as the SDK wants it, over what every runtime has. */
class Sha256 {
  private readonly parts: Uint8Array<ArrayBuffer>[] = []
  private readonly key: Uint8Array<ArrayBuffer> | undefined

  constructor(key?: string | Uint8Array) {
    this.key = key === undefined ? undefined : bytesOf(key)
  }

  update(data: string | Uint8Array): void {
    this.parts.push(bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    const data = new Uint8Array(await new Blob(this.parts).arrayBuffer())
    if (this.key === undefined) return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
    const key = await crypto.subtle.importKey('raw', this.key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, data))
  }
}

function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(typeof data === 'string' ? new TextEncoder().encode(data) : data)
}
