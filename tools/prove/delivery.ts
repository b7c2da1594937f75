import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { echoMigrations } from '../../kernel/delivery/testing/echo-plugins.ts'
import { readMigrations } from '../platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../testing/client.ts'
import { inParallel } from './in-parallel.ts'
import { insist } from './insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { openStage, type Stage } from './stage.ts'

/** Events on their way to a module while everything is killed, while it fails, and at several speeds. */
export const delivery: Proof = {
  name: 'delivery',
  promise: 'Every event reaches its hearer, in the order of its subject, and each effect happens once',
  plant: async (options) => {
    const small = { ...options, scale: Math.min(options.scale, 0.05) }
    const forgetful = await onStage((stage) => surviveKills(stage, small, true))
    const disorderly = await onStage((stage) => surviveFailures(stage, small, true))
    const areFound = forgetful.faults.length > 0 && disorderly.faults.length > 0
    return {
      done: `forgetting: ${forgetful.done}; disorder: ${disorderly.done}`,
      faults: areFound ? [...forgetful.faults, ...disorderly.faults] : [],
    }
  },
  run: async (options) => {
    const killed = await onStage((stage) => surviveKills(stage, options, false))
    const failed = await onStage((stage) => surviveFailures(stage, options, false))
    const timed = await onStage((stage) => measureDelays(stage, options))
    const all = [killed, failed, timed]
    return { done: all.map(({ done }) => done).join('; '), faults: all.flatMap(({ faults }) => faults) }
  },
}

const deadlineMs = 600_000

async function onStage(act: (stage: Stage & { readonly workspace: Workspace }) => Promise<Finding>): Promise<Finding> {
  const stage = await openStage({
    durable: true,
    entry: 'kernel/delivery/testing/echo-worker.ts',
    migrations: [...(await readMigrations()), ...echoMigrations],
  })
  try {
    const workspace = await makeWorkspace(stage.client, { modules: ['echo'] })
    return await act({ ...stage, workspace })
  } finally {
    await stage.stop()
  }
}

type Set = Stage & { readonly workspace: Workspace }

/** Kills the platform while handlers are between their commit and the note that they are done, until enough were. */
async function surviveKills(stage: Set, { scale }: ProofOptions, isForgetful: boolean): Promise<Finding> {
  const wanted = scaled(1000, scale, 20)
  const { client } = stage.workspace
  const faults: string[] = []
  let [said, cut, kills] = [0, 0, 0]
  while (cut < wanted && kills < wanted) {
    await inParallel(40, 8, async () => {
      const body = { thing: `k${said++}`, number: 1, takesMs: 5 + (said % 40) }
      const reply = await insist(client, '/api/echo/things', body, randomUUID())
      if (reply?.status !== 204) faults.push(`saying was answered ${reply?.status}`)
    })
    await stage.killPlatform()
    kills += 1
    const broken = await stage.owner().query(
      // As if the two minutes of their leases had passed.
      `update kernel.deliveries set leased_until = now() where lease is not null and leased_until > now() returning id`,
    )
    cut += broken.length
    if (isForgetful) await stage.owner().query(`delete from kernel.idempotency where actor = 'plugin:echo'`)
  }
  faults.push(...(await waitUntilDone(stage)), ...(await findWrongEffects(stage)))
  return { done: `${said} events, ${kills} kill -9, ${cut} deliveries cut off`, faults }
}

