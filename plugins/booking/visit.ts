import type { Context } from 'hono'
import type { PluginEnv } from '#sdk'
import type { Visit } from './bookings/create-booking.ts'
import type { Settings } from './settings.ts'

/** What of a request goes into the work beside its input. */
export function visitOf(c: Context<PluginEnv<Settings>>): Visit {
  return {
    origin: c.var.belongings.installation.origin || new URL(c.req.url).origin,
    isKeyed: c.req.header('idempotency-key') !== undefined,
  }
}
