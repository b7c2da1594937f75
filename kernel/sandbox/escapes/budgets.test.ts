import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeRights, noGrants } from '../testing/publish-plugin.ts'
import { openStage, type Stage, type Victim } from './testing/stage.ts'

const attempts = `
  fine: () => 'fine',
  hang: () => new Promise(() => {}),
  read: ({ kernel, args }) => kernel.database.read([{ sql: args.sql, params: args.params ?? [] }]),
  readOften: async ({ kernel, args }) => {
    let problems = 0
    for (let count = 0; count < args.times; count++)
      if ('problem' in (await kernel.database.read([{ sql: 'select 1', params: [] }]))) problems += 1
    return problems
  },
  portOften: async ({ kernel }) => {
    const outcomes = []
    for (let count = 0; count < 250; count++) outcomes.push(await kernel.ports.call('email', 'nothing', []))
    return outcomes.at(-1)
  },
  large: ({ kernel }) => kernel.database.read([{ sql: 'select $1', params: ['x'.repeat(9_000_000)] }]),
  deep: ({ kernel }) => { let deep = {}; for (let i = 0; i < 5000; i++) deep = { deep }; return kernel.modules.call({ route: 'x', body: deep }) },
  cyclic: ({ kernel }) => { const ring = {}; ring.ring = ring; return kernel.modules.call({ route: 'x', body: ring }) },
  stubArgs: ({ kernel }) => Promise.all([
    kernel.database.read([{ sql: () => 'select 1', params: [] }]),
    kernel.database.read(new Proxy([], {})).catch((error) => ({ problem: String(error) })),
    kernel.modules.call({ route: 'x', get query() { return () => 1 } }),
    kernel.ports.call(kernel.ports, kernel.ports, kernel.ports),
  ]),
  members: async ({ kernel, args }) => {
    const found = []
    for (const capability of ['database', 'belongings', 'modules', 'ports'])
      for (const name of args) {
        try {
          const got = await (typeof kernel[capability][name] === 'function' ? kernel[capability][name]() : kernel[capability][name])
          if (got !== undefined) found.push(capability + '.' + name + ': ' + JSON.stringify(got))
        } catch {}
      }
    return found
  },
  secret: async ({ kernel, args }) => Promise.all(args.map((name) => kernel.belongings.secret(name))),
  signingKey: async ({ kernel, args }) => Array.from(await kernel.belongings.signingKey(args)),
  capabilities: ({ kernel }) => Object.keys(kernel),
  flood: async ({ kernel, args }) => {
    const outcomes = await Promise.all(Array.from({ length: args.times }, () => kernel.modules.call({ route: args.route })))
    return outcomes.filter((one) => 'value' in one).length
  },
  untilRefused: async ({ kernel, args }) => {
    await fetch('https://api.example.com/began')
    for (let count = 0; count < 190; count++) {
      const outcome = await kernel.modules.call({ route: args.route })
      if ('problem' in outcome) return outcome.problem.code
      await kernel.database.read([{ sql: 'select 1 from generate_series(1, 100000)', params: [] }])
    }
    return 'never refused'
  },
  fetchUntilRefused: async () => {
    for (let count = 0; count < 2000; count++) await (await fetch('https://api.example.com/')).text()
    return 'never refused'
  },
`
const list = 'crm GET /contacts'
const calls = (perDay: number) => ({ [list]: { perDay, fields: null } })

