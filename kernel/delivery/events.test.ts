import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { contextKey, signContext } from '../database/sign-context.ts'
import { echoMigrations } from './testing/echo-plugins.ts'

describe.each(databases)('events between plugins, on %s', (database) => {
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

  const say = async (thing: string, data: object = {}, workspace = salon) => {
    const reply = await workspace.client.post('/api/echo/things', { thing, number: 1, ...data })
    expect(reply.status, JSON.stringify(reply.body)).toBe(204)
  }
  const effectsOf = async (thing: string, workspace = salon) =>
    (await workspace.client.get(`/api/echo/effects?about=thing:${thing}`)).body as { cause: string; step: number }[]
  const steps = async (thing: string) => (await effectsOf(thing)).map(({ step }) => step)
  const waiting = async (tenantId: string) =>
    Number(
      (await platform.owner.query('select count(*) from kernel.deliveries where tenant_id = $1', [tenantId]))[0]?.count,
    )

  it('brings a record to the plugin that hears of it, and forgets about it then', async () => {
    await say('bell')
    await expect.poll(() => steps('bell')).toEqual([1])
    await expect.poll(() => waiting(salon.id)).toBe(0)
    const { body } = await salon.client.get('/api/audit?subject=thing:bell')
    expect(body.data.map(({ action, actor }: { action: string; actor: string }) => [action, actor])).toEqual([
      ['echo.thing.echoed', 'plugin:echo'],
      ['echo.thing.said', `person:${salon.owner.id}`],
    ])
    const [echoed, said] = body.data
    expect(echoed.requestId).toBe(`event:${said.id}`)
    expect((await effectsOf('bell'))[0]?.cause).toBe(said.id)
  })

  it('does not do again what a handler had done before it failed', async () => {
    await say('lamp', { failures: 2 })
    await expect.poll(() => steps('lamp')).toEqual([1, 2])
    await expect.poll(() => waiting(salon.id)).toBe(0)
    const kept = await platform.owner.query(
      `select from kernel.idempotency where actor = 'plugin:echo' and tenant_id = $1`,
      [salon.id],
    )
    expect(kept.length).toBe(0)
  })

  it('keeps the order of a subject: what fails holds back what came after it, and nothing else', async () => {
    await say('slow', { failures: 1 })
    await say('slow', { number: 2 })
    await say('quick')
    await expect.poll(() => steps('quick')).toEqual([1])
    expect(await steps('slow')).toEqual([1])
    await expect.poll(() => steps('slow')).toEqual([1, 2, 1])
    const causes = (await effectsOf('slow')).map(({ cause }) => cause)
    expect(causes[0]).toBe(causes[1])
    expect([...causes].sort()).toEqual(causes)
  })

  it('finds what was left behind by a Worker that died, and does not let two at it', async () => {
    await say('dead', { takesMs: 1500 })
    await expect
      .poll(
        async () =>
          (
            await platform.owner.query(
              `select from kernel.deliveries where subject = 'thing:dead' and lease is not null`,
            )
          ).length,
      )
      .toBe(1)
    // As if its Worker were thought dead: the lease ends, and the sweep has another one take it up.
    await platform.owner.query(
      `update kernel.deliveries set leased_until = now() - interval '1 second', lease = gen_random_uuid() where subject = 'thing:dead'`,
    )
    await platform.tick()
    await expect.poll(() => steps('dead')).toEqual([1])
    await expect.poll(() => waiting(salon.id)).toBe(0)
    expect(await steps('dead')).toEqual([1])
  })

  it('shuts out a Worker that was only slow, when somebody else has done its work', async () => {
    await say('late', { takesMs: 1000 })
    // As another Worker leaves it that took the event up, handled it, and noted that it is done.
    await expect
      .poll(() =>
        platform.owner.query(
          `delete from kernel.deliveries where subject = 'thing:late' and lease is not null returning id`,
        ),
      )
      .toHaveLength(1)
    await say('later', { takesMs: 2500 })
    await expect.poll(() => steps('later')).toEqual([1])
    expect(await steps('late')).toEqual([])
  })

  it('gives up after sixteen attempts, says why, lets the next ones pass, and tries again when told to', async () => {
    await say('broken', { failures: 99 })
    await say('broken', { number: 2 })
    // As after fourteen more failures.
    await expect
      .poll(() =>
        platform.owner.query(
          `update kernel.deliveries set attempts = 15, due_at = now()
           where subject = 'thing:broken' and lease is null and attempts between 1 and 14 returning id`,
        ),
      )
      .toHaveLength(1)
    await platform.tick()
    await expect
      .poll(async () => (await salon.client.get('/api/deliveries')).body.data)
      .toMatchObject([
        {
          kind: 'plugin',
          target: 'echo',
          action: 'echo.thing.said',
          subject: 'thing:broken',
          state: 'dead',
          attempts: 16,
          nextAttemptAt: null,
          lastError: 'The thing is busy (echo.busy)',
        },
      ])
    await expect.poll(() => steps('broken')).toEqual([1, 1])
    const [dead] = (await salon.client.get('/api/deliveries')).body.data
    const replayed = await salon.client.post('/api/deliveries/replay', { ids: [dead.id] })
    expect(replayed).toMatchObject({ status: 202, body: { replayed: 1 } })
    await expect
      .poll(async () => (await salon.client.get('/api/deliveries?state=failed')).body.data)
      .toMatchObject([{ id: dead.id }])
    // It failed again, and its first change was still not made twice.
    expect(await steps('broken')).toEqual([1, 1])
    await platform.owner.query(`delete from kernel.deliveries where subject = 'thing:broken'`)
  })

  it('brings nothing to a module that is off, and nothing of another workspace', async () => {
    const garage = await makeWorkspace(platform.client, { modules: ['echo'] })
    await say('ours')
    await say('theirs', {}, garage)
    await expect.poll(() => effectsOf('theirs', garage)).toHaveLength(1)
    expect(await effectsOf('ours', garage)).toEqual([])
    await garage.client.post('/api/echo/things', { thing: 'late', number: 1, takesMs: 0, failures: 3 })
    await garage.client.put('/api/modules/echo', { enabled: false })
    await platform.owner.query(`update kernel.deliveries set due_at = now() where tenant_id = $1`, [garage.id])
    await platform.tick()
    await expect.poll(() => waiting(garage.id)).toBe(0)
  })

  it('rests when there is nothing to do', async () => {
    const key = await contextKey(inject('secrets').ENCRYPTION_KEY)
    const context = {
      tenantId: salon.id,
      role: 'postgres',
      actor: 'system',
      requestId: 'a-look',
      expiresAtSeconds: Math.floor(Date.now() / 1000) + 60,
    }
    const nextDue = async (who: string) => {
      const [, [row]] = (await platform.owner.transaction([
        platform.owner.query(`select set_config('dpf.context', $1, true)`, [await signContext(context, key)]),
        platform.owner.query('select kernel.next_due($1) as ms', [who]),
      ])) as [unknown, { ms: unknown }[]]
      return row?.ms
    }
    await expect.poll(() => waiting(salon.id)).toBe(0)
    expect([await nextDue('plugin:echo'), await nextDue('jobs')]).toEqual([null, null])
    await say('patient', { failures: 3 })
    await expect.poll(async () => Number(await nextDue('plugin:echo'))).toBeGreaterThan(500)
    // What comes behind it waits with it, and is no work before.
    await say('patient', { number: 2 })
    await expect.poll(async () => Number(await nextDue('plugin:echo'))).toBeGreaterThan(500)
    const dueOf = () =>
      platform.owner.query(
        `select due_at > clock_timestamp() + interval '500 milliseconds' as waits from kernel.deliveries where subject = 'thing:patient'`,
      )
    await expect.poll(dueOf).toEqual([{ waits: true }, { waits: true }])
    await platform.owner.query(`delete from kernel.deliveries where subject = 'thing:patient'`)
  })

  it('ends a circle of modules that answer each other', async () => {
    const court = await makeWorkspace(platform.client, { modules: ['ping', 'pong'] })
    expect((await court.client.post('/api/ping/balls')).status).toBe(204)
    await expect
      .poll(async () => (await court.client.get('/api/deliveries')).body.data)
      .toMatchObject([{ state: 'dead', lastError: 'Modules answer each other in a circle' }])
    const { body } = await court.client.get('/api/audit?limit=100')
    expect(body.data.filter(({ action }: { action: string }) => action.endsWith('ball.hit'))).toHaveLength(12)
  })
})
