import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage, type Victim } from './testing/stage.ts'

const attempts = `
  headers: ({ args }) => ({ reply: { logs: [], response: Response.json({ fine: true }, { status: args.status ?? 200, headers: args.headers }) } }),
  html: ({ args }) => ({ reply: { logs: [], response: new Response('<script>1</script>', { headers: { 'content-type': args.type } }) } }),
  split: () => { new Headers({ etag: 'a\\r\\nset-cookie: b=c' }); return 'split' },
  redirect: ({ args }) => ({ reply: { logs: [], response: Response.redirect(args.to, 302) } }),
  webSocket: () => {
    const { 0: theirs, 1: ours } = new WebSocketPair()
    ours.accept()
    return { reply: { logs: [], response: new Response(null, { status: 101, webSocket: theirs }) } }
  },
  endless: ({ args }) => ({ reply: { logs: [], response: new Response(new ReadableStream({
    pull(controller) { controller.enqueue(new Uint8Array(1024 * 1024).fill(32)) },
  }), { headers: { 'content-type': args.type } }) } }),
  silent: () => ({ reply: { logs: [], response: new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), { headers: { 'content-type': 'application/json' } }) } }),
  broken: () => ({ reply: { logs: [], response: new Response(new ReadableStream({ pull(controller) { controller.error(new Error('inner')) } }), { headers: { 'content-type': 'application/json' } }) } }),
  huge: () => ({ reply: { logs: [], done: 'x'.repeat(40_000_000) } }),
  reply: ({ args }) => ({ reply: args }),
  thenable: () => ({ reply: { logs: [], then() {} } }),
  thenableResponse: () => ({ reply: { logs: [], response: { then(resolve) { resolve(new Response('x')) } } } }),
  fakeResponse: () => ({ reply: { logs: [], response: { status: 200, headers: [['set-cookie', 'a=b']], body: 'x' } } }),
  getter: () => ({ reply: { logs: [], get response() { throw new Error('got you') } } }),
  proxy: () => ({ reply: new Proxy({}, { get() { throw new Error('got you') } }) }),
  callback: () => ({ reply: { logs: [], problem: { code: 'hostile.x', status: 400, title: () => 'x', facts: {} } } }),
  pollute: () => ({ reply: { logs: [], problem: { code: 'hostile.x', status: 400, title: 'x', headers: {}, facts: JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}') } } }),
  logs: ({ args }) => ({ reply: { logs: Array.from({ length: 100000 }, () => ({ level: 'info', text: 'x'.repeat(100) })), response: Response.json(1) } }),
  throws: ({ args }) => { throw { raw: { undefined, null: null, text: 'inner', error: new Error('inner'), thenable: { then() {} } }[args.kind] } },
`

