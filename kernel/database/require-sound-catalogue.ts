import type { MiddlewareHandler } from 'hono'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelEnv } from '../request/context.ts'
import { kernelDatabase, systemTenantId } from './kernel-database.ts'

const recheckMs = 5000
let isSound = false
let lastCheckMs = 0

/**
 * Serves nothing from a database that does not guard its tenants: once an isolate, the catalogue is asked for every
 * table without isolation, policy that enrolment did not write, and right that nobody granted.
 */
export const requireSoundCatalogue: MiddlewareHandler<KernelEnv> = async (c, next) => {
  if (!isSound && c.req.path !== '/api/health') {
    if (Date.now() - lastCheckMs < recheckMs && lastCheckMs !== 0)
      throw kernelErrors.notReady({}, { 'retry-after': '5' })
    const schemas = ['kernel', ...c.var.registry.plugins.map(({ id }) => id)]
    const faults = await kernelDatabase(c.env, systemTenantId).call(
      'select fault from kernel.catalogue_faults($1) fault',
      [schemas],
    )
    if (faults.length > 0) {
      lastCheckMs = Date.now()
      console.error(
        'The database catalogue is not sound, so nothing is served:',
        faults.map(([fault]) => fault).join('; '),
      )
      throw kernelErrors.notReady({}, { 'retry-after': '5' })
    }
    isSound = true
  }
  await next()
}
