import { setTimeout as delay } from 'node:timers/promises'
import { echoMigrations } from '../../../kernel/delivery/testing/echo-plugins.ts'
import { readMigrations } from '../../platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../testing/client.ts'
import type { Finding } from '../proof.ts'
import { openStage, type Stage } from '../stage.ts'

/** A platform with a module that hears what it says, and a workspace that has it on. */
export interface EchoStage extends Stage {
  readonly workspace: Workspace
}

const deadlineMs = 600_000

export async function withEcho(act: (stage: EchoStage) => Promise<Finding>): Promise<Finding> {
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

/** Waits until nothing is on its way any more; answers what is wrong when that does not happen. */
export async function waitUntilDone(stage: EchoStage): Promise<string[]> {
  const startMs = performance.now()
  while (performance.now() - startMs < deadlineMs) {
    const [row] = await stage.owner().query(`select count(*)::int as waiting from kernel.deliveries`)
    if (row?.waiting === 0) return []
    await delay(200)
  }
  const [row] = await stage
    .owner()
    .query(
      `select count(*)::int as waiting, count(*) filter (where state = 'dead')::int as dead from kernel.deliveries`,
    )
  return [`${row?.waiting} were not delivered within ${deadlineMs / 1000} s, ${row?.dead} of them given up`]
}

/** Whether each event that was said has exactly one effect. */
export async function findWrongEffects(stage: EchoStage): Promise<string[]> {
  const [row] = await stage.owner().query(`
    with effects as (select tenant_id, cause, count(*) as times from echo.effects group by 1, 2)
    select count(*) filter (where times is null)::int as lost, count(*) filter (where times > 1)::int as doubled, count(*)::int as said
    from kernel.ledger l left join effects e on e.tenant_id = l.tenant_id and e.cause = l.id::text
    where l.action = 'echo.thing.said'`)
  return [
    ...(row?.said === 0 ? ['nothing was said'] : []),
    ...(row?.lost === 0 ? [] : [`${row?.lost} events had no effect`]),
    ...(row?.doubled === 0 ? [] : [`${row?.doubled} events had their effect more than once`]),
  ]
}
