import { type KernelDatabase, kernelDatabase } from '../database/kernel-database.ts'
import type { Env, WorkMessage } from '../env.ts'
import { noticeCarrier } from '../notifications/notice-carrier.ts'
import type { Registry } from '../request/context.ts'
import { webhookCarrier } from '../webhooks/webhook-carrier.ts'
import { type Carrier, type Delivery, type Outcome, readDelivery } from './delivery.ts'
import { hearerCarrier } from './hearer-carrier.ts'

/** A delivery whose Worker died is taken up again after this long. */
const lease = '2 minutes'

/** By the kind of subscriber; a plugin's handlers are the rest. */
const carriers: Readonly<Record<string, typeof hearerCarrier>> = { webhook: webhookCarrier, notices: noticeCarrier }

/** Brings a subscriber what is due for it, until nothing is or time is over. */
export async function carryOut(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  { tenantId, who }: WorkMessage,
  endsAtMs: number,
): Promise<void> {
  const database = kernelDatabase(env, tenantId)
  const [kind = '', id = ''] = who.split(':')
  const carrier = await (carriers[kind] ?? hearerCarrier)(env, ctx, registry, tenantId, id)
  let outcomes: readonly Outcome[] = []
  for (;;) {
    const isOver = Date.now() >= endsAtMs
    if (isOver && outcomes.length === 0) return
    const deliveries = await turn(database, who, outcomes, isOver ? 0 : carrier.atOnce)
    if (outcomes.length > 0) await carrier.afterwards?.(outcomes)
    if (deliveries.length === 0) return
    outcomes = await carryAll(carrier, deliveries, endsAtMs)
  }
}

async function turn(
  database: KernelDatabase,
  who: string,
  outcomes: readonly Outcome[],
  atMost: number,
): Promise<Delivery[]> {
  const rows = await database.call('select * from kernel.turn($1, $2::jsonb, $3::interval, $4)', [
    who,
    JSON.stringify(outcomes),
    lease,
    atMost,
  ])
  return rows.map(readDelivery)
}

/** What is not begun when time is over is given back. */
async function carryAll(carrier: Carrier, deliveries: readonly Delivery[], endsAtMs: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const lane = async () => {
    for (let delivery = deliveries[next++]; delivery !== undefined; delivery = deliveries[next++]) {
      const { id, lease: held } = delivery
      const outcome =
        Date.now() < endsAtMs ? await carrier.carry(delivery) : { id, lease: held, outcome: 'released' as const }
      if (outcome !== undefined) outcomes.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: Math.min(carrier.lanes, deliveries.length) }, lane))
  return outcomes
}
