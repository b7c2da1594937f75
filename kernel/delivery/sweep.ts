import { connect } from '../database/connect.ts'
import { type KernelDatabase, kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase } from '../database/tenant-database.ts'
import type { Env } from '../env.ts'
import { removeAbandonedFiles } from '../files/remove-abandoned.ts'
import { gateOf } from '../gate/ask-gate.ts'
import { tidyAccountMail } from '../mail/deliver-account-mail.ts'
import { advanceRollouts } from '../marketplace/advance-rollouts.ts'
import { checkSchemas } from '../marketplace/check-schemas.ts'
import { poke, pokeMany, pokeWithinMs } from './poke.ts'
import { mostAttempts } from './retry-after.ts'

const sealsAtOnce = 50
const notificationsKeptFor = '90 days'
/** Whose work one sweep announces: more than come due in a minute, and less than keeps the queue's producer for long. */
const mostAnnounced = 20_000

/**
 * Once a minute: finds what a lost message, a dead alarm or a killed Worker left behind, and removes what has expired.
 *
 * Each part stands for itself: what one of them cannot do keeps no other from its work.
 */
export async function sweep(env: Env): Promise<void> {
  const system = kernelDatabase(env, systemTenantId)
  const parts: Readonly<Record<string, () => Promise<unknown>>> = {
    'announcing work': () => announceDue(env, system),
    'announcing digests': () => announceDigests(env, system),
    sealing: () => sealLate(env, system),
    'giving up what is fatal': () => system.call('select kernel.bury_fatal($1)', [mostAttempts]),
    'forgetting what has expired': () => system.call('select kernel.forget_expired()'),
    'forgetting old sign-ins': () => system.call('select kernel.forget_expired_sign_ins()'),
    'forgetting notifications': () =>
      system.call('select kernel.forget_notifications($1::interval)', [notificationsKeptFor]),
    'removing deleted workspaces': () => purge(env).then(() => removeAbandonedFiles(env)),
    'looking at published tables': () => checkSchemas(env),
    'moving published plugins': () => advanceRollouts(env),
    'forgetting what published plugins wrote': () => system.call('select kernel.forget_published()'),
    'tidying mail': () => tidyAccountMail(env).then((waits) => (waits ? poke(env, systemTenantId, { mail: 0 }) : null)),
  }
  await Promise.all(
    Object.entries(parts).map(([name, part]) =>
      part().catch((error) =>
        console.error(`The sweep broke off at ${name}:`, error instanceof Error ? error.message : 'unknown'),
      ),
    ),
  )
}

async function announceDue(env: Env, system: KernelDatabase): Promise<void> {
  const due = await system.call('select tenant_id, who, wait_ms from kernel.due_work($1::interval, $2)', [
    `${pokeWithinMs} milliseconds`,
    mostAnnounced,
  ])
  await pokeMany(
    env,
    due.map(([tenantId, who, waitMs]) => ({ tenantId: String(tenantId), who: String(who), waitMs: Number(waitMs) })),
  )
}

async function announceDigests(env: Env, system: KernelDatabase): Promise<void> {
  const digests = await system.call('select kernel.tenants_with_digests(1000)')
  await pokeMany(
    env,
    digests.map(([tenantId]) => ({ tenantId: String(tenantId), who: 'digest', waitMs: 0 })),
  )
}

async function sealLate(env: Env, system: KernelDatabase): Promise<void> {
  const unsealed = await system.call(`select kernel.unsealed_tenants('30 seconds', $1)`, [sealsAtOnce])
  await Promise.all(unsealed.map(([tenantId]) => gateOf(env, 'tenant', String(tenantId)).checkpoints(String(tenantId))))
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
