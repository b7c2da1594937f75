import { createHash, randomBytes } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type S3StandIn, startS3StandIn } from './s3-stand-in.ts'

/** The stand-in is worth as much as the real client finds it right, and a forger finds it closed. */
describe('the stand-in for S3', () => {
  let s3: S3StandIn
  let client: S3Client
  let nowMs = Date.now()

  const clientOf = (secretAccessKey: string, region: string, accessKeyId = s3.accessKeyId) =>
    new S3Client({
      endpoint: s3.url,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      maxAttempts: 1,
    })
  const place = (Key: string) => ({ Bucket: s3.bucket, Key })
  const bytes = randomBytes(3000)
  const presign = (command: ConstructorParameters<typeof PutObjectCommand>[0], expiresIn = 60) =>
    getSignedUrl(client, new PutObjectCommand(command), {
      expiresIn,
      signableHeaders: new Set(['content-type', 'content-length']),
    })

  beforeAll(async () => {
    s3 = await startS3StandIn({ clockMs: () => nowMs })
    client = clientOf(s3.secretAccessKey, s3.region)
  })
  afterAll(() => s3.stop())

  it('serves the AWS SDK, which signs its headers', async () => {
    const put = await client.send(
      new PutObjectCommand({ ...place('a b/ü+(1).png'), Body: bytes, ContentType: 'image/png' }),
    )
    expect(put.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`)
    const head = await client.send(new HeadObjectCommand(place('a b/ü+(1).png')))
    expect([head.ContentLength, head.ContentType]).toEqual([3000, 'image/png'])
    const got = await client.send(new GetObjectCommand({ ...place('a b/ü+(1).png'), Range: 'bytes=10-19' }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(bytes.subarray(10, 20))
    await client.send(new DeleteObjectCommand(place('a b/ü+(1).png')))
    await expect(client.send(new GetObjectCommand(place('a b/ü+(1).png')))).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('puts parts together as the AWS SDK sends them', async () => {
    const first = randomBytes(5 * 1024 ** 2)
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...place('parts'), ContentType: 'video/mp4' }),
    )
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (const [index, Body] of [first, bytes].entries()) {
      const { ETag } = await client.send(
        new UploadPartCommand({ ...place('parts'), UploadId, PartNumber: index + 1, Body }),
      )
      Parts.push({ PartNumber: index + 1, ETag })
    }
    const listed = await client.send(new ListPartsCommand({ ...place('parts'), UploadId }))
    expect(listed.Parts?.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag])).toEqual([
      [1, first.length, Parts[0]?.ETag],
      [2, bytes.length, Parts[1]?.ETag],
    ])
    const complete = (parts: typeof Parts) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...place('parts'), UploadId, MultipartUpload: { Parts: parts } }),
      )
    await expect(complete([...Parts].reverse())).rejects.toMatchObject({ name: 'InvalidPartOrder' })
    await expect(complete([{ PartNumber: 1, ETag: '"0"' }])).rejects.toMatchObject({ name: 'InvalidPart' })
    await complete(Parts)
    expect(s3.objects.get('parts')?.bytes.equals(Buffer.concat([first, bytes]))).toBe(true)
    expect(s3.openUploads()).toBe(0)
  })

  it('refuses who has another key, another region or another bucket', async () => {
    const put = (other: S3Client, Bucket = s3.bucket) =>
      other.send(new PutObjectCommand({ Bucket, Key: 'x', Body: bytes }))
    await expect(put(clientOf('another', s3.region))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    await expect(put(clientOf(s3.secretAccessKey, s3.region, 'AKIAOTHER'))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    })
    await expect(put(clientOf(s3.secretAccessKey, 'us-east-1'))).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
    })
    await expect(put(client, 'another-bucket')).rejects.toMatchObject({ name: 'NoSuchBucket' })
    expect((await fetch(`${s3.url}/${s3.bucket}/x`, { method: 'PUT', body: bytes })).status).toBe(403)
    expect(s3.objects.has('x')).toBe(false)
  })

  it('holds a presigned address to its method, object, length, type and time', async () => {
    const url = await presign({ ...place('signed'), ContentLength: 3000, ContentType: 'image/png' })
    const put = (address: string, body: Buffer = bytes, type = 'image/png', method = 'PUT') =>
      fetch(address, { method, body: new Uint8Array(body), headers: { 'content-type': type } }).then(
        ({ status }) => status,
      )
    expect(await put(url, randomBytes(2999))).toBe(403)
    expect(await put(url, randomBytes(3001))).toBe(403)
    expect(await put(url, bytes, 'text/html')).toBe(403)
    expect(await put(url, bytes, 'image/png', 'POST')).toBe(403)
    expect(await put(url.replace('/signed?', '/other?'))).toBe(403)
    expect(await put(url.replace(/X-Amz-Expires=60/, 'X-Amz-Expires=600'))).toBe(403)
    expect(s3.objects.has('signed')).toBe(false)
    expect(await put(url)).toBe(200)
    nowMs = Date.now() + 61_000
    expect(await put(url)).toBe(403)
    nowMs = Date.now() - 3_600_000
    expect(await put(url)).toBe(403)
    nowMs = Date.now()
    expect(await put(url)).toBe(200)
  })

  it('believes no body that is another than its hash says', async () => {
    const url = await presign({ ...place('hashed') })
    const forged = new URL(url)
    forged.searchParams.set('X-Amz-Content-Sha256', createHash('sha256').update('other').digest('hex'))
    expect((await fetch(forged, { method: 'PUT', body: 'this' })).status).toBe(403)
  })
})
