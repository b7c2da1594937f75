import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bridge, startBridge } from './bridge.ts'
import { openPGlite } from './pglite-backend.ts'
import { openPostgres } from './postgres-backend.ts'
import { startPostgresServer } from './postgres-server.ts'
import type { SqlBackend } from './sql-backend.ts'

type Sql = NeonQueryFunction<false, false>
type Opened = { backend: SqlBackend; ownerUrl: string; close(): Promise<void> }

neonConfig.disableWarningInBrowsers = true

const openers: Record<string, () => Promise<Opened>> = {
  PGlite: async () => {
    const backend = await openPGlite('memory://', { ownerPassword: "it's" })
    return { backend, ownerUrl: "postgres://postgres:it's@127.0.0.1/postgres", close: () => backend.close() }
  },
  PostgreSQL: async () => {
    const server = await startPostgresServer({ durable: false })
    const backend = openPostgres(server.url, { maxConnections: 8 })
    return { backend, ownerUrl: server.url, close: () => backend.close().then(() => server.stop()) }
  },
}

describe.each(Object.entries(openers))('the unmodified driver on %s', (_name, open) => {
  let opened: Opened
  let bridge: Bridge
  let sql: Sql
  let sqlAsX: Sql

  const urlAs = (user: string, password: string) => {
    const url = new URL(opened.ownerUrl)
    url.username = user
    url.password = password
    return url.href
  }
  const connect = (url: string, options = {}): Sql => neon(url, options)
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(bridge.url, { method: 'POST', body, headers: { 'Neon-Connection-String': opened.ownerUrl, ...headers } })

  beforeAll(async () => {
    opened = await open()
    bridge = await startBridge({ backend: opened.backend })
    neonConfig.fetchEndpoint = () => bridge.url
    sql = connect(opened.ownerUrl)
    sqlAsX = connect(urlAs('x', 'y'))
    await sql`create role x login password 'y'`
    await sql`create table owned (id int constraint owned_key primary key, note text)`
    await sql`create table shared (id serial primary key, tenant text, note text)`
    await sql`grant select, insert on shared to x`
    await sql`grant usage on sequence shared_id_seq to x`
  }, 60_000)

  afterAll(async () => {
    await bridge?.close()
    await opened?.close()
  }, 30_000)

  it('sends every kind of value and gets it back', async () => {
    const bytes = Buffer.from([0, 1, 127, 128, 255])
    const [row] = await sql`select ${null}::text as missing, ${'żółw 🐢 "quoted" \\ \n'}::text as words,
      ${JSON.stringify({ deep: [1, null, 'ü'] })}::jsonb as document, ${['a', 'b,"c"', null]}::text[] as list,
      ${bytes}::bytea as bytes, ${'2026-11-22T10:00:00.123Z'}::timestamptz as moment,
      ${42}::int as number, ${true}::bool as flag, 9007199254740993::bigint as big`
    expect(row).toEqual({
      missing: null,
      words: 'żółw 🐢 "quoted" \\ \n',
      document: { deep: [1, null, 'ü'] },
      list: ['a', 'b,"c"', null],
      bytes,
      moment: new Date('2026-11-22T10:00:00.123Z'),
      number: 42,
      flag: true,
      big: '9007199254740993',
    })
  })

  it('answers array mode and full results with fields, command and row count', async () => {
    const result = await neon(opened.ownerUrl, { arrayMode: true, fullResults: true })`
      insert into shared (tenant, note) values ('f', 'one'), ('f', 'two') returning note, id + 0 as sum`
    expect(result).toMatchObject({ command: 'INSERT', rowCount: 2, rowAsArray: true })
    expect(result.rows.map(([note]) => note)).toEqual(['one', 'two'])
    expect(result.fields[0]).toMatchObject({ name: 'note', dataTypeID: 25, columnID: 3, format: 'text' })
    expect(result.fields[0]?.tableID).toBeGreaterThan(0)
    expect(result.fields[1]).toMatchObject({ name: 'sum', dataTypeID: 23, tableID: 0 })
  })

  it('answers statements without rows, and the empty one', async () => {
    const full = connect(opened.ownerUrl, { fullResults: true })
    const queries = ['create table brief (a int)', '', 'drop table brief', 'select 1 where false']
    const results = await full.transaction(queries.map((query) => full.query(query)))
    expect(results.map((result) => [Reflect.get(result, 'command'), Reflect.get(result, 'rowCount')])).toEqual([
      ['CREATE', null],
      ['', null],
      ['DROP', null],
      ['SELECT', 0],
    ])
  })

  it('runs a batch as one transaction with its settings local to it', async () => {
    const [, seen, ids] = await sqlAsX.transaction([
      sqlAsX`select set_config('app.tenant', 'acme', true)`,
      sqlAsX`select current_setting('app.tenant') as tenant`,
      sqlAsX`select pg_current_xact_id_if_assigned() is null as idle, now() = statement_timestamp() as alone`,
    ])
    expect(seen).toEqual([{ tenant: 'acme' }])
    expect(ids).toHaveLength(1)
    expect(await sqlAsX`select nullif(current_setting('app.tenant', true), '') as tenant`).toEqual([{ tenant: null }])
  })

  it.each(['ReadUncommitted', 'ReadCommitted', 'RepeatableRead', 'Serializable'] as const)(
    'opens the batch at %s',
    async (isolationLevel) => {
      const [[row]] = (await sql.transaction([sql`show transaction_isolation`], { isolationLevel })) as [[object]]
      expect(Object.values(row)).toEqual([isolationLevel.replace(/(?!^)[A-Z]/, ' $&').toLowerCase()])
    },
  )

  it('refuses a write in a read-only batch and takes deferrable', async () => {
    const write = sql`insert into shared (tenant) values ('read-only')`
    await expect(sql.transaction([write], { readOnly: true })).rejects.toMatchObject({ code: '25006' })
    const [[row]] = (await sql.transaction([sql`show transaction_deferrable`], {
      isolationLevel: 'Serializable',
      readOnly: true,
      deferrable: true,
    })) as [[object]]
    expect(Object.values(row)).toEqual(['on'])
  })

  it('reports every field of a database error', async () => {
    await sql`insert into owned values (1, 'first')`
    await expect(sql`insert into owned values (1, 'again')`).rejects.toMatchObject({
      message: 'duplicate key value violates unique constraint "owned_key"',
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (id)=(1) already exists.',
      schema: 'public',
      table: 'owned',
      constraint: 'owned_key',
      routine: '_bt_check_unique',
    })
    await expect(sql`select nothing from owned`).rejects.toMatchObject({ code: '42703', position: '8' })
  })

  it('leaves nothing of a batch that aborts, and serves on', async () => {
    const batch = [sql`insert into shared (tenant) values ('aborted')`, sql`select 1 / 0`, sql`select 1`]
    await expect(sql.transaction(batch)).rejects.toMatchObject({ code: '22012' })
    await expect(sql.transaction([sql`savepoint a`, sql`selec`])).rejects.toMatchObject({ code: '42601' })
    expect(await sql`select count(*)::int as n from shared where tenant = 'aborted'`).toEqual([{ n: 0 }])
  })

  it('reports a constraint that fails at commit', async () => {
    await sql`create table later (id int unique deferrable initially deferred)`
    const batch = [sql`insert into later values (1)`, sql`insert into later values (1)`]
    await expect(sql.transaction(batch)).rejects.toMatchObject({ code: '23505', table: 'later' })
    expect(await sql`select * from later`).toEqual([])
  })

  it('refuses a lone BEGIN rather than leave its transaction to the next request', async () => {
    await expect(sql`begin read only`).rejects.toMatchObject({ code: '25000' })
    await sql`insert into shared (tenant) values ('after begin')`
  })

  it('lets a made role log in as itself and no further', async () => {
    expect(await sqlAsX`select session_user::text, current_user::text`).toEqual([
      { session_user: 'x', current_user: 'x' },
    ])
    await expect(sqlAsX`select * from owned`).rejects.toMatchObject({ code: '42501' })
    expect(await sql`select session_user::text`).toEqual([{ session_user: 'postgres' }])
    const escapes = [
      'set role postgres',
      'set session authorization postgres',
      "select set_config('session_authorization', 'postgres', false)",
      "select set_config('ro' || 'le', 'postgres', true)",
      "do $$ begin execute 'set session ' || 'authorization postgres'; end $$",
    ]
    for (const escape of escapes) {
      await expect(sqlAsX.query(escape), escape).rejects.toMatchObject({ code: '42501' })
      const batch = ['rollback', escape, 'select * from owned'].map((query) => sqlAsX.query(query))
      await expect(sqlAsX.transaction(batch), escape).rejects.toMatchObject({ code: '42501' })
    }
    const resets = ['reset session authorization', 'reset role', 'set session authorization default', 'discard all']
    for (const reset of resets) {
      await sqlAsX.query(reset).catch(() => {})
      await expect(sqlAsX`select * from owned`, reset).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('keeps what a session set from other logins', async () => {
    await sqlAsX`select set_config('app.secret', 'of x', false)`
    await sqlAsX`create temp table mine as select 1 as a`.catch(() => {})
    const [row] = await sql`select current_setting('app.secret', true) as secret, to_regclass('pg_temp.mine') as temp`
    expect(row?.secret ?? '').toBe('')
    expect(row?.temp).toBeNull()
  })

  it('refuses a wrong password, an unknown role and a missing database as the server does', async () => {
    await expect(connect(urlAs('x', 'wrong'))`select 1`).rejects.toMatchObject({ code: '28P01', severity: 'FATAL' })
    await expect(connect(urlAs('nobody', 'y'))`select 1`).rejects.toMatchObject({ code: '28P01' })
    const elsewhere = opened.ownerUrl.replace(/postgres$/, 'elsewhere')
    await expect(connect(elsewhere)`select 1`).rejects.toMatchObject({ code: '3D000' })
    await sql`create role sleeper nologin password 'y'`
    await expect(connect(urlAs('sleeper', 'y'))`select 1`).rejects.toMatchObject({ code: '28000' })
    expect(await connect(urlAs('x', 'y'))`select 1 as one`).toEqual([{ one: 1 }])
  })

  it('follows a role that is dropped and made again with another password', async () => {
    await sql`create role brief login password 'one'`
    expect(await connect(urlAs('brief', 'one'))`select 1 as one`).toEqual([{ one: 1 }])
    await expect(connect(urlAs('brief', 'two'))`select 1`).rejects.toMatchObject({ code: '28P01' })
    await sql`alter role brief password 'two'`
    expect(await connect(urlAs('brief', 'two'))`select 1 as one`).toEqual([{ one: 1 }])
  })

  it('answers 64 batches at once, each with its own tenant', async () => {
    const tenants = Array.from({ length: 64 }, (_, index) => `tenant ${index}`)
    const answers = await Promise.all(
      tenants.map((tenant, index) => {
        const each = index % 2 === 0 ? sql : sqlAsX
        return each.transaction([
          each`select set_config('app.tenant', ${tenant}, true)`,
          each`insert into shared (tenant) values (current_setting('app.tenant'))`,
          each`select tenant, ${index}::int as index from shared where tenant = current_setting('app.tenant')`,
        ])
      }),
    )
    expect(answers.map(([, , rows]) => rows)).toEqual(tenants.map((tenant, index) => [{ tenant, index }]))
  })

  it('ends the transaction of a client that goes away', async () => {
    const slow = [sql`insert into shared (tenant) values ('gone')`, sql`select pg_sleep(0.5)`]
    const signal = AbortSignal.timeout(100)
    await expect(sql.transaction(slow, { fetchOptions: { signal } })).rejects.toThrow(/abort|timeout/i)
    await sql`lock table shared in access exclusive mode`.catch(() => {})
    await expect
      .poll(() => sql`select count(*)::int as n from pg_stat_activity where state like '% in transaction%'`)
      .toEqual([{ n: 0 }])
    expect(await sqlAsX`select 1 as one`).toEqual([{ one: 1 }])
  })

  it.each([
    ['not JSON', '{', {}],
    ['an array', '[]', {}],
    ['no query', '{"params":[]}', {}],
    ['queries that are no array', '{"queries":{}}', {}],
    ['a query that is a number', '{"queries":[{"query":1}]}', {}],
    ['params that are no array', '{"query":"select 1","params":{}}', {}],
    ['a param that is an object', '{"query":"select $1","params":[{}]}', {}],
    ['an unknown isolation level', '{"queries":[]}', { 'Neon-Batch-Isolation-Level': 'serializable' }],
    ['a flag that is neither', '{"queries":[]}', { 'Neon-Batch-Read-Only': '1' }],
    ['a connection string that is none', '{"query":"select 1"}', { 'Neon-Connection-String': 'secret@host' }],
  ])('answers 400 and a sentence to %s', async (_what, body, headers) => {
    const response = await post(body, headers)
    expect(response.status).toBe(400)
    const { code, message } = (await response.json()) as { code: string; message: string }
    expect(code).toBe('08P01')
    expect(message).not.toContain('secret')
  })

  it('refuses what HTTP cannot carry', async () => {
    expect((await fetch(bridge.url)).status).toBe(404)
    await expect(sql.query('/* in */ copy shared from stdin')).rejects.toMatchObject({ code: '0A000' })
    const tooLong = await post(`"${'x'.repeat(64 * 1024 * 1024)}"`)
    expect([tooLong.status, await tooLong.json()]).toMatchObject([400, { code: '54000' }])
  })
})
