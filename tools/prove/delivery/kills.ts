import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { insist } from '../insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from '../proof.ts'
import { createRandom } from '../random.ts'
import { type EchoStage, findWrongEffects, waitUntilDone, withEcho } from './with-echo.ts'

/** The runtime, and each tenth time the whole platform, is killed while handlers are at work. */
export const deliveryKills: Proof = {
  name: 'delivery-kills',
  promise:
    'Every event reaches its hearer and has its effect once, whatever is killed between its commit and its effect',
  plant: (options) =>
    withEcho((stage) => surviveKills(stage, { ...options, scale: Math.min(options.scale, 0.02) }, true)),
  run: (options) => withEcho((stage) => surviveKills(stage, options, false)),
}

const eventsEach = 4
const platformEach = 10
const longestMs = 20_000

/** What a kill found under way: events whose effect was not there yet, and such whose effect nobody had noted yet. */
interface Cut {
  readonly before: number
  readonly after: number
}

/**
 * Kills, SIGKILL each, as often as is wanted. A kill counts when it found at least one event committed and taken up, and
 * not noted as done.
 *
 * The planted fault forgets, after each kill, what handlers had done before it.
 */
async function surviveKills(stage: EchoStage, { scale, seed }: ProofOptions, isForgetful: boolean): Promise<Finding> {
  const wanted = scaled(1000, scale, 20)
  const random = createRandom(seed)
  const faults: string[] = []
  const cuts: Cut[] = []
  let [said, kills] = [0, 0]
  while (cuts.length < wanted && kills < 2 * wanted) {
    const saying = Array.from({ length: eventsEach }, async () => {
      const body = { thing: `k${said++}`, number: 1, takesMs: random.below(30) }
      const reply = await insist(stage.workspace.client, '/api/echo/things', body, randomUUID())
      if (reply?.status !== 204) faults.push(`saying was answered ${reply?.status}`)
    })
    await waitUntilTaken(stage)
    await delay(random.below(40))
    await (kills % platformEach === platformEach - 1 ? stage.killPlatform() : stage.killRuntime())
    kills += 1
    const cut = await examine(stage)
    if (cut.before + cut.after > 0) cuts.push(cut)
    if (isForgetful) await stage.owner().query(`delete from kernel.idempotency where actor = 'plugin:echo'`)
    await Promise.all(saying)
  }
  faults.push(...(await waitUntilDone(stage)), ...(await findWrongEffects(stage)))
  if (cuts.length < wanted) faults.push(`only ${cuts.length} of ${kills} kills found an event under way`)
  const [before, after] = [sum(cuts, 'before'), sum(cuts, 'after')]
  return {
    done: `${said} events; ${cuts.length} of ${kills} kill -9 found events under way: ${before} before their effect, ${after} after it and not noted yet`,
    faults,
  }
}

async function waitUntilTaken(stage: EchoStage): Promise<void> {
  const startMs = performance.now()
  while (performance.now() - startMs < longestMs) {
    const [row] = await stage
      .owner()
      .query('select count(*)::int as taken from kernel.deliveries where lease is not null')
    if (Number(row?.taken) > 0) return
    await delay(2)
  }
}

/** Looks at what was under way, and ends its leases as if their two minutes had passed. */
async function examine(stage: EchoStage): Promise<Cut> {
  const [row] = await stage.owner().query(`
    with cut as (
      update kernel.deliveries set leased_until = now() where lease is not null and leased_until > now()
      returning tenant_id, ledger_id
    )
    select count(*) filter (where e.id is null)::int as before, count(e.id)::int as after
    from cut left join echo.effects e on e.tenant_id = cut.tenant_id and e.cause = cut.ledger_id::text`)
  return { before: Number(row?.before), after: Number(row?.after) }
}

function sum(cuts: readonly Cut[], key: keyof Cut): number {
  return cuts.reduce((total, cut) => total + cut[key], 0)
}
