import { kernelDatabase } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import {
  keyEncryptionKey,
  newTenantKey,
  openSecret,
  type SealingKey,
  type SecretBinding,
  sealSecret,
  unwrapTenantKey,
} from './seal-secret.ts'

/** Opens one secret of a tenant's connector; undefined when there is none. */
export async function readSecret(env: Env, binding: SecretBinding): Promise<string | undefined> {
  const rows = await kernelDatabase(env, binding.tenantId).call(
    `select s.sealed, k.wrapped from kernel.secrets s join kernel.tenant_keys k on k.tenant_id = s.tenant_id where s.plugin_id = $1 and s.name = $2`,
    [binding.pluginId, binding.name],
  )
  const [sealed, wrapped] = rows[0] ?? []
  if (typeof sealed !== 'string' || typeof wrapped !== 'string') return undefined
  const kek = await keyEncryptionKey(env.ENCRYPTION_KEY)
  return openSecret(sealed, await unwrapTenantKey(wrapped, kek, binding.tenantId), binding)
}

/** The tenant's key, or a new one, which the caller stores with the first secret that it seals. */
export async function tenantKeyFor(
  env: Env,
  tenantId: string,
): Promise<{ readonly key: SealingKey; readonly wrapped: string }> {
  const kek = await keyEncryptionKey(env.ENCRYPTION_KEY)
  const rows = await kernelDatabase(env, tenantId).call('select wrapped from kernel.tenant_keys')
  const known = rows[0]?.[0]
  const wrapped = typeof known === 'string' ? known : await newTenantKey(kek, tenantId)
  return { key: await unwrapTenantKey(wrapped, kek, tenantId), wrapped }
}

/** Seals secrets by name for one plugin of a tenant. */
export async function sealAll(
  key: SealingKey,
  tenantId: string,
  pluginId: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const sealed = await Promise.all(
    Object.entries(secrets).map(
      async ([name, plain]) => [name, await sealSecret(plain, key, { tenantId, pluginId, name })] as const,
    ),
  )
  return Object.fromEntries(sealed)
}
