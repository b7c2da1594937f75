import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { insist } from '../insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from '../proof.ts'
import { type EchoStage, findWrongEffects, waitUntilDone, withEcho } from './with-echo.ts'

/** How long events are on their way, at several speeds. */
export const deliveryDelays: Proof = {
  name: 'delivery-delays',
  promise: 'Half of the events have their effect within a second, at 1 and at 100 a second; figures for 1,000',
  plant: (options) =>
    withEcho(async (stage) => {
      await stage
        .owner()
        .query(`alter table kernel.deliveries alter due_at set default clock_timestamp() + interval '3 seconds'`)
      return measure(stage, speeds.slice(1, 2), { ...options, scale: Math.min(options.scale, 0.2) })
    }),
  run: (options) => withEcho((stage) => measure(stage, speeds, options)),
}

interface Speed {
  readonly perSecond: number
  /** How many events one request leaves. */
  readonly atOnce: number
  readonly mostMedianMs?: number
}

const speeds: readonly Speed[] = [
  { perSecond: 1, atOnce: 1, mostMedianMs: 1000 },
  { perSecond: 100, atOnce: 5, mostMedianMs: 1000 },
  { perSecond: 1000, atOnce: 50 },
]

async function measure(stage: EchoStage, chosen: readonly Speed[], { scale }: ProofOptions): Promise<Finding> {
  const figures: string[] = []
  const faults: string[] = []
  for (const speed of chosen) {
    const { perSecond, mostMedianMs } = speed
    const beganMs = performance.now()
    const said = await say(stage, speed, scaled(30, scale, 5))
    const saidMs = performance.now() - beganMs
    const late = await waitUntilDone(stage)
    if (late.length > 0) return { done: figures.join(', '), faults: late }
    const doneMs = performance.now() - beganMs
    const [median = Number.NaN, most, longest] = await delaysOf(stage, speed)
    figures.push(
      `${perSecond}/s: ${median} ms, 95 % ${most} ms, all ${longest} ms (${said} said in ${seconds(saidMs)} s, done after ${seconds(doneMs)} s)`,
    )
    if (mostMedianMs !== undefined && !(median <= mostMedianMs))
      faults.push(`at ${perSecond} a second half of the events took longer than ${median} ms`)
  }
  return { done: `delay at ${figures.join(', at ')}`, faults: [...faults, ...(await findWrongEffects(stage))] }
}

/** Says as many events a second as are wanted, however long an answer takes; answers how many those were. */
async function say(stage: EchoStage, { perSecond, atOnce }: Speed, seconds: number): Promise<number> {
  const requests = (perSecond * seconds) / atOnce
  const beganMs = performance.now()
  const sent: Promise<unknown>[] = []
  for (let count = 0; count < requests; count++) {
    await delay(Math.max(0, beganMs + (count * 1000 * atOnce) / perSecond - performance.now()))
    const body = { thing: `d${perSecond}x${count}`, times: atOnce, isSpread: true, number: 1 }
    sent.push(insist(stage.workspace.client, '/api/echo/things', body, randomUUID()))
  }
  await Promise.all(sent)
  return requests * atOnce
}

async function delaysOf(stage: EchoStage, { perSecond }: Speed): Promise<number[]> {
  const [row] = await stage.owner().query(
    `select percentile_disc(array[0.5, 0.95, 1]) within group (order by extract(epoch from e.at - l.at) * 1000) as ms
     from echo.effects e join kernel.ledger l on l.tenant_id = e.tenant_id and l.id::text = e.cause where e.about like $1`,
    [`thing:d${perSecond}x%`],
  )
  return ((row?.ms ?? []) as (string | number)[]).map((ms) => Math.round(Number(ms)))
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}