/** Lets three of ten attempts fail; nothing is lost, and what a subject waits for waits in its order. */
async function surviveFailures(stage: Set, { scale }: ProofOptions, isDisorderly: boolean): Promise<Finding> {
  const events = scaled(10_000, scale, 500)
  const things = Math.ceil(events / 50)
  const { client } = stage.workspace
  const faults: string[] = []
  if (isDisorderly)
    await stage.owner().transaction([
      stage.owner().query(`create function kernel.scatter() returns trigger language plpgsql as
        $$ begin new.subject := new.subject || gen_random_uuid(); return new; end $$`),
      stage
        .owner()
        .query(
          'create trigger scatter before insert on kernel.deliveries for each row execute function kernel.scatter()',
        ),
    ])
  const beganMs = performance.now()
  await inParallel(events / 10, 8, async (index) => {
    const body = { thing: `f${index % things}`, times: 10, number: index, failing: 0.3 }
    const reply = await insist(client, '/api/echo/things', body, randomUUID())
    if (reply?.status !== 204) faults.push(`saying was answered ${reply?.status}`)
  })
  faults.push(...(await waitUntilDone(stage)))
  const seconds = Math.round((performance.now() - beganMs) / 1000)
  faults.push(...(await findWrongEffects(stage)), ...(await findDisorder(stage)))
  return { done: `${events} events, 30 % of attempts failing, done in ${seconds} s`, faults }
}

/** How long an event is on its way at 1, 100 and 1,000 events a second. */
async function measureDelays(stage: Set, { scale }: ProofOptions): Promise<Finding> {
  const figures: string[] = []
  for (const [rate, atOnce] of [
    [1, 1],
    [100, 5],
    [1000, 50],
  ] as const) {
    const seconds = scaled(30, scale, 5)
    const pauseMs = (1000 * atOnce) / rate
    const beganMs = performance.now()
    const sent: Promise<unknown>[] = []
    for (let count = 0; count < (rate * seconds) / atOnce; count++) {
      await delay(Math.max(0, beganMs + count * pauseMs - performance.now()))
      const body = { thing: `d${rate}x${count}`, times: atOnce, isSpread: true, number: 1 }
      sent.push(insist(stage.workspace.client, '/api/echo/things', body, randomUUID()))
    }
    await Promise.all(sent)
    const late = await waitUntilDone(stage)
    if (late.length > 0) return { done: figures.join(', '), faults: late }
    const [row] = await stage.owner().query(
      `select count(*)::int as events, percentile_disc(array[0.5, 0.95, 1]) within group (order by extract(epoch from e.at - l.at) * 1000) as ms
       from echo.effects e join kernel.ledger l on l.tenant_id = e.tenant_id and l.id::text = e.cause where e.about like $1`,
      [`thing:d${rate}x%`],
    )
    const [median, most, longest] = ((row?.ms ?? []) as (string | number)[]).map((ms) => Math.round(Number(ms)))
    figures.push(`${rate}/s: ${median} ms, 95 % ${most} ms, all ${longest} ms (${row?.events} events)`)
  }
  return { done: `delay at ${figures.join(', at ')}`, faults: await findWrongEffects(stage) }
}

async function waitUntilDone(stage: Set): Promise<string[]> {
  const startMs = performance.now()
  while (performance.now() - startMs < deadlineMs) {
    const [row] = await stage.owner().query(`select count(*)::int as waiting from kernel.deliveries`)
    if (row?.waiting === 0) return []
    await delay(200)
  }
  return [`not everything was delivered within ${deadlineMs / 1000} s`]
}

async function findWrongEffects(stage: Set): Promise<string[]> {
  const [row] = await stage.owner().query(`
    select count(*) filter (where effects = 0)::int as lost, count(*) filter (where effects > 1)::int as doubled, count(*)::int as said
    from (
      select (select count(*) from echo.effects e where e.tenant_id = l.tenant_id and e.cause = l.id::text) as effects
      from kernel.ledger l where l.action = 'echo.thing.said'
    ) each`)
  return [
    ...(row?.said === 0 ? ['nothing was said'] : []),
    ...(row?.lost === 0 ? [] : [`${row?.lost} events had no effect`]),
    ...(row?.doubled === 0 ? [] : [`${row?.doubled} events had their effect more than once`]),
  ]
}

async function findDisorder(stage: Set): Promise<string[]> {
  const [row] = await stage.owner().query(`
    select count(*)::int as disorder from (
      select cause < lag(cause) over (partition by about order by at) as is_late from echo.effects
    ) each where is_late`)
  return row?.disorder === 0 ? [] : [`${row?.disorder} events were heard before an earlier one of their subject`]
}
