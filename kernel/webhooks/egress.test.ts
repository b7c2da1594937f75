import { lookup } from 'node:dns/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { egressNetwork } from '../../tools/platform/egress-network.ts'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { boardMigrations } from './testing/board-plugin.ts'
import { tricks } from './testing/url-tricks.ts'

/** Sends wherever it is told to, as a kernel would whose own check was passed. */
const careless = `export default {
  async fetch(request, env) {
    const url = new URL(request.url).searchParams.get('to')
    try {
      const response = await env.EGRESS.fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(3000) })
      return new Response('reached ' + response.status)
    } catch { return new Response('not reached') }
  }
}`

describe('the way out', () => {
  let server: Server
  let port: number
  let reached = 0
  const workers: Miniflare[] = []

  beforeAll(async () => {
    server = createServer((_, response) => {
      reached += 1
      response.end('inside')
    })
    await new Promise<void>((resolve) => server.listen(0, '::', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    for (const worker of workers) await worker.dispose()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const open = async (network: ReturnType<typeof egressNetwork> | { allow: string[] }) => {
    const modules = [{ type: 'ESModule' as const, path: 'worker.js', contents: careless }]
    const worker = new Miniflare(
      convertV4MiniflareOptions({
        cf: false,
        handleStructuredLogs: () => undefined,
        workers: [
          { name: 'careless', modules, compatibilityDate: '2026-11-01', serviceBindings: { EGRESS: { network } } },
        ],
      }),
    )
    workers.push(worker)
    return async (to: string) => (await worker.dispatchFetch(`http://careless/?to=${encodeURIComponent(to)}`)).text()
  }
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address))
  const hosts = () => [
    ...own,
    ...[
      '127.0.0.1',
      '127.8.8.8',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '017700000001',
    ],
    ...[
      '169.254.169.254',
      '10.0.0.1',
      '192.168.0.1',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[fd00::2]',
      '198.18.0.1',
    ],
  ]

  it('reaches nothing inside by any address, nor by a name that leads there', async () => {
    const send = await open(egressNetwork(false))
    // A name of this machine's own is what a name of a stranger's is that leads inside: neither is known by its look.
    const isKnown = await lookup(hostname()).then(
      () => true,
      () => false,
    )
    const names = ['localhost', ...(isKnown ? [hostname()] : [])]
    for (const host of [...hosts(), ...names])
      expect([host, await send(`http://${host}:${port}/`)]).toEqual([host, 'not reached'])
    expect(reached).toBe(0)
  })

  it('would be told apart from a way out without a guard', async () => {
    const send = await open({ allow: ['public', 'private', 'local'] })
    expect(await send(`http://localhost:${port}/`)).toBe('reached 200')
    expect(await send(`http://2130706433:${port}/`)).toBe('reached 200')
  })

  it('reaches this machine alone where the installation allows it', async () => {
    const send = await open(egressNetwork(true))
    expect(await send(`http://127.0.0.1:${port}/`)).toBe('reached 200')
    expect(await send(`http://localhost:${port}/`)).toBe('reached 200')
    for (const host of [
      '169.254.169.254',
      '10.0.0.1',
      '[fd00::2]',
      ...own.filter((each) => !/^(127|\[::1)/.test(each)),
    ])
      expect([host, await send(`http://${host}:${port}/`)]).toEqual([host, 'not reached'])
  })
})

describe('webhooks on an installation as it comes', () => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      entry: 'kernel/webhooks/testing/board-worker.ts',
      migrations: [...(await readMigrations()), ...boardMigrations],
      onLog: () => undefined,
    })
    salon = await makeWorkspace(platform.client, { modules: ['board'] })
  })
  afterAll(() => platform.stop())

  it('are refused with an address inside, however it is written', async () => {
    for (const url of tricks) {
      const reply = await salon.client.post('/api/webhooks', { url, events: ['*'] })
      expect([url, reply.status, reply.body.errors?.[0]?.pointer]).toEqual([url, 422, '#/url'])
    }
  })

  it('reach nothing inside even with such an address in the database', async () => {
    let reached = 0
    const server = createServer((_, response) => {
      reached += 1
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const made = await salon.client.post('/api/webhooks', {
      url: 'https://example.com/',
      events: ['board.note.created'],
    })
    expect(made.status).toBe(201)
    const deliveries = async () => (await salon.client.get(`/api/webhooks/${made.body.id}/deliveries`)).body.data
    const isFailed = { state: 'failed', lastStatus: null }
    const tries = [
      [`http://127.0.0.1:${port}/`, 'Use an address that begins with https://'],
      [`https://inside.example:${port}/`, 'No connection could be made to this address'],
    ]
    for (const [url, lastError] of tries) {
      await platform.owner.query('update kernel.webhooks set url = $1 where id = $2', [url, made.body.id])
      await platform.owner.query('update kernel.webhook_health set paused_until = null')
      await salon.client.post('/api/board/notes', { name: url })
      await expect.poll(async () => (await deliveries())[0]).toMatchObject({ ...isFailed, lastError })
    }
    expect(reached).toBe(0)
    await new Promise((resolve) => server.close(resolve))
  })
})
