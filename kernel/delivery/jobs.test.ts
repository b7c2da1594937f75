import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { echoMigrations } from './testing/echo-plugins.ts'

describe.each(databases)('jobs, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({
      database,
      entry: 'kernel/delivery/testing/echo-worker.ts',
      migrations: [...(await readMigrations()), ...echoMigrations],
      onLog: (line) => process.env.SHOW_LOG === '1' && console.log(line),
    })
    salon = await makeWorkspace(platform.client, { modules: ['echo'] })
  })
  afterAll(() => platform.stop())

  const plan = async (...jobs: object[]) => {
    const reply = await salon.client.post('/api/echo/jobs', { jobs })
    expect(reply.status, JSON.stringify(reply.body)).toBe(204)
  }
  const ran = async (place: string | number) =>
    (await salon.client.get(`/api/echo/effects?about=job:${place}`)).body as { at: string }[]
  const jobsOf = (key: string) =>
    platform.owner.query(
      'select id, due_at, every, dead_at, to_char(due_at at time zone $3, $4) as local from kernel.jobs where tenant_id = $1 and key = $2',
      [salon.id, key, 'Europe/Berlin', 'HH24:MI'],
    )

  const dueMs = async (key: string) => new Date(String((await jobsOf(key))[0]?.due_at)).getTime()

  it('runs at the moment that it was planned for, a second late at most', async () => {
    const wantedMs = Date.now() + 2500
    await plan({ key: 'soon', inMs: 2500 })
    expect(await ran('soon')).toEqual([])
    await expect.poll(() => ran('soon')).toHaveLength(1)
    const lateMs = Date.parse((await ran('soon'))[0]?.at ?? '') - wantedMs
    expect(lateMs).toBeGreaterThan(-50)
    expect(lateMs).toBeLessThan(3000)
  })

  it('has one job under a key: the later replaces the earlier, and a cancelled one never runs', async () => {
    await plan({ key: 'moved', inMs: 500 }, { key: 'gone', inMs: 500 })
    await plan({ key: 'moved', inMs: 3_600_000 }, { cancel: 'gone' }, { cancel: 'never was' })
    await plan({ key: 'twice', inMs: 60_000_000 }, { key: 'twice', inMs: 300 })
    await expect.poll(() => ran('twice')).toHaveLength(1)
    await plan({ key: 'after', inMs: 800 })
    await expect.poll(() => ran('after')).toHaveLength(1)
    expect([await ran('moved'), await ran('gone')]).toEqual([[], []])
    expect(await jobsOf('moved')).toHaveLength(1)
    expect(await jobsOf('gone')).toHaveLength(0)
  })

  it('comes back every day at the time on the workspace’s clocks, also when these are set', async () => {
    expect((await salon.client.patch('/api/tenant', { timeZone: 'Europe/Berlin' })).status).toBe(200)
    await plan({ key: 'daily', every: { at: '07:30' } })
    expect(await jobsOf('daily')).toMatchObject([{ local: '07:30' }])
    await salon.client.patch('/api/tenant', { timeZone: 'Asia/Tokyo' })
    const [moved] = await platform.owner.query(
      `select to_char(due_at at time zone 'Asia/Tokyo', 'HH24:MI') as local, due_at > now() as ahead, due_at < now() + interval '1 day' as soon
       from kernel.jobs where tenant_id = $1 and key = 'daily'`,
      [salon.id],
    )
    expect(moved).toEqual({ local: '07:30', ahead: true, soon: true })
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and key = 'daily'`, [
      salon.id,
    ])
    await platform.tick()
    await expect.poll(() => ran('daily')).toHaveLength(1)
    await expect.poll(async () => (await dueMs('daily')) > Date.now()).toBe(true)
    await salon.client.patch('/api/tenant', { timeZone: 'UTC' })
  })

  it('counts minutes from midnight, through the hours that summer time takes and gives', async () => {
    const next = async (every: object, zone: string) =>
      (await platform.owner.query('select kernel.next_run($1::jsonb, $2) as at', [JSON.stringify(every), zone]))[0]
        ?.at as Date
    const quarter = await next({ minutes: 15 }, 'Asia/Kathmandu')
    expect(quarter.getTime()).toBeGreaterThan(Date.now())
    expect(quarter.getTime()).toBeLessThanOrEqual(Date.now() + 15 * 60_000)
    expect(Math.round(quarter.getTime() / 1000) % 900).toBe(0)
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC']) {
      const at = await next({ at: '02:30' }, zone)
      expect(at.getTime()).toBeGreaterThan(Date.now())
      expect(at.getTime()).toBeLessThan(Date.now() + 49 * 3_600_000)
    }
  })

  it.each([
    // Berlin: 2027-03-28 has no 02:00 to 03:00, 2026-10-25 has it twice.
    ['Europe/Berlin', { at: '07:30' }, '2027-03-27T07:00:00Z', ['2027-03-28T05:30:00Z', '2027-03-29T05:30:00Z']],
    ['Europe/Berlin', { at: '07:30' }, '2026-10-24T06:00:00Z', ['2026-10-25T06:30:00Z', '2026-10-26T06:30:00Z']],
    ['Europe/Berlin', { at: '02:30' }, '2027-03-27T12:00:00Z', ['2027-03-28T01:30:00Z', '2027-03-29T00:30:00Z']],
    ['Europe/Berlin', { at: '02:30' }, '2026-10-24T12:00:00Z', ['2026-10-25T01:30:00Z', '2026-10-26T01:30:00Z']],
    ['Europe/Berlin', { minutes: 360 }, '2027-03-27T23:00:00Z', ['2027-03-28T04:00:00Z', '2027-03-28T10:00:00Z']],
    ['Europe/Berlin', { minutes: 1440 }, '2027-03-27T23:00:00Z', ['2027-03-28T22:00:00Z', '2027-03-29T22:00:00Z']],
    ['Europe/Berlin', { minutes: 1440 }, '2026-10-24T22:00:00Z', ['2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z']],
    [
      'Europe/Berlin',
      { minutes: 30 },
      '2026-10-25T00:10:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'],
    ],
    ['Europe/Berlin', { minutes: 30 }, '2027-03-28T00:40:00Z', ['2027-03-28T01:00:00Z', '2027-03-28T01:30:00Z']],
    ['America/New_York', { at: '09:00' }, '2027-03-13T15:00:00Z', ['2027-03-14T13:00:00Z', '2027-03-15T13:00:00Z']],
    ['Australia/Lord_Howe', { minutes: 60 }, '2027-04-03T14:20:00Z', ['2027-04-03T15:30:00Z', '2027-04-03T16:30:00Z']],
    ['Asia/Kathmandu', { minutes: 90 }, '2026-06-01T16:00:00Z', ['2026-06-01T16:45:00Z', '2026-06-01T18:15:00Z']],
    ['Asia/Kathmandu', { minutes: 1000 }, '2026-06-01T10:00:00Z', ['2026-06-01T10:55:00Z', '2026-06-01T18:15:00Z']],
  ])('in %s, every %o after %s, is due when the clocks on the walls say so', async (zone, every, after, expected) => {
    const found: string[] = []
    for (let moment = after; found.length < expected.length; moment = found.at(-1) ?? '') {
      const [row] = await platform.owner.query('select kernel.next_run_after($1, $2::jsonb, $3) as at', [
        moment,
        JSON.stringify(every),
        zone,
      ])
      found.push(new Date(String(row?.at)).toISOString().replace('.000Z', 'Z'))
    }
    expect(found).toEqual(expected)
  })

  it('gives up after ten attempts, says why, and one that comes back goes on with its next turn', async () => {
    await plan({ name: 'fail', key: 'once' }, { name: 'fail', key: 'again', every: { minutes: 60 } })
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1 and name = 'fail'`, [
      salon.id,
    ])
    await expect
      .poll(
        async () =>
          (
            await platform.owner.query(
              `select from kernel.jobs where tenant_id = $1 and name = 'fail' and last_error is not null`,
              [salon.id],
            )
          ).length,
      )
      .toBe(2)
    await platform.owner.query(
      `update kernel.jobs set attempts = 9, due_at = now() where tenant_id = $1 and name = 'fail' and dead_at is null`,
      [salon.id],
    )
    await platform.tick()
    await expect
      .poll(async () => (await salon.client.get('/api/deliveries?state=dead')).body.data)
      .toMatchObject([
        {
          kind: 'job',
          target: 'echo',
          action: 'fail',
          state: 'dead',
          lastError: 'The job cannot be done (echo.jobFailed)',
        },
        { kind: 'job', target: 'echo', action: 'fail', state: 'dead' },
      ])
    expect(await jobsOf('once')).toHaveLength(0)
    expect(await dueMs('again')).toBeGreaterThan(Date.now())
    const span = {
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    }
    expect((await salon.client.post('/api/deliveries/replay', span)).body).toEqual({ replayed: 2 })
    await plan({ cancel: 'again' })
  })

  it('is planned with the change that asks for it, or not at all', async () => {
    const refused = await salon.client.post('/api/echo/jobs', { jobs: [{ key: 'x'.repeat(300) }] })
    expect(refused.status).toBe(409)
    expect(await jobsOf('x'.repeat(300))).toHaveLength(0)
  })
})