describe('what a plugin may use', () => {
  let stage: Stage
  let salon: Victim
  beforeAll(async () => {
    stage = await openStage(attempts)
    salon = await stage.makeVictim({ grants: { calls: calls(1000), hosts: { 'api.example.com': { perDay: 5000 } } } })
  })
  afterAll(() => stage.stop())

  it('is time: one that hangs is given up, and the workspace goes on meanwhile', async () => {
    const garage = await stage.makeVictim()
    const startMs = performance.now()
    const hung = garage.ask('hang')
    expect((await garage.client.get('/api/crm/contacts')).status).toBe(200)
    expect(await salon.run('fine')).toEqual({ got: 'fine' })
    expect((await hung).status).toBe(503)
    expect(performance.now() - startMs).toBeLessThan(20_000)
  })

  it('is not everybody’s: a crowd that hangs is turned away, and others are answered', async () => {
    const garage = await stage.makeVictim()
    const crowd = Array.from({ length: 120 }, () => garage.ask('hang'))
    const statuses: number[] = []
    for (const one of crowd) void one.then(({ status }) => statuses.push(status))
    expect(await salon.run('fine')).toEqual({ got: 'fine' })
    expect((await garage.client.get('/api/tenant')).status).toBe(200)
    await expect.poll(() => statuses.length, { timeout: 10_000 }).toBeGreaterThan(20)
    await Promise.all(crowd)
    expect(new Set(statuses)).toEqual(new Set([503]))
  })

  it('is the database’s time: a statement without end is cut', async () => {
    const startMs = performance.now()
    const outcome = await salon.run('read', {
      sql: 'select count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000) b',
    })
    expect(outcome).not.toHaveProperty('got.rows')
    expect(performance.now() - startMs).toBeLessThan(12_000)
  })

  it('is so much of an answer: rows without end do not come', async () => {
    const garage = await stage.makeVictim()
    const outcome = await garage.run('read', {
      sql: 'select md5(n::text) || md5(n::text) || md5(n::text) from generate_series(1, 1000000) n',
    })
    expect(outcome).not.toHaveProperty('got.rows')
    expect((await stage.platform.client.get('/api/health')).status).toBe(200)
  })

  it('is so many round trips, calls and bytes in one request', async () => {
    const garage = await stage.makeVictim()
    expect((await garage.run('readOften', { times: 1050 })).got).toBeGreaterThan(0)
    expect(await garage.run('portOften')).toMatchObject({ got: { problem: { code: 'kernel.pluginBusy' } } })
    expect(await garage.run('large')).toMatchObject({ got: { problem: { code: 'kernel.tooMuchData' } } })
  })

  it('is plain data: depth, rings, stubs and functions are refused, and break nothing', async () => {
    for (const attempt of ['deep', 'cyclic', 'stubArgs']) {
      const outcome = await (await stage.makeVictim()).run(attempt)
      expect(JSON.stringify(outcome)).not.toContain('"rows"')
      expect(JSON.stringify(outcome)).not.toContain('"value"')
    }
    expect(await salon.run('fine')).toEqual({ got: 'fine' })
  })

  it('is what its capabilities are for, and no other member of them', async () => {
    const names = [
      ...['access', 'calls', 'env', 'ctx', 'spender', 'answer', 'take', 'database', 'pluginId', 'given', 'secrets'],
      ...['#calls', '#database', '_calls', 'constructor', 'prototype', 'registry', 'snapshot', 'principal'],
      ...['caller', 'manifest', 'installed', 'reread', 'epoch', 'requestId'],
    ]
    const { got } = await salon.run('members', names)
    expect(JSON.stringify(got)).not.toMatch(/postgres|SECRET|KEY|"env"|tenant/i)
    expect(got).toEqual([])
    expect(await salon.run('capabilities')).toEqual({ got: ['database', 'belongings', 'modules', 'ports'] })
  })

  it('is no secret of another’s, and no key of the platform’s', async () => {
    const names = ['api_key', 'password', 'constructor', '../storage/secret', 'ENCRYPTION_KEY', null, 7]
    const { got } = await salon.run('secret', names)
    expect((got as unknown[]).every((value) => value === null || value === undefined)).toBe(true)
    const garage = await stage.makeVictim()
    const [mine, theirs] = [await salon.run('signingKey', 'x'), await garage.run('signingKey', 'x')]
    expect(mine).not.toEqual(theirs)
  })

  it('says nothing of the inside when the database refuses it', async () => {
    const outcome = await salon.run('read', { sql: 'select nothing from hostile.things where' })
    const nonsense = await salon.run('read', { sql: 'select $1::uuid', params: ['x'] })
    for (const text of [JSON.stringify(outcome), JSON.stringify(nonsense)])
      expect(text).not.toMatch(
        /postgres|127\.0\.0\.1|localhost|dpf\.|password|plugin_hostile|\.ts:|set_config|kernel\.settle/i,
      )
  })
})

describe('a day’s quota', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(attempts)
  })
  afterAll(() => stage.stop())

  it('of requests holds', async () => {
    const limits = { ...noGrants.limits, requestsPerDay: 3 }
    const salon = await stage.makeVictim({ grants: { limits } })
    const statuses = []
    for (let count = 0; count < 5; count++) statuses.push((await salon.ask('fine')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })

  it('of calls is not dodged by asking all at once, nor by another version of the grants', async () => {
    const salon = await stage.makeVictim({ grants: { calls: calls(7) } })
    const counts = await Promise.all(Array.from({ length: 4 }, () => salon.run('flood', { times: 10, route: list })))
    expect(counts.reduce((sum, { got }) => sum + Number(got), 0)).toBe(7)
    await salon.grant({ calls: calls(8) })
    expect(await salon.run('flood', { times: 10, route: list })).toEqual({ got: 1 })
    await salon.grant({ calls: calls(5) })
    expect(await salon.run('flood', { times: 10, route: list })).toEqual({ got: 0 })
  })

  it('is one workspace’s: another one’s is not used up', async () => {
    const [salon, garage] = [
      await stage.makeVictim({ grants: { calls: calls(2) } }),
      await stage.makeVictim({ grants: { calls: calls(2) } }),
    ]
    expect(await salon.run('flood', { times: 5, route: list })).toEqual({ got: 2 })
    expect(await garage.run('flood', { times: 5, route: list })).toEqual({ got: 2 })
  })
})

describe('a grant that is taken away', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(attempts)
  })
  afterAll(() => stage.stop())

  const begin = async () => {
    const hosts = { 'api.example.com': { perDay: 5000 } }
    const salon = await stage.makeVictim({ grants: { calls: calls(1000), hosts } })
    stage.host.heard.length = 0
    return { salon, hosts }
  }
  const hasBegun = (requests: number) => expect.poll(() => stage.host.heard.length).toBeGreaterThan(requests)

  it('is gone for a call that runs already', async () => {
    const { salon, hosts } = await begin()
    const running = salon.run('untilRefused', { route: list })
    await hasBegun(0)
    await salon.grant({ hosts })
    expect(await running).toEqual({ got: 'kernel.notGranted' })
  })

  it('is gone for a request to a host that comes after it', async () => {
    const { salon } = await begin()
    const running = salon.run('fetchUntilRefused')
    await hasBegun(3)
    await salon.grant({})
    expect((await running).failed).toMatch(/does not let the plugin/)
  })

  it('is gone with the plugin: suspended in the middle of a call, it can do no more', async () => {
    const { salon } = await begin()
    const running = salon.run('untilRefused', { route: list })
    await hasBegun(0)
    await stage.platform.owner.query(
      `update kernel.plugin_installations set state = 'suspended' where tenant_id = $1`,
      [salon.id],
    )
    await changeRights(salon)
    expect(await running).toEqual({ got: 'kernel.notGranted' })
    expect(await salon.ask('fine')).toMatchObject({ status: 403 })
  })
})
