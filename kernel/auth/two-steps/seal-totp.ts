import type { Env as AllSettings } from '../../env.ts'
import { keyEncryptionKey, newTenantKey, openSecret, sealSecret, unwrapTenantKey } from '../../secrets/seal-secret.ts'

type Env = Pick<AllSettings, 'ENCRYPTION_KEY'>

/** Seals an app's secret with a key of its own: it opens for this person and no other, and moves to another ENCRYPTION_KEY without being opened. */
export async function sealTotpSecret(env: Env, userId: string, secret: string) {
  const kek = await keyEncryptionKey(env.ENCRYPTION_KEY)
  const wrapped = await newTenantKey(kek, userId)
  const sealed = await sealSecret(secret, await unwrapTenantKey(wrapped, kek, userId), bindingOf(userId))
  return { wrapped, sealed }
}

export async function openTotpSecret(
  env: Env,
  { userId, wrapped, sealed }: { readonly userId: string; readonly wrapped: string; readonly sealed: string },
): Promise<string> {
  const kek = await keyEncryptionKey(env.ENCRYPTION_KEY)
  return openSecret(sealed, await unwrapTenantKey(wrapped, kek, userId), bindingOf(userId))
}

function bindingOf(userId: string) {
  return { tenantId: userId, pluginId: 'kernel', name: 'totp' }
}
