import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  databases,
  makeWorkspace,
  type Reply,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { partSize } from './limits.ts'
import { png, send, sendAll, sign, upload } from './testing/upload.ts'

const text = (words: string) => new Uint8Array(new TextEncoder().encode(words))
const refusedAt = (pointer: string) => ({
  status: 422,
  body: expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ pointer })]) }),
})
const code = (name: string) => ({ type: expect.stringContaining(`storage.${name}`) })

/** A virus scanner that loads each file by its link and finds the ones that say so themselves dangerous. */
async function startScanner(): Promise<{ url: string; seen: string[]; origin: { value: string }; server: Server }> {
  const seen: string[] = []
  const origin = { value: '' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const file = JSON.parse(Buffer.concat(chunks).toString())
      seen.push(`${file.name} ${request.headers.authorization}`)
      fetch(new URL(file.url, origin.value))
        .then((answer) => answer.text())
        .then((content) => {
          const clean = !content.includes('EICAR')
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify(clean ? { clean } : { clean, reason: 'It holds EICAR' }))
        })
        .catch(() => response.writeHead(500).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`, seen, origin, server }
}

describe.each(databases)('files, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let scanner: Awaited<ReturnType<typeof startScanner>>

  const newSalon = async (name = 'Salon Anna') => {
    const made = await makeWorkspace(platform.client, { name })
    expect(await made.client.put('/api/connectors/storage', { enabled: true })).toMatchObject({ status: 200 })
    return made
  }
  const linkTo = async (id: string, body: object = {}) =>
    (await salon.client.post(`/api/storage/files/${id}/link`, body)).body
  const open = (url: string) => fetch(new URL(url, platform.url))
  const roomOf = async (workspace: Workspace) => (await workspace.client.get('/api/storage/room')).body
  /** What the rows of a workspace take, counted one by one. */
  const counted = async (workspace: Workspace) =>
    (
      await platform.owner.query(
        `select coalesce(sum(size) filter (where state = 'uploading'), 0)::float8 as reserved,
           coalesce(sum(size) filter (where state <> 'uploading'), 0)::float8 as stored from storage.files where tenant_id = $1`,
        [workspace.id],
      )
    )[0]
  const waitForJobs = () =>
    expect
      .poll(
        async () =>
          (await platform.owner.query(`select name from kernel.jobs where plugin_id = 'storage' and name <> 'sweep'`))
            .length,
        { timeout: 30_000 },
      )
      .toBe(0)

  beforeAll(async () => {
    scanner = await startScanner()
    platform = await startTestPlatform({
      database,
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUBLIC_OBJECT_SEARCH_PATHS: '/bucket/shop,press/kit' },
    })
    scanner.origin.value = platform.url
    salon = await newSalon()
  })
  afterAll(async () => {
    await platform?.stop()
    scanner?.server.close()
  })

  it('are listed, found by a part of their name, sorted and paged', async () => {
    const shop = await newSalon('Shop')
    for (const [name, size] of [
      ['Zebra.png', 300],
      ['äpfel.png', 100],
      ['Birnen 100%.png', 200],
    ] as const)
      await upload(shop.client, { name, type: 'image/png' }, png(size))
    await upload(shop.client, { name: 'prices.csv', type: 'text/csv' }, text('Cut;30'))
    const names = async (query: string) =>
      (await shop.client.get(`/api/storage/files?${query}`)).body.data.map(({ name }: { name: string }) => name)
    expect(await names('')).toEqual(['prices.csv', 'Birnen 100%.png', 'äpfel.png', 'Zebra.png'])
    expect(await names('sort=name')).toEqual(['äpfel.png', 'Birnen 100%.png', 'prices.csv', 'Zebra.png'])
    expect(await names('sort=largest&kind=picture')).toEqual(['Zebra.png', 'Birnen 100%.png', 'äpfel.png'])
    expect(await names('q=APFEL')).toEqual(['äpfel.png'])
    expect(await names('q=100%25')).toEqual(['Birnen 100%.png'])
    expect(await names('kind=document')).toEqual(['prices.csv'])
    for (const sort of ['newest', 'name', 'largest']) {
      const whole = await names(`sort=${sort}`)
      const walked: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: Reply['body'] = (
          await shop.client.get(`/api/storage/files?limit=1&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)
        ).body
        walked.push(...page.data.map(({ name }: { name: string }) => name))
        cursor = page.nextCursor
      }
      expect(walked).toEqual(whole)
    }
  })

  it('take no search, cursor or path that breaks the query behind', async () => {
    const cursor = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url')
    for (const query of [
      'q=%00',
      'q=%25_%5C',
      'limit=0',
      'sort=best',
      ...[['x'], [1], ['x', 'y'], [1, 2], ['x', 1], {}].flatMap((keys) =>
        ['newest', 'name', 'largest'].map((sort) => `sort=${sort}&cursor=${cursor(keys)}`),
      ),
    ]) {
      const { status } = await salon.client.get(`/api/storage/files?${query}`)
      expect({ query, isBug: status >= 500 }).toEqual({ query, isBug: false })
    }
    for (const path of ['%00', 'a%00b/c.png', '%ff', '//', '%2f%2f', `${'a/'.repeat(290)}x`])
      expect((await open(`/api/public/${salon.slug}/storage/public/${path}`)).status, path).toBeLessThan(500)
    for (const path of [
      'f/%00',
      'uploads/nothing?expires=1&signature=x',
      `uploads/${crypto.randomUUID()}?expires=99999999999&signature=x`,
    ])
      expect((await open(`/api/public/${salon.slug}/storage/${path}`)).status, path).toBeLessThan(500)
  })

  it('are renamed by those who know the newest version', async () => {
    const file = await upload(salon.client, { name: 'old.png', type: 'image/png' }, png(50))
    const path = `/api/storage/files/${file.id}`
    const renamed = await salon.client.patch(path, { name: 'new.png' }, { 'if-match': '"1"' })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'new.png', version: 2 } })
    expect(renamed.headers.get('etag')).toBe('"2"')
    expect((await salon.client.patch(path, { name: 'newer.png' }, { 'if-match': '"1"' })).status).toBe(412)
    for (const name of ['', 'a/b', '..', 'a\\b', 'a\nb', 'x'.repeat(256)])
      expect(await salon.client.patch(path, { name }), JSON.stringify(name)).toMatchObject(refusedAt('#/name'))
  })

  it('are deleted, put back, and gone after a day with their bytes and their room', async () => {
    const shop = await newSalon('Bin')
    const file = await upload(shop.client, { name: 'gone.png', type: 'image/png' }, png(1000))
    const path = `/api/storage/files/${file.id}`
    const { url } = (await shop.client.post(`${path}/link`, {})).body
    expect((await shop.client.delete(path)).status).toBe(204)
    expect((await open(url)).status).toBe(404)
    expect((await shop.client.get('/api/storage/files')).body.data).toEqual([])
    expect((await shop.client.get('/api/storage/files?state=deleted')).body.data).toMatchObject([
      { id: file.id, goneAt: expect.any(String) },
    ])
    expect(await roomOf(shop)).toMatchObject({ stored: 1000, reserved: 0 })
    expect(await shop.client.post(`${path}/restore`)).toMatchObject({ status: 200, body: { state: 'ready' } })
    expect((await open(url)).status).toBe(200)
    await shop.client.delete(path)
    await platform.owner.query(`update storage.files set expires_at = now() - interval '1 minute' where id = $1`, [
      file.id,
    ])
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'sweep'`, [
      shop.id,
    ])
    await platform.tick()
    await expect.poll(async () => (await shop.client.get(path)).status, { timeout: 30_000 }).toBe(404)
    await waitForJobs()
    expect(await roomOf(shop)).toMatchObject({ stored: 0, reserved: 0 })
    const other = await upload(shop.client, { name: 'now.png', type: 'image/png' }, png(10))
    expect((await shop.client.delete(`/api/storage/files/${other.id}?forever=true`)).status).toBe(204)
    expect((await shop.client.post(`/api/storage/files/${other.id}/restore`)).status).toBe(404)
    expect(await roomOf(shop)).toMatchObject({ stored: 0 })
  })

  it('that were never confirmed are given up by the sweep, which releases their room and keeps nothing', async () => {
    const shop = await newSalon('Orphans')
    const long = await sendAll(shop.client, { name: 'sent.png', type: 'image/png' }, png(100))
    const begun = (
      await shop.client.post('/api/storage/uploads', { name: 'begun.png', type: 'image/png', size: partSize + 1 })
    ).body
    await send(shop.client, await sign(shop.client, begun.id, { method: 'PUT', partNumber: 2 }), {
      method: 'PUT',
      body: png(1),
    })
    expect(await roomOf(shop)).toMatchObject({ reserved: partSize + 101 })
    expect((await shop.client.get('/api/storage/uploads')).body.data.map(({ id }: { id: string }) => id)).toEqual([
      begun.id,
      long,
    ])
    await platform.owner.query(
      `update storage.files set expires_at = now() - interval '1 minute' where tenant_id = $1`,
      [shop.id],
    )
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'sweep'`, [
      shop.id,
    ])
    await platform.tick()
    await expect.poll(() => roomOf(shop), { timeout: 30_000 }).toMatchObject({ reserved: 0, stored: 0 })
    await waitForJobs()
    expect((await shop.client.get('/api/storage/uploads')).body.data).toEqual([])
    expect((await shop.client.post(`/api/storage/uploads/${long}/confirm`)).status).toBe(404)
    const dead = await platform.owner.query(
      `select last_error from kernel.jobs where tenant_id = $1 and last_error is not null`,
      [shop.id],
    )
    expect(dead).toEqual([])
  })

  it('are cancelled by who uploads them', async () => {
    const { id } = (
      await salon.client.post('/api/storage/uploads', { name: 'no.png', type: 'image/png', size: partSize * 2 })
    ).body
    const before = await roomOf(salon)
    expect((await salon.client.delete(`/api/storage/uploads/${id}`)).status).toBe(204)
    expect((await roomOf(salon)).reserved).toBe(before.reserved - partSize * 2)
    expect(await salon.client.post(`/api/storage/uploads/${id}/sign`, { method: 'PUT', partNumber: 1 })).toMatchObject({
      status: 404,
      body: code('uploadNotFound'),
    })
    expect((await salon.client.delete(`/api/storage/uploads/${id}`)).status).toBe(404)
  })

  it('that can hold scripts are downloads, whatever link one has; harmless ones are shown', async () => {
    const made: [string, string, Uint8Array<ArrayBuffer>, string, string][] = [
      [
        'page.html',
        'text/html',
        text('<!doctype html><script>alert(1)</script>'),
        'attachment',
        'application/octet-stream',
      ],
      [
        'drawing.svg',
        'image/svg+xml',
        text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        'attachment',
        'application/octet-stream',
      ],
      ['feed.xml', 'application/rss+xml', text('<rss/>'), 'attachment', 'application/octet-stream'],
      ['app.js', 'text/javascript', text('alert(1)'), 'attachment', 'application/octet-stream'],
      ['paper.pdf', 'application/pdf', text('%PDF-1.7'), 'attachment', 'application/pdf'],
      ['any.bin', 'application/octet-stream', text('<script>'), 'attachment', 'application/octet-stream'],
      ['note.txt', 'text/plain', text('<script>alert(1)</script>'), 'inline', 'text/plain; charset=utf-8'],
      ['dot.png', 'image/png', png(20), 'inline', 'image/png'],
    ]
    for (const [name, type, bytes, disposition, sent] of made) {
      const file = await upload(salon.client, { name, type }, bytes)
      const { headers } = await open((await linkTo(file.id)).url)
      expect({
        name,
        disposition: headers.get('content-disposition')?.split(';')[0],
        type: headers.get('content-type'),
      }).toEqual({ name, disposition, type: sent })
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*; sandbox$/)
      expect(headers.get('cache-control')).toMatch(/^private/)
    }
  })

  it('have names that no header can be broken with', async () => {
    const name = 'Preis"; x=\u2028 ümlaut 100%.png'
    const file = await upload(salon.client, { name, type: 'image/png' }, png(20))
    const disposition = (await open((await linkTo(file.id)).url)).headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^inline; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.%-]+$/)
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(file.name)
  })

  it('are private, unless they are shown to everybody, under the first of the public folders', async () => {
    const bytes = png(64)
    const file = await upload(salon.client, { name: 'Öffnung.png', type: 'image/png' }, bytes)
    expect(file).toMatchObject({ public: false, publicUrl: null })
    const shown = (await salon.client.patch(`/api/storage/files/${file.id}`, { public: true })).body
    expect(shown.publicUrl).toMatch(
      new RegExp(`^/api/public/${salon.slug}/storage/public/[0-9a-f]{12}/%C3%96ffnung\\.png$`),
    )
    const answer = await open(shown.publicUrl)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, expect.stringMatching(/^public/)])
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    const [row] = await platform.owner.query('select folder from storage.files where id = $1', [file.id])
    expect(row?.folder).toMatch(/^shop\//)
    await platform.owner.query(`update storage.files set folder = 'press/kit' where id = $1`, [file.id])
    expect((await open(`/api/public/${salon.slug}/storage/public/${encodeURIComponent('Öffnung.png')}`)).status).toBe(
      200,
    )
    await platform.owner.query(`update storage.files set folder = 'pressed/kit' where id = $1`, [file.id])
    for (const path of ['pressed/kit/', 'kit/', '', '../pressed/kit/', '%2e%2e/pressed/kit/'])
      expect(
        (await open(`/api/public/${salon.slug}/storage/public/${path}${encodeURIComponent('Öffnung.png')}`)).status,
        path,
      ).toBe(404)
    await platform.owner.query(`update storage.files set folder = 'shop/x' where id = $1`, [file.id])
    await salon.client.patch(`/api/storage/files/${file.id}`, { public: false })
    expect((await open(shown.publicUrl)).status).toBe(404)
    expect((await open(`/api/public/no-such-salon/storage/public/x.png`)).status).toBe(404)
  })

  it('are opened by links that end, and by none that was altered', async () => {
    const file = await upload(salon.client, { name: 'short.png', type: 'image/png' }, png(20))
    const { url, expiresAt } = await linkTo(file.id, { expiresInSeconds: 60 })
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000)
    expect((await open(url)).status).toBe(200)
    for (const altered of [
      `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`,
      url.slice(0, -2),
      `${url}A`,
      url.replace(/f\/.*/, 'f/nothing'),
    ])
      expect((await open(altered)).status, altered).toBe(403)
    for (const expiresInSeconds of [59, 30 * 86_400 + 1, 1.5, '60'])
      expect(await salon.client.post(`/api/storage/files/${file.id}/link`, { expiresInSeconds })).toMatchObject(
        refusedAt('#/expiresInSeconds'),
      )
  })

  it('belong to records of any module, and stay when they are taken off', async () => {
    const subject = 'contact:0199f000-0000-7000-8000-000000000001'
    const file = await upload(
      salon.client,
      { name: 'contract.pdf', type: 'application/pdf', subject },
      text('%PDF-1.7'),
    )
    const other = await upload(salon.client, { name: 'photo.png', type: 'image/png' }, png(20))
    expect((await salon.client.post('/api/storage/attachments', { subject, fileId: other.id })).status).toBe(201)
    expect((await salon.client.post('/api/storage/attachments', { subject, fileId: other.id })).status).toBe(201)
    const names = async (of = subject) =>
      (await salon.client.get(`/api/storage/attachments?subject=${of}`)).body.data.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names()).toEqual(['photo.png', 'contract.pdf'])
    expect(await names('contact:0199f000-0000-7000-8000-000000000002')).toEqual([])
    const timeline = (await salon.client.get(`/api/timeline?subject=${subject}`)).body.data.map(
      ({ action }: { action: string }) => action,
    )
    expect(timeline).toEqual(expect.arrayContaining(['storage.file.attached', 'storage.file.created']))
    expect((await salon.client.delete(`/api/storage/attachments?subject=${subject}&fileId=${file.id}`)).status).toBe(
      204,
    )
    expect((await salon.client.delete(`/api/storage/attachments?subject=${subject}&fileId=${file.id}`)).status).toBe(
      404,
    )
    expect(await names()).toEqual(['photo.png'])
    expect((await salon.client.get(`/api/storage/files/${file.id}`)).status).toBe(200)
    await salon.client.delete(`/api/storage/files/${other.id}`)
    expect(await names()).toEqual([])
    for (const wrong of ['', 'contact', 'Contact:1', 'contact:', 'contact:1 or 1=1'])
      expect(
        (await salon.client.get(`/api/storage/attachments?subject=${encodeURIComponent(wrong)}`)).status,
        wrong,
      ).toBe(422)
  })

  it('wait for the scanner where there is one, and what it finds dangerous nobody opens', async () => {
    const shop = await newSalon('Scanned')
    const settings = { settings: { scannerUrl: scanner.url }, secrets: { scanner_token: 'let-me-scan' } }
    expect((await shop.client.put('/api/connectors/storage', settings)).status).toBe(200)
    const clean = await upload(shop.client, { name: 'clean.txt', type: 'text/plain' }, text('All well'))
    const bad = await upload(shop.client, { name: 'bad.txt', type: 'text/plain' }, text('X5O!P%@AP EICAR'))
    expect([clean.state, bad.state]).toEqual(['checking', 'checking'])
    const link = (id: string) => shop.client.post(`/api/storage/files/${id}/link`, {})
    const state = async (id: string) => (await shop.client.get(`/api/storage/files/${id}`)).body.state
    await expect.poll(() => state(clean.id), { timeout: 30_000 }).toBe('ready')
    await expect.poll(() => state(bad.id), { timeout: 30_000 }).toBe('quarantined')
    expect([...scanner.seen].sort()).toEqual(['bad.txt Bearer let-me-scan', 'clean.txt Bearer let-me-scan'])
    expect((await link(clean.id)).status).toBe(200)
    expect(await link(bad.id)).toMatchObject({ status: 409, body: code('quarantined') })
    expect((await shop.client.get(`/api/storage/files/${bad.id}`)).body).toMatchObject({
      reason: 'It holds EICAR',
      previewUrl: null,
    })
    await shop.client.delete(`/api/storage/files/${bad.id}`)
    expect((await shop.client.post(`/api/storage/files/${bad.id}/restore`)).body.state).toBe('quarantined')
    expect((await shop.client.get('/api/storage/files?state=quarantined')).body.data.length).toBe(1)
  })

  it('are seen by viewers, and changed by those who may', async () => {
    const file = await upload(salon.client, { name: 'seen.png', type: 'image/png' }, png(20))
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get('/api/storage/files')).status).toBe(200)
    expect((await viewer.post(`/api/storage/files/${file.id}/link`, {})).status).toBe(200)
    for (const reply of [
      await viewer.post('/api/storage/uploads', { name: 'x', size: 1 }),
      await viewer.patch(`/api/storage/files/${file.id}`, { name: 'x' }),
      await viewer.delete(`/api/storage/files/${file.id}`),
      await viewer.post(`/api/storage/uploads/${file.id}/confirm`),
      await viewer.post('/api/storage/attachments', { subject: 'contact:1', fileId: file.id }),
    ])
      expect(reply).toMatchObject({ status: 403, body: { type: expect.stringContaining('kernel.notAllowed') } })
  })

  it('never take more room than the plan has, however many come at the same moment', async () => {
    const shop = await newSalon('Full house')
    const gibibyte = 1024 ** 3
    await platform.owner.query(`insert into storage.room (tenant_id, reserved, stored) values ($1, 0, $2)`, [
      shop.id,
      gibibyte - 10_000,
    ])
    const wish = (size: number) =>
      shop.client.post('/api/storage/uploads', { name: `${size}.png`, type: 'image/png', size })
    const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => wish(700 + index)))
    const taken = replies.filter(({ status }) => status === 201)
    const refused = replies.filter(({ status }) => status === 409)
    expect(taken.length + refused.length).toBe(40)
    expect(refused[0]?.body).toMatchObject(code('roomFull'))
    const reserved = taken.reduce((sum, { body }) => sum + body.size, 0)
    expect(reserved).toBeLessThanOrEqual(10_000)
    expect(reserved).toBeGreaterThan(10_000 - 740)
    expect(await roomOf(shop)).toMatchObject({ reserved, stored: gibibyte - 10_000, room: gibibyte })
    // Confirming, cancelling, deleting and reserving at once: what is counted stays what is there.
    await Promise.all(
      taken.map(async ({ body: { id, size } }, index) => {
        if (index % 3 === 0) return shop.client.delete(`/api/storage/uploads/${id}`)
        await send(shop.client, await sign(shop.client, id, { method: 'PUT' }), { method: 'PUT', body: png(size) })
        const both = await Promise.all([
          shop.client.post(`/api/storage/uploads/${id}/confirm`),
          shop.client.post(`/api/storage/uploads/${id}/confirm`),
        ])
        expect(both.some(({ status }) => status === 200)).toBe(true)
        if (index % 3 === 1)
          await Promise.all([
            shop.client.delete(`/api/storage/files/${id}?forever=true`),
            shop.client.delete(`/api/storage/files/${id}?forever=true`),
          ])
        return wish(500)
      }),
    )
    const room = await roomOf(shop)
    expect(room.reserved + room.stored).toBeLessThanOrEqual(gibibyte)
    expect({ reserved: room.reserved, stored: room.stored - (gibibyte - 10_000) }).toEqual(await counted(shop))
  }, 120_000)

  it('are refused when they are larger than any may be, or larger than the plan', async () => {
    expect(
      await salon.client.post('/api/storage/uploads', { name: 'film.mp4', type: 'video/mp4', size: 6 * 1024 ** 3 }),
    ).toMatchObject(refusedAt('#/size'))
    expect(
      await salon.client.post('/api/storage/uploads', { name: 'film.mp4', type: 'video/mp4', size: 2 * 1024 ** 3 }),
    ).toMatchObject({ status: 409, body: code('roomFull') })
    for (const [wrong, pointer] of [
      [{ size: -1 }, '#/size'],
      [{ size: 1.5 }, '#/size'],
      [{ type: 'picture' }, '#/type'],
      [{ name: '' }, '#/name'],
      [{ subject: 'x' }, '#/subject'],
    ] as const)
      expect(
        await salon.client.post('/api/storage/uploads', { name: 'a.png', type: 'image/png', size: 1, ...wrong }),
      ).toMatchObject(refusedAt(pointer))
  })

  it('are signed for by part, and no part that is none', async () => {
    const { id, uploadId } = (
      await salon.client.post('/api/storage/uploads', { name: 'parts.png', type: 'image/png', size: partSize + 5 })
    ).body
    const wish = (body: object) => salon.client.post(`/api/storage/uploads/${id}/sign`, body)
    for (const [body, pointer] of [
      [{ method: 'PUT' }, '#/partNumber'],
      [{ method: 'PUT', partNumber: 3 }, '#/partNumber'],
      [{ method: 'PUT', partNumber: 0 }, '#/partNumber'],
      [{ method: 'PUT', partNumber: 1, uploadId: 'another' }, '#/uploadId'],
      [{ method: 'PATCH' }, '#/method'],
    ] as const)
      expect(await wish(body)).toMatchObject(refusedAt(pointer))
    const last = (await wish({ method: 'PUT', partNumber: 2, uploadId })).body
    expect((await send(salon.client, last, { method: 'PUT', body: png(6) })).status).toBe(422)
    expect((await send(salon.client, last, { method: 'PUT', body: png(5) })).status).toBe(200)
  })

  it('count on the page of the plan', async () => {
    const items = (await salon.client.get('/api/usage')).body.items
    expect(items.find(({ title }: { title: string }) => title === 'Files')).toMatchObject({
      unit: 'bytes',
      limit: 1024 ** 3,
      used: expect.any(Number),
    })
  })

  it('go with their workspace, bytes and all', async () => {
    const shop = await newSalon('Closing down')
    const file = await upload(shop.client, { name: 'last.png', type: 'image/png' }, png(100))
    expect((await shop.client.delete('/api/tenant')).status).toBe(204)
    await platform.owner.query(`update kernel.tenants set deleted_at = now() - interval '31 days' where id = $1`, [
      shop.id,
    ])
    await platform.tick()
    await expect
      .poll(async () => (await platform.owner.query('select from kernel.tenants where id = $1', [shop.id])).length, {
        timeout: 30_000,
      })
      .toBe(0)
    await platform.tick()
    await expect
      .poll(async () => (await platform.owner.query('select from kernel.abandoned_files')).length, { timeout: 30_000 })
      .toBe(0)
    expect((await platform.owner.query('select from storage.files where id = $1', [file.id])).length).toBe(0)
  })
})
