import { connect } from '../database/connect.ts'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase } from '../database/tenant-database.ts'
import type { Env } from '../env.ts'
import { removeAbandonedFiles } from '../files/remove-abandoned.ts'
import { gateOf } from '../gate/ask-gate.ts'
import { tidyAccountMail } from '../mail/deliver-account-mail.ts'
import { mostAttempts } from './hearer-carrier.ts'
import { poke, pokeWithinMs } from './poke.ts'

const sealsAtOnce = 50
const notificationsKeptFor = '90 days'

/** Once a minute: finds what a lost message, a dead alarm or a killed Worker left behind, and removes what has expired. */
export async function sweep(env: Env): Promise<void> {
  const system = kernelDatabase(env, systemTenantId)
  const [unsealed, due, digests] = await Promise.all([
    system.call(`select kernel.unsealed_tenants('30 seconds', $1)`, [sealsAtOnce]),
    system.call('select tenant_id, who, wait_ms from kernel.due_work($1::interval, 1000)', [
      `${pokeWithinMs} milliseconds`,
    ]),
    system.call('select kernel.tenants_with_digests(1000)'),
    system.call('select kernel.forget_notifications($1::interval)', [notificationsKeptFor]),
    system.call('select kernel.bury_fatal($1)', [mostAttempts]),
    system.call('select kernel.forget_expired()'),
    system.call('select kernel.forget_expired_sign_ins()'),
    purge(env).then(() => removeAbandonedFiles(env)),
    tidyAccountMail(env).then((waits) => (waits ? poke(env, systemTenantId, { mail: 0 }) : undefined)),
  ])
  await Promise.all([
    ...unsealed.map(([tenantId]) => gateOf(env, 'tenant', String(tenantId)).checkpoints(String(tenantId))),
    ...due.map(([tenantId, who, waitMs]) => poke(env, String(tenantId), { [String(who)]: Number(waitMs) })),
    ...digests.map(([tenantId]) => poke(env, String(tenantId), { digest: 0 })),
  ])
}

/** Deleted workspaces can be restored by the operator for 30 days; then their data goes for good. */
async function purge(env: Env): Promise<void> {
  const gone = await kernelDatabase(env, systemTenantId).call(
    `select 1 from kernel.tenants where deleted_at < now() - interval '30 days' limit 1`,
  )
  if (gone.length === 0) return
  const context = { tenantId: systemTenantId, role: 'dpf_kernel', actor: 'system', requestId: 'sweep' }
  const database = createTenantDatabase({
    connection: await connect(env, 'dpf_kernel'),
    pluginId: 'kernel',
    context: () => signedContext(env, context),
    address: 'unknown',
    countTrip: () => undefined,
    hearers: () => [],
    workAsked: () => undefined,
  })
  await database.commit({
    records: [{ action: 'tenants.purged', subject: 'system', data: {} }],
    statements: [{ sql: `select kernel.purge_deleted_tenants('30 days', 5)`, params: [], columns: 1, mustFind: false }],
    jobs: [],
    locks: [],
  })
}
