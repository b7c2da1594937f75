import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { KernelContext } from './context.ts'

/** Calls one of the kernel's functions that answer a single JSON value, and counts the round trip for this request. */
export async function readSnapshot<Snapshot>(
  c: KernelContext,
  sql: string,
  params: readonly string[],
): Promise<Snapshot | null> {
  const countTrip = () => {
    c.get('cost').roundTrips += 1
  }
  const rows = await kernelDatabase(c.env, systemTenantId, countTrip).call(sql, params)
  return (rows[0]?.[0] ?? null) as Snapshot | null
}
