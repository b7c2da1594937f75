import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, signUp } from '../../../tools/testing/client.ts'
import { openStage, type Stage, type Victim } from './testing/stage.ts'

const attempts = `
  read: ({ kernel, args }) => kernel.database.read(args.map((sql) => (typeof sql === 'string' ? { sql, params: [] } : sql))),
  commit: ({ kernel, args }) => kernel.database.commit(args),
  call: ({ kernel, args }) => kernel.modules.call(args),
  forge: async ({ call, kernel, args }) => {
    Object.assign(call.context.tenant, { id: args.tenant })
    Object.assign(call.context.principal, { actor: 'person:forged', role: 'owner', permissions: ['*'], kind: 'system' })
    return kernel.database.read([{ sql: 'select text from hostile.things', params: [] }])
  },
  remember: ({ memory, args }) => { memory.kept = args; globalThis.also = args; Array.prototype.stolen = args; return 'kept' },
  recall: ({ memory }) => [memory.kept ?? null, globalThis.also ?? null, [].stolen ?? null],
  stash: async ({ kernel, memory, args }) => {
    memory.kernel = kernel
    memory.modules = kernel.modules.dup?.() ?? kernel.modules
    memory.database = kernel.database.dup?.() ?? kernel.database
    memory.later = args
    return 'stashed'
  },
  useStash: async ({ memory, args }) => {
    const tries = await Promise.allSettled([
      memory.modules.call(args), memory.kernel.modules.call(args),
      memory.database.read([{ sql: 'select 1', params: [] }]), memory.kernel.database.read([{ sql: 'select 1', params: [] }]),
    ])
    return tries.map((one) => one.value ?? String(one.reason))
  },
  seen: ({ call }) => ({ headers: Object.fromEntries(call.request.headers), context: call.context }),
`
const contacts = 'crm GET /contacts'
const contact = 'crm GET /contacts/:id'
const create = 'crm POST /contacts'
const all = { perDay: 1000, fields: null }
const record = (action = 'hostile.thing.made') => ({ action, subject: 'thing:1', data: {} })
const change = (over: object) => ({ records: [record()], statements: [], jobs: [], locks: [], ...over })
const insert = (tenant?: string) => ({
  sql:
    tenant === undefined
      ? `insert into hostile.things (id, text) values (gen_random_uuid(), 'mine')`
      : `insert into hostile.things (tenant_id, id, text) values ('${tenant}', gen_random_uuid(), 'planted')`,
  params: [],
  columns: 0,
  mustFind: false,
})

describe('a plugin sees no data but its own in this workspace', () => {
  let stage: Stage
  let salon: Victim
  let garage: Victim

  beforeAll(async () => {
    stage = await openStage(attempts)
    const calls = { [contacts]: all, [contact]: all, [create]: all }
    salon = await stage.makeVictim({ grants: { calls } })
    garage = await stage.makeVictim({ grants: { calls } })
    await garage.run('commit', change({ statements: [insert()] }))
    await garage.client.post('/api/crm/contacts', { firstName: 'Secret' })
  })
  afterAll(() => stage.stop())

  const things = async ({ id }: Victim) =>
    stage.platform.owner.query('select text from hostile.things where tenant_id = $1', [id])
  const refused = (outcome: object) => {
    expect(outcome).not.toHaveProperty('got.rows')
    expect(JSON.stringify(outcome)).toMatch(/problem|refused|failed/)
  }

  it('works at all: it writes and reads its own rows, on record', async () => {
    expect(await garage.run('read', ['select text from hostile.things'])).toEqual({ got: { rows: '[[["mine"]]]' } })
  })

  it.each([
    ['the session', "select current_setting('dpf.context')"],
    ['the session, by a member', "select ('dpf.context'::text).current_setting"],
    ['the session’s place', "select set_config('dpf.context', 'x', true)"],
    ['the catalogue', 'select * from pg_class'],
    ['the schema’s description', 'select * from information_schema.tables'],
    ['passwords', 'select * from pg_authid'],
    ['the ledger', 'select * from kernel.ledger'],
    ['the keys of the context', 'select * from kernel.context_keys'],
    ['contacts', 'select * from crm.contacts'],
    ['contacts, quoted', 'select * from "crm"."contacts"'],
    ['contacts, beside its own', 'select * from hostile.things, crm.contacts'],
    ['another published plugin’s rows', 'select * from neighbour.things'],
    ['files', "select pg_read_file('/etc/passwd')"],
    ['files, as large objects', "select lo_import('/etc/passwd')"],
    ['a program', "copy hostile.things to program 'id'"],
    ['another role', 'set role postgres'],
    ['the end of the transaction', 'commit'],
    ['a second statement', 'select 1; select 2'],
    ['a way out of the wrapper', 'select 1) select (1'],
    ['SQL in a text', "select query_to_xml('select * from crm.contacts', true, true, '')"],
    ['an escaped name', 'select U&"\\0070g_sleep"(1)'],
    ['a function of its own', 'create function hostile.f() returns int language sql return 1'],
    ['a message to other sessions', "select pg_notify('x', 'y')"],
    ['who else is there', 'select * from pg_stat_activity'],
    ['a lock on everybody', 'select pg_advisory_lock(1)'],
  ])('not %s, by SQL', async (_, sql) => {
    refused(await salon.run('read', [sql]))
    refused(await salon.run('commit', change({ statements: [{ sql, params: [], columns: 1, mustFind: true }] })))
  })

  it('not another workspace’s rows, however it names it', async () => {
    const sql = `select text from hostile.things where tenant_id = '${garage.id}' or true`
    expect(await salon.run('read', [sql])).toEqual({ got: { rows: '[[]]' } })
    expect(await salon.run('forge', { tenant: garage.id })).toEqual({ got: { rows: '[[]]' } })
  })

  it('not another workspace’s table to write into', async () => {
    refused(await salon.run('commit', change({ statements: [insert(garage.id)] })))
    await salon.run('commit', change({ statements: [insert()] }))
    const move = {
      sql: `update hostile.things set tenant_id = '${garage.id}'`,
      params: [],
      columns: 0,
      mustFind: false,
    }
    refused(await salon.run('commit', change({ statements: [move] })))
    const wipe = { sql: 'delete from hostile.things', params: [], columns: 0, mustFind: false }
    await salon.run('commit', change({ statements: [wipe] }))
    expect(await things(garage)).toEqual([{ text: 'mine' }])
  })

  it('not another workspace’s contact by its id', async () => {
    const listed = await garage.client.get('/api/crm/contacts')
    const { id } = listed.body.data[0]
    const asked = await salon.run('call', { route: contact, params: { id } })
    expect(asked).toMatchObject({ got: { problem: { status: 404 } } })
    expect(await salon.run('call', { route: contacts, query: { tenant: garage.id } })).toMatchObject({
      got: { value: { data: [] } },
    })
  })

  it('not what it remembered in another workspace', async () => {
    expect(await salon.run('remember', 'of salon')).toEqual({ got: 'kept' })
    expect(await salon.run('recall')).toEqual({ got: ['of salon', 'of salon', 'of salon'] })
    expect(await garage.run('recall')).toEqual({ got: [null, null, null] })
  })

  it('not the rights of whoever asked before, by capabilities that it kept', async () => {
    const viewer = await addMember(salon, await signUp(stage.platform.client), 'viewer')
    await salon.run('stash')
    const before = (await salon.client.get('/api/crm/contacts')).body.data.length
    const tries = await salon.run('useStash', { route: create, body: { firstName: 'Stolen' } }, viewer)
    expect(JSON.stringify(tries)).not.toContain('Stolen')
    for (const one of (tries.got as unknown[] | undefined) ?? [])
      expect(typeof one === 'string' || 'problem' in (one as object)).toBe(true)
    expect((await salon.client.get('/api/crm/contacts')).body.data).toHaveLength(before)
  })

  it('not a credential, a cookie or another of the caller’s permissions', async () => {
    const { got } = await salon.run(
      'seen',
      {},
      salon.client.with({ cookie: 'dpf_refresh=x', 'x-forwarded-for': '1.2.3.4' }),
    )
    const text = JSON.stringify(got)
    expect(text).not.toContain(salon.owner.accessToken)
    expect(text).not.toContain('dpf_refresh')
    expect(text).not.toMatch(/authorization|x-forwarded-for|crm\.|members\./i)
  })
})

