import type { Env } from '../env.ts'
import { type ContextKey, contextKey, type DatabaseContext, signContext } from './sign-context.ts'

let key: { readonly secret: string; readonly value: ContextKey } | undefined

const lifetimeSeconds = 60

/** A context for one request, signed with the installation's key; good for a minute. */
export async function signedContext(env: Env, context: Omit<DatabaseContext, 'expiresAtSeconds'>): Promise<string> {
  if (key?.secret !== env.ENCRYPTION_KEY)
    key = { secret: env.ENCRYPTION_KEY, value: await contextKey(env.ENCRYPTION_KEY) }
  return signContext({ ...context, expiresAtSeconds: Math.floor(Date.now() / 1000) + lifetimeSeconds }, key.value)
}
