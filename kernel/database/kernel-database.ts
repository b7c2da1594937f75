import type { Env } from '../env.ts'
import type { Rows } from './capability.ts'
import { connect, deadline } from './connect.ts'
import { rowTypes } from './row-types.ts'
import { signedContext } from './signed-context.ts'
import { translateDatabaseError } from './translate-error.ts'

/** Belongs to no tenant: the kernel's own housekeeping runs under it. */
export const systemTenantId = '00000000-0000-7000-8000-000000000000'

export interface KernelDatabase {
  /** Calls one of the kernel's own functions for the tenant, in one round trip. */
  call(sql: string, params?: readonly unknown[]): Promise<Rows>
}

/** The kernel's work outside of a request's change: snapshots, sealing, jobs, sweeps. */
export function kernelDatabase(env: Env, tenantId: string, countTrip: () => void = () => undefined): KernelDatabase {
  return {
    async call(sql, params = []) {
      const connection = await connect(env, 'dpf_kernel')
      const context = await signedContext(env, { tenantId, role: 'dpf_kernel', actor: 'system', requestId: 'kernel' })
      countTrip()
      try {
        const [, result] = await connection.transaction(
          [
            connection.query(`select set_config('dpf.context', $1, true)`, [context]),
            connection.query(sql, [...params], rowTypes),
          ],
          { isolationLevel: 'ReadCommitted', fetchOptions: deadline() },
        )
        return result?.rows ?? []
      } catch (error) {
        throw translateDatabaseError(error)
      }
    },
  }
}