describe('a plugin leaves no record but its own', () => {
  let stage: Stage
  let salon: Victim
  beforeAll(async () => {
    stage = await openStage(attempts)
    salon = await stage.makeVictim()
  })
  afterAll(() => stage.stop())

  const actions = async () =>
    stage.platform.owner.query('select action, actor, subject from kernel.ledger where tenant_id = $1', [salon.id])

  it.each(['crm.contact.created', 'kernel.member.removed', 'hostile2.thing.made', 'hostil', '', 'hostile.'])(
    'not one with the action %s',
    async (action) => {
      const before = (await actions()).length
      const outcome = await salon.run('commit', change({ records: [record(action)], statements: [insert()] }))
      expect(outcome).not.toHaveProperty('got.rows')
      expect((await actions()).length).toBe(before)
    },
  )

  it('not one of somebody else, at another time, or in another workspace', async () => {
    const forged = {
      ...record(),
      actor: 'person:forged',
      tenantId: crypto.randomUUID(),
      tenant_id: crypto.randomUUID(),
      at: '2001-01-01T00:00:00Z',
      id: crypto.randomUUID(),
      to: ['plugin:crm', 'webhook:x'],
      __proto__: { polluted: true },
    }
    await salon.run('commit', change({ records: [forged], statements: [insert()] }))
    for (const { actor } of await actions()) expect(actor).not.toContain('forged')
    const rows = await stage.platform.owner.query(
      `select 1 from kernel.ledger where id = $1 or at < '2002-01-01' or tenant_id in ($2, $3)`,
      [forged.id, forged.tenantId, forged.tenant_id],
    )
    expect(rows).toEqual([])
  })

  it('not a change without any', async () => {
    const count = async () => (await stage.platform.owner.query('select 1 from hostile.things')).length
    const before = await count()
    const outcome = await salon.run('commit', change({ records: [], statements: [insert()] }))
    expect(outcome).not.toHaveProperty('got.rows')
    expect(await count()).toBe(before)
  })

  it('not a job for another plugin', async () => {
    const jobs = [{ name: 'purge', payload: {}, pluginId: 'crm', plugin_id: 'crm', id: crypto.randomUUID() }]
    await salon.run('commit', change({ jobs }))
    const rows = await stage.platform.owner.query(`select plugin_id from kernel.jobs where name = 'purge'`)
    for (const { plugin_id } of rows) expect(plugin_id).toBe('hostile')
  })

  it('and the chain of records is whole after all that', async () => {
    const { status, body } = await salon.client.get('/api/audit/verify')
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/"(broken|faults)":\[[^\]]/)
  })
})