describe('a plugin’s answer', () => {
  let stage: Stage
  let salon: Victim
  beforeAll(async () => {
    stage = await openStage(attempts)
    salon = await stage.makeVictim()
  })
  afterAll(() => stage.stop())

  const headersOf = async (headers: object, status = 200) => salon.ask('headers', { headers, status })

  it('sets no cookie', async () => {
    const { headers } = await headersOf({ 'set-cookie': 'dpf_refresh=stolen; Path=/' })
    expect(headers.get('set-cookie')).toBeNull()
  })

  it('opens nothing to other sites, and lets no other frame it', async () => {
    const { headers } = await headersOf({
      'access-control-allow-origin': 'https://evil.com',
      'access-control-allow-credentials': 'true',
      'content-security-policy': 'default-src *; frame-ancestors *',
      'x-frame-options': 'ALLOWALL',
      'cross-origin-opener-policy': 'unsafe-none',
      'strict-transport-security': 'max-age=0',
      'x-content-type-options': 'sniff',
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toContain('63072000')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('speaks in nobody’s name but its own', async () => {
    const given = {
      'x-tenant-id': 'other',
      'request-id': 'forged-request',
      'server-timing': 'gate;desc="0 calls"',
      ratelimit: '"read";r=999999;t=1',
      'clear-site-data': '"*"',
      'service-worker-allowed': '/',
      link: '<https://evil.com/x.js>; rel=preload',
      refresh: '0; url=https://evil.com',
      'www-authenticate': 'Basic',
      'alt-svc': 'h2="evil.com:443"',
      'x-anything': 'at all',
    }
    const { headers } = await headersOf(given)
    for (const [name, value] of Object.entries(given)) expect(headers.get(name)).not.toBe(value)
  })

  it('has no header with another one in it', async () => {
    expect(await salon.run('split')).not.toHaveProperty('got')
  })

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'text/javascript',
    'TEXT/HTML; charset=x',
    '',
  ])('is no page and no script of this origin: %s', async (type) => {
    const { headers } = await salon.ask('html', { type })
    expect(headers.get('content-type') ?? 'application/octet-stream').toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
  })

  it('sends nobody elsewhere', async () => {
    const redirected = await salon.ask('redirect', { to: 'https://evil.com/' })
    expect([redirected.status, redirected.headers.get('location')]).toEqual([503, null])
    for (const location of [
      'https://evil.com/',
      '//evil.com',
      '/\\evil.com',
      '/api/hostile/../../evil',
      'javascript:1',
    ]) {
      const { headers } = await headersOf({ location }, 201)
      expect(headers.get('location') ?? '/api/hostile/x').toMatch(/^\/api\/hostile\//)
      expect(new URL(headers.get('location') ?? '/api/hostile/x', stage.platform.url).origin).toBe(
        new URL(stage.platform.url).origin,
      )
    }
  })

  it.each([401, 500, 502, 206, 300])('signs nobody out and breaks nobody: %s', async (status) => {
    expect((await headersOf({}, status)).status).toBe(503)
  })

  it('opens no WebSocket', async () => {
    expect((await salon.ask('webSocket')).status).toBe(503)
  })

  it.each(['application/json', 'application/octet-stream'])(
    'ends, however long the plugin goes on: %s',
    async (type) => {
      const length = async () => {
        const response = await fetch(`${stage.platform.url}/api/hostile/try`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${salon.owner.accessToken}`,
            'x-tenant-id': salon.id,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ attempt: 'endless', args: { type } }),
        })
        let size = 0
        for await (const chunk of response.body ?? []) size += chunk.byteLength
        return size
      }
      expect(await length().catch(() => 0)).toBeLessThan(60 * 1024 * 1024)
    },
  )

  it('that never comes is not waited for', async () => {
    const startMs = performance.now()
    expect((await salon.ask('silent')).status).toBe(503)
    expect(performance.now() - startMs).toBeLessThan(20_000)
  })

  it.each([
    ['broken', {}],
    ['huge', {}],
    ['thenable', {}],
    ['fakeResponse', {}],
    ['getter', {}],
    ['proxy', {}],
    ['callback', {}],
    ['reply', null],
    ['reply', 7],
    ['reply', []],
    ['reply', { logs: 'x' }],
    ['reply', { logs: [], done: 'done' }],
    ['reply', { logs: [], crash: 'secret inside' }],
    ['reply', { logs: [], problem: null }],
    ['reply', { logs: [], problem: { code: 'kernel.signInEnded', status: 401, title: 'x', facts: {}, headers: {} } }],
    ['reply', { logs: [], problem: { code: 'crm.contactNotFound', status: 404, title: 'x', facts: {}, headers: {} } }],
    ['reply', { logs: [], problem: { code: 'hostile.x', status: 500, title: 'x', facts: {}, headers: {} } }],
    [
      'reply',
      { logs: [], problem: { code: 'hostile.x\r\nset-cookie: a=b', status: 400, title: 'x', facts: {}, headers: {} } },
    ],
  ])('that is none is a plain 503 (%s, %j)', async (attempt, args) => {
    // What failed a few times in a row rests; here each is tried on its own.
    const fresh = await stage.makeVictim()
    const reply = await fresh.ask(attempt, args)
    expect(reply.status).toBe(503)
    expect(JSON.stringify(reply.body)).not.toMatch(/secret inside|got you|inner|stack|worker\.js|plugin\.js/)
  })

  it('is a failure of its own that cannot pass for more', async () => {
    const problem = {
      code: 'hostile.full',
      status: 409,
      title: 'Full',
      headers: { 'set-cookie': 'a=b', location: '//evil.com' },
    }
    const facts = { type: 'https://evil.com', status: 200, title: 'Fine', instance: 'forged', detail: 'x' }
    const reply = await salon.ask('reply', { logs: [], problem: { ...problem, facts } })
    expect(reply).toMatchObject({ status: 409, body: { status: 409, title: 'Full', detail: 'x' } })
    expect(reply.body.type).toMatch(/\/problems\/hostile\.full$/)
    expect(reply.body.instance).not.toBe('forged')
    expect(reply.headers.get('set-cookie') ?? reply.headers.get('location')).toBeNull()
  })

  it('leaves nothing on the objects of those who answer after it', async () => {
    await (await stage.makeVictim()).ask('pollute')
    const { body } = await salon.client.get('/api/tenant')
    expect(body.polluted).toBeUndefined()
    const health = await stage.platform.client.get('/api/health')
    expect(JSON.stringify(health.body)).not.toContain('polluted')
  })

  it.each(['undefined', 'null', 'text', 'error'])(
    'throws what it likes: the caller gets a reply (%s)',
    async (kind) => {
      expect((await salon.ask('throws', { kind })).status).toBeLessThan(504)
    },
  )

  it('does not fill the log', async () => {
    const reply = await salon.ask('logs')
    expect([200, 503]).toContain(reply.status)
    const count = async () =>
      Number((await stage.platform.owner.query('select count(*)::int as n from kernel.plugin_logs'))[0]?.n)
    await expect.poll(count, { timeout: 5000 }).toBeLessThan(1000)
  })
})
