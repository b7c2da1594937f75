import { createHash, randomBytes } from 'node:crypto'
import type { Client, Reply } from '#sdk/testing'

/** A PNG as far as its first bytes say, of any length; the rest is chance. */
export function png(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  bytes.set(randomBytes(size))
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].slice(0, size))
  return bytes
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export interface FileFacts {
  readonly name: string
  readonly type: string
  readonly public?: boolean
  readonly subject?: string
}

/** Asks for the address of one request of an upload. */
export async function sign(
  client: Client,
  id: string,
  request: object,
): Promise<{ url: string; headers: Record<string, string> }> {
  const signed = await client.post(`/api/storage/uploads/${id}/sign`, request)
  if (signed.status !== 200) throw new Error(`Signing answered ${signed.status}: ${JSON.stringify(signed.body)}`)
  return signed.body
}

/** Sends to a signed address as a browser does. */
export function send(
  client: Client,
  signed: { url: string; headers: Record<string, string> },
  init: RequestInit,
): Promise<Response> {
  return fetch(new URL(signed.url, client.url), { ...init, headers: { ...signed.headers, ...init.headers } })
}

/** Uploads a file from the reservation to the confirmation, in parts where the platform says so. */
export async function upload(client: Client, facts: FileFacts, content: Uint8Array): Promise<Reply['body']> {
  const id = await sendAll(client, facts, content)
  const confirmed = await client.post(`/api/storage/uploads/${id}/confirm`)
  if (confirmed.status !== 200)
    throw new Error(`Confirming answered ${confirmed.status}: ${JSON.stringify(confirmed.body)}`)
  return confirmed.body
}

/** The same without the confirmation; answers the upload's id. */
export async function sendAll(client: Client, facts: FileFacts, content: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(content)
  const opened = await client.post('/api/storage/uploads', { ...facts, size: bytes.length })
  if (opened.status !== 201) throw new Error(`The upload answered ${opened.status}: ${JSON.stringify(opened.body)}`)
  const { id, uploadId, partSize, parts } = opened.body
  if (uploadId === null) {
    await sent(send(client, await sign(client, id, { method: 'PUT' }), { method: 'PUT', body: bytes }))
    return id
  }
  const named: string[] = []
  for (let number = 1; number <= parts; number++) {
    const part = bytes.slice((number - 1) * partSize, number * partSize)
    const signed = await sign(client, id, { method: 'PUT', uploadId, partNumber: number })
    const { headers } = await sent(send(client, signed, { method: 'PUT', body: part }))
    named.push(`<Part><PartNumber>${number}</PartNumber><ETag>${headers.get('etag')}</ETag></Part>`)
  }
  const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`
  await sent(send(client, await sign(client, id, { method: 'POST', uploadId }), { method: 'POST', body }))
  return id
}

async function sent(answer: Promise<Response>): Promise<Response> {
  const response = await answer
  if (!response.ok) throw new Error(`Sending answered ${response.status}: ${await response.text()}`)
  return response
}
