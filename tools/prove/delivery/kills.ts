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

const eventsEach = 16
const platformEach = 10
/** However many events one kill finds under way, the kills are not few. */
const mostCountedEach = 20
const longestMs = 20_000

/** What a kill found taken up and not noted as done: events without their effect, and such with it. */
interface Cut {
  readonly before: number
  readonly after: number
}

/**
 * Kills, SIGKILL each, until a thousand events were cut off between their commit and their effect.
 *
 * An event counts when its record was committed, a Worker had taken it up, and its effect was not there when everything
 * was dead; of one kill no more than twenty count.
 *
 * The planted fault forgets, after each kill, what handlers had done before it.
 */
async function surviveKills(stage: EchoStage, { scale, seed }: ProofOptions, isForgetful: boolean): Promise<Finding> {
  const wanted = scaled(1000, scale, 100)
  const random = createRandom(seed)
  const faults: string[] = []
  let [said, kills, counted, before, after] = [0, 0, 0, 0, 0]
  const say = async () => {
    const body = { thing: `k${said++}`, number: 1, takesMs: random.below(150) }
    const reply = await insist(stage.workspace.client, '/api/echo/things', body, randomUUID())
    if (reply?.status !== 204) faults.push(`saying was answered ${reply?.status}`)
  }
  while (counted < wanted && kills < wanted) {
    const saying = Array.from({ length: eventsEach }, say)
    await waitUntilTaken(stage)
    await delay(random.below(100))
    await (kills % platformEach === platformEach - 1 ? stage.killPlatform() : stage.killRuntime())
    kills += 1
    const cut = await examine(stage)
    counted += Math.min(mostCountedEach, cut.before)
    before += cut.before
    after += cut.after
    if (isForgetful) await stage.owner().query(`delete from kernel.idempotency where actor = 'plugin:echo'`)
    await Promise.all(saying)
  }
  // One more, so that nobody has to wait for the sweep to find the rest.
  await say()
  faults.push(...(await waitUntilDone(stage)), ...(await findWrongEffects(stage)))
  if (counted < wanted) faults.push(`${kills} kills found no more than ${counted} events before their effect`)
  return {
    done: `${said} events; ${kills} kill -9 cut off ${before} of them between commit and effect (${counted} counted), and ${after} between effect and note`,
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
