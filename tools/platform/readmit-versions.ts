import { rolePassword } from '../../kernel/database/role-password.ts'
import { countersignedText } from '../../kernel/sandbox/bundle.ts'
import { platformKey, signText } from '../../kernel/sandbox/platform-key.ts'
import { isSigned } from '../../kernel/sandbox/verify-version.ts'
import type { OpenDatabase } from './open-database.ts'

/**
 * Moves what published plugins have of an ENCRYPTION_KEY to another: their roles' passwords, and the platform's signature
 * of each version that it admitted. One that the old key did not sign is left alone, and goes on being no admitted one.
 */
export async function readmitVersions(
  owner: OpenDatabase['owner'],
  keys: { readonly from: string; readonly to: string },
): Promise<void> {
  for (const { app_role: role } of await owner.query('select app_role from kernel.enrolments where published'))
    await owner.query('select kernel.give_role($1, $2)', [role, await rolePassword(keys.to, String(role))])
  const [from, to] = await Promise.all([keys.from, keys.to].map((ENCRYPTION_KEY) => platformKey({ ENCRYPTION_KEY })))
  if (from === undefined || to === undefined) return
  const signed: object[] = []
  const rows = await owner.query(`select plugin_id, version, content_hash, publisher_key_id, platform_signature
    from kernel.published_versions where platform_signature is not null`)
  for (const row of rows) {
    const [pluginId, version, hash, keyId, signature] = Object.values(row).map(String)
    if (pluginId === undefined || version === undefined || hash === undefined) continue
    const text = countersignedText(pluginId, version, hash, keyId ?? '')
    if (await isSigned(text, signature ?? '', from.publicKey))
      signed.push({ plugin: pluginId, version, signature: await signText(text, to.privateKey) })
  }
  if (signed.length === 0) return
  // What is published never changes but here, where the owner's own key does.
  await owner.transaction([
    owner.query('alter table kernel.published_versions disable trigger immutable'),
    owner.query(
      `update kernel.published_versions p set platform_signature = s.signature
        from jsonb_to_recordset($1::jsonb) as s (plugin text, version text, signature text)
        where p.plugin_id = s.plugin and p.version = s.version`,
      [JSON.stringify(signed)],
    ),
    owner.query('alter table kernel.published_versions enable trigger immutable'),
  ])
}
