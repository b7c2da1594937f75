import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Client,
  makeWorkspace,
  probeMigrations,
  type ReplitStandIn,
  type S3StandIn,
  startReplitStandIn,
  startS3StandIn,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { partSize } from './limits.ts'
import { png, send, sendAll, sha256, sign, upload } from './testing/upload.ts'

const stores = ['builtin', 's3', 'replit'] as const

describe.each(stores)('the port for files, over the store %s', (store) => {
  let platform: TestPlatform
  let s3: S3StandIn
  let replit: ReplitStandIn
  let salon: Workspace
  let client: Client

  /** Connects a workspace with the store under test. */
  const connect = async (workspace: Workspace) => {
    const places = {
      builtin: {},
      s3: { endpoint: s3.url, region: s3.region, bucket: s3.bucket, accessKeyId: s3.accessKeyId, folder: 'salons' },
      replit: { bucket: replit.bucket, folder: '' },
    }
    const connected = await workspace.client.put('/api/connectors/storage', {
      enabled: true,
      settings: { store, ...places[store] },
      ...(store === 's3' ? { secrets: { secret_access_key: s3.secretAccessKey } } : {}),
    })
    expect(connected).toMatchObject({ status: 200 })
    return workspace
  }
  /** Calls the port as a module does. */
  const call = (method: string, ...args: unknown[]) => client.post('/api/probe/call', { method, args })
  const put = (name: string, type: string, bytes: Uint8Array, more: object = {}) =>
    call('put', { name, type, content: Buffer.from(bytes).toString('base64'), ...more })
  const open = (url: string, headers: Record<string, string> = {}) => fetch(new URL(url, platform.url), { headers })
  /** How many objects the outer stores hold: nothing may stay behind. */
  const objects = () => (store === 's3' ? s3.objects.size : store === 'replit' ? replit.objects.size : 0)

  beforeAll(async () => {
    ;[s3, replit] = await Promise.all([startS3StandIn(), startReplitStandIn()])
    platform = await startTestPlatform({
      database: 'pglite',
      entry: 'tools/testing/files-worker.ts',
      migrations: await probeMigrations(),
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', REPLIT_SIDECAR: replit.url },
    })
    salon = await connect(await makeWorkspace(platform.client, { modules: ['probe'] }))
    client = salon.client
  })
  afterAll(async () => {
    await platform?.stop()
    await Promise.all([s3?.stop(), replit?.stop()])
  })

  it('is found to work by its test', async () => {
    expect(await client.post('/api/connectors/storage/test')).toMatchObject({
      status: 200,
      body: { ok: true, problem: null },
    })
    expect(objects()).toBe(0)
  })

  it('keeps what a module puts, opens it by a link, lists it and deletes it', async () => {
    const bytes = png(40_000)
    const { status, body: file } = await put('logo.png', 'image/png', bytes, { subject: 'booking:42' })
    expect({ status, file }).toMatchObject({
      status: 200,
      file: { name: 'logo.png', size: 40_000, state: 'ready', public: false, publicUrl: null },
    })
    expect((await call('get', file.id)).body).toEqual(file)
    expect((await call('list', { subject: 'booking:42' })).body.data).toEqual([file])
    expect((await call('list', { query: 'LOGO' })).body.data).toEqual([file])
    expect((await call('list', { subject: 'booking:43' })).body.data).toEqual([])
    const link = (await call('link', file.id, { expiresInSeconds: 60, download: true })).body
    const opened = await open(link.url)
    expect(opened.headers.get('content-disposition')).toBe(`attachment; filename="logo.png"; filename*=UTF-8''logo.png`)
    expect(sha256(new Uint8Array(await opened.arrayBuffer()))).toBe(sha256(bytes))
    expect((await call('delete', file.id)).status).toBe(200)
    expect((await call('get', file.id)).body).toBeNull()
    expect((await open(link.url)).status).toBe(404)
  })

  it('keeps one file of two puts with the same id', async () => {
    const id = '0199f000-0000-7000-8000-0000000000aa'
    const first = await put('twice.png', 'image/png', png(3000), { id })
    const second = await put('twice.png', 'image/png', png(3000), { id })
    expect(second.body).toEqual(first.body)
    const { body } = await call('list', { query: 'twice' })
    expect(body.data.length).toBe(1)
  })

  it('gives any span of the bytes, and says what it is', async () => {
    const bytes = png(10_000)
    const { body: file } = await put('span.png', 'image/png', bytes)
    const { url } = (await call('link', file.id)).body
    for (const [range, from, to] of [
      ['bytes=0-99', 0, 100],
      ['bytes=9990-', 9990, 10_000],
      ['bytes=-5', 9995, 10_000],
      ['bytes=5000-99999', 5000, 10_000],
    ] as const) {
      const part = await open(url, { range })
      expect({ range, status: part.status, place: part.headers.get('content-range') }).toEqual({
        range,
        status: 206,
        place: `bytes ${from}-${to - 1}/10000`,
      })
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true)
    }
    expect((await open(url, { range: 'bytes=10000-' })).status).toBe(416)
    const whole = await open(url)
    expect((await open(url, { 'if-none-match': String(whole.headers.get('etag')) })).status).toBe(304)
    const head = await fetch(new URL(url, platform.url), { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10000'])
  })

  it('takes a file in parts from a client, byte for byte, and goes on where it was left', async () => {
    const bytes = png(partSize * 2 + 12_345)
    const opened = (await call('createUpload', { name: 'film.png', type: 'image/png', size: bytes.length })).body
    expect(opened).toMatchObject({ uploadId: expect.any(String), partSize, parts: 3 })
    const signPart = async (partNumber: number) => (await call('sign', opened.id, { method: 'PUT', partNumber })).body
    const part = (number: number) => bytes.slice((number - 1) * partSize, number * partSize)
    for (const number of [3, 1]) {
      const sent = await send(client, await signPart(number), { method: 'PUT', body: part(number) })
      expect(sent.status).toBe(200)
    }
    const listed = await (await send(client, (await call('sign', opened.id, { method: 'GET' })).body, {})).text()
    expect([...listed.matchAll(/<PartNumber>(\d+)</g)].map(([, number]) => number)).toEqual(['1', '3'])
    expect(await client.post(`/api/storage/uploads/${opened.id}/confirm`)).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('storage.notUploaded') },
    })
    await send(client, await signPart(2), { method: 'PUT', body: part(2) })
    const all = await (await send(client, (await call('sign', opened.id, { method: 'GET' })).body, {})).text()
    const named = [...all.matchAll(/<Part>[\s\S]*?<\/Part>/g)].join('')
    const complete = await send(client, (await call('sign', opened.id, { method: 'POST' })).body, {
      method: 'POST',
      body: `<CompleteMultipartUpload>${named}</CompleteMultipartUpload>`,
    })
    expect({ status: complete.status, body: await complete.text() }).toMatchObject({
      status: 200,
      body: expect.stringContaining('<Location>'),
    })
    expect((await call('confirm', opened.id)).body).toMatchObject({ state: 'ready', size: bytes.length })
    const got = await open((await call('link', opened.id)).body.url)
    expect(sha256(new Uint8Array(await got.arrayBuffer()))).toBe(sha256(bytes))
  })

  it('puts no parts together that are not there as named', async () => {
    const bytes = png(partSize + 10)
    const { id } = (await call('createUpload', { name: 'torn.png', type: 'image/png', size: bytes.length })).body
    await send(client, (await call('sign', id, { method: 'PUT', partNumber: 2 })).body, {
      method: 'PUT',
      body: bytes.slice(partSize),
    })
    for (const parts of ['', '<Part><PartNumber>1</PartNumber><ETag>"feed"</ETag></Part>']) {
      const sent = await send(client, (await call('sign', id, { method: 'POST' })).body, {
        method: 'POST',
        body: `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`,
      })
      expect(sent.status).toBeGreaterThanOrEqual(400)
      expect(sent.status).toBeLessThan(500)
    }
    expect((await client.delete(`/api/storage/uploads/${id}`)).status).toBe(204)
  })

  it('takes exactly the length that was signed', async () => {
    const bytes = png(2000)
    const { id } = (await call('createUpload', { name: 'exact.png', type: 'image/png', size: 2000 })).body
    const signed = (await call('sign', id, { method: 'PUT' })).body
    for (const wrong of [bytes.slice(0, 1999), png(2001), new Uint8Array()]) {
      const sent = await send(client, signed, { method: 'PUT', body: wrong })
      expect(sent.status).toBeGreaterThanOrEqual(400)
      expect(sent.status).toBeLessThan(500)
    }
    expect((await client.post(`/api/storage/uploads/${id}/confirm`)).status).toBe(409)
    expect((await send(client, signed, { method: 'PUT', body: bytes })).status).toBe(200)
    expect((await call('confirm', id)).body).toMatchObject({ state: 'ready' })
  })

  it('takes exactly the type that was signed', async () => {
    const { id } = (await call('createUpload', { name: 'type.png', type: 'image/png', size: 100 })).body
    const signed = (await call('sign', id, { method: 'PUT' })).body
    const sent = await send(client, signed, { method: 'PUT', body: png(100), headers: { 'content-type': 'text/html' } })
    expect(sent.status).toBeGreaterThanOrEqual(400)
    expect(sent.status).toBeLessThan(500)
  })

  it('believes no address that was altered', async () => {
    const { id } = (await call('createUpload', { name: 'altered.png', type: 'image/png', size: 100 })).body
    const signed = (await call('sign', id, { method: 'PUT' })).body
    const url = new URL(signed.url, platform.url)
    const altered = [...url.searchParams.keys()].map((name) => {
      const other = new URL(url)
      const value = other.searchParams.get(name) ?? ''
      other.searchParams.set(
        name,
        /\d$/.test(value) ? `${value.slice(0, -1)}${(Number(value.at(-1)) + 1) % 10}` : `${value.slice(0, -1)}x`,
      )
      return other
    })
    const elsewhere = new URL(url)
    elsewhere.pathname = elsewhere.pathname.replace(id, '0199f000-0000-7000-8000-0000000000bb')
    for (const address of [...altered, elsewhere]) {
      const sent = await fetch(address, { method: 'PUT', body: png(100), headers: signed.headers })
      expect({ address: address.search, isRefused: sent.status >= 400 && sent.status < 500 }).toEqual({
        address: address.search,
        isRefused: true,
      })
    }
    expect((await send(client, signed, { method: 'DELETE' })).status).toBeGreaterThanOrEqual(400)
    expect((await client.post(`/api/storage/uploads/${id}/confirm`)).status).toBe(409)
  })

  it('refuses what does not begin as its type says, removes it and releases its room', async () => {
    const before = (await client.get('/api/storage/room')).body
    const page = new TextEncoder().encode('<!doctype html><script>alert(1)</script>')
    const id = await sendAll(client, { name: 'photo.png', type: 'image/png' }, page)
    expect(await client.post(`/api/storage/uploads/${id}/confirm`)).toMatchObject({
      status: 422,
      body: { type: expect.stringContaining('storage.typeWrong'), detail: 'It is a web page, not image/png' },
    })
    expect((await client.get('/api/storage/room')).body).toEqual(before)
    expect((await client.get(`/api/storage/files/${id}`)).status).toBe(404)
    if (store !== 'builtin')
      await expect
        .poll(() => [...(store === 's3' ? s3 : replit).objects.keys()].some((key) => key.includes(id)))
        .toBe(false)
  })

  it('never lets an address that is still good change a file that was confirmed', async () => {
    const bytes = png(500)
    const { id } = (await call('createUpload', { name: 'settled.png', type: 'image/png', size: 500 })).body
    const signed = (await call('sign', id, { method: 'PUT' })).body
    await send(client, signed, { method: 'PUT', body: bytes })
    expect((await call('confirm', id)).body).toMatchObject({ state: 'ready' })
    const { url } = (await call('link', id)).body
    await send(client, signed, { method: 'PUT', body: png(500) })
    const opened = await open(url)
    const shown = opened.status === 200 ? sha256(new Uint8Array(await opened.arrayBuffer())) : 'nothing'
    expect([sha256(bytes), 'nothing']).toContain(shown)
  })

  it('keeps an empty file', async () => {
    const file = await upload(client, { name: 'empty.txt', type: 'text/plain' }, new Uint8Array())
    const opened = await open((await call('link', file.id)).body.url)
    expect([opened.status, await opened.text()]).toEqual([200, ''])
  })

  it('answers another workspace nothing, by no id, no link and no address', async () => {
    const { body: file } = await put('secret.png', 'image/png', png(300))
    const garage = await connect(await makeWorkspace(platform.client, { modules: ['probe'], name: 'Garage Berta' }))
    const { url } = (await call('link', file.id)).body
    const foreign = url.replace(`/public/${salon.slug}/`, `/public/${garage.slug}/`)
    expect(foreign).not.toBe(url)
    expect((await open(foreign)).status).toBe(403)
    expect((await garage.client.get(`/api/storage/files/${file.id}`)).status).toBe(404)
    expect((await garage.client.post(`/api/storage/files/${file.id}/link`, {})).status).toBe(404)
    expect((await garage.client.delete(`/api/storage/files/${file.id}`)).status).toBe(404)
    expect((await garage.client.post('/api/probe/call', { method: 'get', args: [file.id] })).body).toBeNull()
    const { id } = (await call('createUpload', { name: 'mine.png', type: 'image/png', size: 100 })).body
    expect((await garage.client.post(`/api/storage/uploads/${id}/sign`, { method: 'PUT' })).status).toBe(404)
    const through = await sign(client, id, { method: 'PUT', through: true })
    const moved = { ...through, url: through.url.replace(`/public/${salon.slug}/`, `/public/${garage.slug}/`) }
    expect((await send(garage.client, moved, { method: 'PUT', body: png(100) })).status).toBe(403)
    expect((await call('get', file.id)).body).toEqual(file)
  })

  it('leaves a module’s own change and its own alone under one Idempotency-Key', async () => {
    const key = { 'idempotency-key': `put-${store}` }
    const args = [{ name: 'keyed.png', type: 'image/png', content: Buffer.from(png(700)).toString('base64') }]
    const first = await client.post('/api/probe/call', { method: 'put', args }, key)
    expect(first.status).toBe(200)
    const second = await client.post('/api/probe/call', { method: 'put', args }, key)
    expect(second.status).toBe(200)
    expect((await call('list', { query: 'keyed' })).body.data.length).toBe(1)
  })

  it('is not there for a workspace that has not connected it: the caller hears what to connect, and where', async () => {
    const other = await makeWorkspace(platform.client, { modules: ['probe'] })
    expect(
      await other.client.post('/api/probe/call', { method: 'get', args: ['0199f000-0000-7000-8000-0000000000aa'] }),
    ).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('kernel.notConnected'), port: 'files', connect: '/connectors' },
    })
  })
})
