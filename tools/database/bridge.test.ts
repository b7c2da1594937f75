import { neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridgeOpeners, type OpenedBridge, type Sql } from './open-bridges.ts'
import { promiseLogins } from './promise-logins.ts'

describe.each(bridgeOpeners)('the unmodified driver on $name', ({ open }) => {
  let opened: OpenedBridge
  let sql: Sql
  let sqlAsX: Sql

  beforeAll(async () => {
    opened = await open()
    sql = opened.sql
    sqlAsX = opened.sqlAsX
  }, 60_000)

  afterAll(() => opened?.close(), 30_000)

  promiseLogins(() => opened)

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
    const full = neon(opened.ownerUrl, { fullResults: true })
    const queries = [
      'create table brief (a int)',
      '',
      'drop table brief',
      'select 1 where false',
      'copy owned to stdout',
    ]
    const results = await full.transaction(queries.map((query) => full.query(query)))
    expect(results.map((result) => [Reflect.get(result, 'command'), Reflect.get(result, 'rowCount')])).toEqual([
      ['CREATE', null],
      ['', null],
      ['DROP', null],
      ['SELECT', 0],
      ['COPY', 0],
    ])
    expect(await sql.transaction([])).toEqual([])
  })

  it('runs a batch as one transaction with its settings local to it', async () => {
    const transaction = () => sqlAsX`select pg_current_xact_id()::text as id`
    const [first, , seen, last] = await sqlAsX.transaction([
      transaction(),
      sqlAsX`select set_config('app.tenant', 'acme', true)`,
      sqlAsX`select current_setting('app.tenant') as tenant`,
      transaction(),
    ])
    expect(seen).toEqual([{ tenant: 'acme' }])
    expect(first).toEqual(last)
    expect(await transaction()).not.toEqual(last)
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
    await expect
      .poll(() => sql`select count(*)::int as n from pg_locks where relation = 'shared'::regclass`)
      .toEqual([{ n: 0 }])
    expect(await sql`select pg_current_xact_id_if_assigned() is null as fresh`).toEqual([{ fresh: true }])
  })

  it('answers 400 and a sentence to what is malformed, and 404 elsewhere', async () => {
    const post = (body: string, connectionString: string) =>
      fetch(opened.endpoint, { method: 'POST', body, headers: { 'Neon-Connection-String': connectionString } })
    const malformed = await post('{', opened.ownerUrl)
    expect([malformed.status, await malformed.json()]).toMatchObject([400, { code: '08P01', severity: 'ERROR' }])
    const nowhere = await post('{"query":"select 1"}', 'secret@host')
    expect(nowhere.status).toBe(400)
    expect(await nowhere.text()).not.toContain('secret')
    const tooLong = await post(`"${'x'.repeat(64 * 1024 * 1024)}"`, opened.ownerUrl)
    expect([tooLong.status, await tooLong.json()]).toMatchObject([400, { code: '54000' }])
    expect((await fetch(opened.endpoint, { method: 'POST', body: '{"query":"select 1"}' })).status).toBe(400)
    expect((await fetch(opened.endpoint)).status).toBe(404)
  })
})
