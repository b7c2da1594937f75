import type { LedgerRecord } from '../database/capability.ts'
import { connect } from '../database/connect.ts'
import { signedContext } from '../database/signed-context.ts'
import { createTenantDatabase } from '../database/tenant-database.ts'
import { poke } from '../delivery/poke.ts'
import type { Env } from '../env.ts'
import { gateOf } from '../gate/ask-gate.ts'

/** Changes something in a workspace of the kernel's own accord, with its record there; a statement that finds no row changes nothing. */
export async function changeAsSystem(
  env: Env,
  tenantId: string,
  record: LedgerRecord,
  sql: string,
  params: readonly unknown[],
): Promise<void> {
  const context = { tenantId, role: 'dpf_kernel', actor: 'system', requestId: 'sweep' }
  const database = createTenantDatabase({
    connection: await connect(env, 'dpf_kernel'),
    pluginId: 'kernel',
    context: () => signedContext(env, context),
    address: 'unknown',
    countTrip: () => undefined,
    committed: () =>
      void gateOf(env, 'tenant', tenantId)
        .recordGrew(tenantId)
        .catch(() => undefined),
    hearers: () => [],
    workAsked: (due) => void poke(env, tenantId, due).catch(() => undefined),
  })
  await database.commit({
    records: [record],
    statements: [{ sql, params, columns: 1, mustFind: true }],
    jobs: [],
    locks: [],
  })
}
