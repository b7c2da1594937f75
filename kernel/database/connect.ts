import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import type { Env } from '../env.ts'
import { rolePassword } from './role-password.ts'

export type Connection = NeonQueryFunction<true, true>

const connections = new Map<string, Connection>()

/**
 * The HTTP client for one database role; kept for the life of the isolate.
 *
 * Rows are arrays of values, for Drizzle. Each query brings its `rowTypes`, and each call its time-out (see `deadline`):
 * the driver has none.
 */
export async function connect(env: Env, role: string): Promise<Connection> {
  const known = connections.get(role)
  if (known !== undefined) return known
  if (env.DATABASE_HTTP !== undefined) neonConfig.fetchEndpoint = env.DATABASE_HTTP
  const url = new URL(env.DATABASE_URL)
  url.username = role
  url.password = await rolePassword(env.ENCRYPTION_KEY, role)
  const connection = neon(url.href, { arrayMode: true, fullResults: true })
  connections.set(role, connection)
  return connection
}

/** Cuts a database call that hangs: no request waits longer than this for PostgreSQL. */
export function deadline(milliseconds = 15_000): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(milliseconds) }
}
