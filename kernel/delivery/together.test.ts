import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { echoMigrations } from './testing/echo-plugins.ts'

describe.each(databases)('changes of handlers that are at work at the same moment, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({
      database,
      entry: 'kernel/delivery/testing/echo-worker.ts',
      migrations: [...(await readMigrations()), ...echoMigrations],
      onLog: () => undefined,
    })
    salon = await makeWorkspace(platform.client, { modules: ['echo'] })
  })
  afterAll(() => platform?.stop())

  const say = async (thing: string, data: object) => {
    const reply = await salon.client.post('/api/echo/things', { thing, number: 1, isSpread: true, times: 20, ...data })
    expect(reply.status, JSON.stringify(reply.body)).toBe(204)
  }
  const heard = async (thing: string) => {
    const [row] = await platform.owner.query(
      `select count(distinct e.id)::int as heard, count(distinct e.cause)::int as events, count(distinct l.txid)::int as transactions
       from echo.effects e join kernel.ledger l on l.request_id = 'event:' || e.cause where e.about like $1`,
      [`thing:${thing}-%`],
    )
    return row
  }
  const left = async (thing: string) =>
    await platform.owner.query(
      'select subject, attempts, last_error as why from kernel.deliveries where subject like $1 order by subject',
      [`thing:${thing}-%`],
    )

  it('travel to the database together, each with its own record', async () => {
    await say('choir', {})
    await expect.poll(() => left('choir')).toEqual([])
    const row = await heard('choir')
    expect(row).toMatchObject({ heard: 20, events: 20 })
    expect(Number(row?.transactions)).toBeLessThan(10)
    const records = await platform.owner.query(
      `select l.subject, l.request_id from kernel.ledger l where l.action = 'echo.thing.echoed' and l.subject like 'thing:choir-%'`,
    )
    const said = await platform.owner.query(
      `select l.subject, 'event:' || l.id as request_id from kernel.ledger l where l.action = 'echo.thing.said' and l.subject like 'thing:choir-%'`,
    )
    expect(new Map(records.map((each) => [each.subject, each.request_id]))).toEqual(
      new Map(said.map((each) => [each.subject, each.request_id])),
    )
  })

  it('are not taken along by one that the database refuses, which is told why itself', async () => {
    await say('crew', { refused: 7 })
    await expect
      .poll(() => left('crew'))
      .toMatchObject([{ subject: 'thing:crew-6', why: expect.stringContaining('conflict') }])
    expect(await heard('crew')).toMatchObject({ heard: 19, events: 19 })
  })

  it('happen once, when those of an earlier attempt are among them', async () => {
    await say('round', { failures: 1 })
    await expect.poll(() => left('round'), { timeout: 30_000 }).toEqual([])
    expect(await heard('round')).toMatchObject({ heard: 40, events: 20 })
  })

  it('are made alone when their event was broken off with its Worker three times', async () => {
    await say('storm', {})
    await expect.poll(() => left('storm')).toEqual([])
    // As a Worker leaves them that died again and again: ten of them guilty, or beside a guilty one; ten only once.
    await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject, attempts, lease, leased_until)
       select tenant_id, 'plugin:echo', id, action, subject, case when row_number() over (order by id) <= 10 then 3 else 1 end,
         gen_random_uuid(), now() - interval '1 second'
       from kernel.ledger where action = 'echo.thing.said' and subject like 'thing:storm-%'`,
    )
    await platform.tick()
    await expect.poll(() => left('storm'), { timeout: 10_000 }).toEqual([])
    const rows = await platform.owner.query(
      `with again as (
         select distinct on (l.request_id) s.id, l.txid from kernel.ledger l join kernel.ledger s on l.request_id = 'event:' || s.id
         where l.action = 'echo.thing.echoed' and l.subject like 'thing:storm-%' order by l.request_id, l.at desc
       ), placed as (select txid, row_number() over (order by id) as place from again)
       select p.place::int, count(o.place)::int as beside from placed p join placed o on o.txid = p.txid group by 1 order by 1`,
    )
    expect(rows).toHaveLength(20)
    expect(rows.slice(0, 10).map(({ beside }) => beside)).toEqual(Array.from({ length: 10 }, () => 1))
    expect(Math.max(...rows.slice(10).map(({ beside }) => Number(beside)))).toBeGreaterThan(1)
  })
})
