import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStage, type Stage, type Victim } from './escapes/testing/stage.ts'
import { noGrants } from './testing/publish-plugin.ts'

const attempts = `
  get: async ({ args }) => {
    const response = await fetch(args.url, args.init)
    return { status: response.status, headers: Object.fromEntries(response.headers), text: (await response.text()).slice(0, 100) }
  },
  size: async ({ args }) => (await (await fetch(args.url)).arrayBuffer()).byteLength,
`

describe('the way out of an isolate', () => {
  let stage: Stage
  let salon: Victim
  const hosts = { 'api.example.com': { perDay: 1000 } }

  beforeAll(async () => {
    stage = await openStage(attempts, {}, { needs: { ports: {}, calls: {}, hears: {}, limits: {}, hosts } })
    salon = await stage.makeVictim({ grants: { hosts } })
  })
  beforeEach(() => {
    stage.host.heard.length = 0
    stage.host.answer = (_, response) => void response.end('hello')
  })
  afterAll(() => stage.stop())

  const get = (url: string, init: object = {}, victim = salon) => victim.run('get', { url, init })

  it('leads to granted hosts, with what the plugin sends and nothing of ours', async () => {
    const sent = {
      method: 'POST',
      body: 'x',
      headers: {
        authorization: 'Bearer own',
        cookie: 'a=b',
        'x-tenant-id': 't',
        'cf-ray': 'r',
        'x-forwarded-for': '1',
      },
    }
    expect(await get('https://api.example.com/a?b=c', sent)).toMatchObject({ got: { status: 200, text: 'hello' } })
    expect(stage.host.heard).toMatchObject([
      { method: 'POST', path: '/a?b=c', headers: { authorization: 'Bearer own' } },
    ])
    const { headers } = stage.host.heard[0] ?? { headers: {} }
    for (const name of ['cookie', 'x-tenant-id', 'cf-ray', 'x-forwarded-for', 'cf-worker'])
      expect(headers).not.toHaveProperty(name)
  })

  it.each([
    'https://other.example.com/',
    'https://api.example.com.evil.com/',
    'https://evil.com/api.example.com',
    'https://api.example.com:8443/',
    'http://api.example.com/',
    'https://api.example.com./',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
  ])('is closed to all others: %s', async (url) => {
    const { got, failed } = await get(url)
    expect(got).toBeUndefined()
    expect(failed).toMatch(/This address cannot be used|does not let the plugin/)
    expect(stage.host.heard).toEqual([])
  })

  it('follows a redirect only where a request may go', async () => {
    stage.host.answer = (request, response) => {
      const to = request.url === '/away' ? 'https://evil.com/' : 'https://api.example.com/end'
      if (request.url === '/end') response.end('end')
      else response.writeHead(302, { location: to }).end()
    }
    expect(await get('https://api.example.com/near')).toMatchObject({ got: { status: 200, text: 'end' } })
    expect((await get('https://api.example.com/away')).failed).toMatch(/evil.com is not among/)
    expect(stage.host.heard.map(({ path }) => path)).toEqual(['/near', '/end', '/away'])
  })

  it('counts by the day, redirects too, and says when it is enough', async () => {
    const garage = await stage.makeVictim({ grants: { hosts: { 'api.example.com': { perDay: 3 } } } })
    stage.host.answer = (request, response) =>
      request.url === '/r' ? response.writeHead(302, { location: '/end' }).end() : response.end('end')
    expect(await get('https://api.example.com/', {}, garage)).toHaveProperty('got')
    expect(await get('https://api.example.com/r', {}, garage)).toHaveProperty('got')
    expect((await get('https://api.example.com/', {}, garage)).failed).toMatch(/grants 3 a day/)
    expect(await get('https://api.example.com/')).toHaveProperty('got')
  })

  it('is closed from the next request on when a host is taken away', async () => {
    const garage = await stage.makeVictim({ grants: { hosts } })
    expect(await get('https://api.example.com/', {}, garage)).toHaveProperty('got')
    await garage.grant({ hosts: {} })
    stage.host.heard.length = 0
    expect((await get('https://api.example.com/', {}, garage)).failed).toMatch(/api\.example\.com is not among what/)
    expect(stage.host.heard).toEqual([])
  })

  it('breaks off what is too large, packed or not, and what is over the day’s bytes', async () => {
    const large = Buffer.alloc(11 * 1024 * 1024)
    const generous = { ...noGrants.limits, egressBytesPerDay: 100_000_000 }
    const garage = await stage.makeVictim({ grants: { hosts, limits: generous } })
    stage.host.answer = (request, response) => {
      if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large))
      else response.end(request.url === '/large' ? large : Buffer.alloc(700_000))
    }
    for (const path of ['/large', '/packed']) {
      const { got, failed } = await garage.run('size', { url: `https://api.example.com${path}` })
      expect(got).toBeUndefined()
      expect(failed).toBeDefined()
    }
    expect(await salon.run('size', { url: 'https://api.example.com/some' })).toEqual({ got: 700_000 })
    expect((await salon.run('size', { url: 'https://api.example.com/some' })).got).toBeUndefined()
  })

  it('says nothing of the inside when a host is away', async () => {
    const garage = await stage.makeVictim({ grants: { hosts: { ...hosts, 'gone.example.com': { perDay: 9 } } } })
    stage.host.answer = (request) => request.socket.destroy()
    for (const url of ['https://api.example.com/', 'https://gone.example.com/'])
      expect(await get(url, {}, garage)).toEqual({ failed: 'The host did not answer' })
  })
})
