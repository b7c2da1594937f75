import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from './postgres-backend.ts'
import { type PostgresServer, startPostgresServer } from './postgres-server.ts'
import type { SqlBackend, SqlRequest } from './sql-backend.ts'

const never = new AbortController().signal
const lone = (query: string, ...params: string[]): SqlRequest => ({ statements: [{ query, params }] })
const batch = (...queries: string[]): SqlRequest => ({
  begin: 'BEGIN',
  statements: queries.map((query) => ({ query, params: [] })),
})

describe('openPostgres', () => {
  let server: PostgresServer
  const opened: SqlBackend[] = []

  const open = (...options: Parameters<typeof openPostgres> extends [string, ...infer Rest] ? Rest : never) => {
    const backend = openPostgres(server.url, ...options)
    opened.push(backend)
    return {
      run: async (request: SqlRequest, signal = never) =>
        (await backend.run(server.url, request, signal)).map((result) => result.rows),
      runAs: (url: string, request: SqlRequest) => backend.run(url, request, never),
    }
  }

  beforeAll(async () => {
    server = await startPostgresServer()
    const { run } = open()
    await run(lone("create role one login password 'p'"))
    await run(lone("create role two login password 'p'"))
  }, 60_000)

  afterAll(async () => {
    await Promise.all(opened.map((backend) => backend.close()))
    await server.stop()
  }, 30_000)

  it('never follows a connection string to another server', async () => {
    const { runAs } = open()
    const url = new URL(server.url)
    url.host = 'example.invalid:1'
    url.search = '?options=-c%20work_mem%3D99MB'
    const [result] = await runAs(url.href, lone('show work_mem'))
    expect(result?.rows).toEqual([['4MB']])
  })

  it('keeps all logins together under one bound and closes what idles', async () => {
    const { run, runAs } = open({ maxConnections: 2, idleMs: 100 })
    const urls = ['one', 'two'].map((user) => `postgres://${user}:p@host/postgres`)
    const requests = Array.from({ length: 40 }, (_, index) =>
      runAs(urls[index % 2] ?? '', lone('select pg_sleep(0.01)')),
    )
    const watcher = new Client({ connectionString: server.url })
    await watcher.connect()
    const count = async () => {
      const { rows } = await watcher.query("select 1 from pg_stat_activity where usename in ('one', 'two')")
      return rows.length
    }
    await expect.poll(count).toBeGreaterThan(0)
    // A server process outlives its connection by a moment.
    expect(await count()).toBeLessThanOrEqual(3)
    await Promise.all(requests)
    await expect.poll(count).toBe(0)
    await watcher.end()
    expect(await run(lone('select 1'))).toEqual([[['1']]])
  })

  it('cancels what nobody waits for and keeps the connection', async () => {
    const { run } = open({ maxConnections: 1 })
    const [[[before]]] = (await run(lone('select pg_backend_pid()'))) as [[[string]]]
    const startMs = performance.now()
    const abandoned = run(batch('create table half_done ()', 'select pg_sleep(20)'), AbortSignal.timeout(100))
    await expect(abandoned).rejects.toMatchObject({ code: '57014' })
    expect(await run(lone("select to_regclass('half_done'), pg_backend_pid()"))).toEqual([[[null, before]]])
    expect(performance.now() - startMs).toBeLessThan(5000)
  })

  it('names statements that repeat and survives what makes the names stale', async () => {
    const { run } = open({ maxConnections: 1 })
    const star = lone('select * from shape')
    await run(lone('create table shape as select 1 as a'))
    for (let round = 0; round < 4; round++) expect(await run(star)).toEqual([[['1']]])
    expect(await run(lone('select count(*) > 0 from pg_prepared_statements'))).toEqual([[['t']]])
    await run(lone('alter table shape add column b int default 2'))
    expect(await run(star)).toEqual([[['1', '2']]])
    for (let round = 0; round < 3; round++) await run(star)
    await run(lone('deallocate all'))
    expect(await run(star)).toEqual([[['1', '2']]])
    const reshape = batch('select * from shape', 'alter table shape add column c int default 3', 'select * from shape')
    for (let round = 0; round < 3; round++) await run(star)
    expect(await run(reshape)).toEqual([[['1', '2']], [], [['1', '2', '3']]])
  })

  it('forgets the names of an exchange that failed before they were made', async () => {
    const { run } = open({ maxConnections: 1 })
    const failing = batch('select 1 / 0', "select 'later'")
    for (let round = 0; round < 4; round++) await expect(run(failing)).rejects.toMatchObject({ code: '22012' })
    expect(await run(batch('select 2', "select 'later'"))).toEqual([[['2']], [['later']]])
  })

  it('prepares nothing when told so, and no more than 100 statements otherwise', async () => {
    const count = async (prepare: boolean) => {
      const { run } = open({ maxConnections: 1, prepare })
      for (let index = 0; index < 260; index++) await run(lone(`select ${index >> 1}`))
      const [[[made]]] = (await run(lone('select count(*) from pg_prepared_statements'))) as [[[string]]]
      return Number(made)
    }
    expect(await count(false)).toBe(0)
    expect(await count(true)).toBe(100)
  })

  it('stops a statement at the limit', async () => {
    const { run } = open({ statementTimeoutMs: 50 })
    await expect(run(lone('select pg_sleep(5)'))).rejects.toMatchObject({ code: '57014' })
  })

  it('reports a connection that dies and finds the server again after a crash', async () => {
    const { run } = open({ maxConnections: 3 })
    await expect(run(lone('select pg_terminate_backend(pg_backend_pid())'))).rejects.toMatchObject({ code: '57P01' })
    await run(lone('create table kept as select 1 as a'))
    const lost = Promise.allSettled([1, 2, 3, 4, 5].map(() => run(batch('delete from kept', 'select pg_sleep(5)'))))
    await expect
      .poll(() => open().run(lone("select count(*) from pg_locks where mode = 'RowExclusiveLock'")))
      .not.toEqual([[['0']]])
    await server.kill9()
    for (const outcome of await lost) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { severity: 'FATAL' } })
      expect(Reflect.get(Reflect.get(outcome, 'reason'), 'code')).toMatch(/^(08006|08001|57P01)$/)
    }
    await expect(run(lone('select 1'))).rejects.toMatchObject({ code: '08001' })
    await server.restart()
    expect(await run(lone('select a from kept'))).toEqual([[['1']]])
  })
})
