import { and, eq, sql } from 'drizzle-orm'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { roleOf } from '../database/migration.ts'
import { rolePassword } from '../database/role-password.ts'
import { sqlStateOf } from '../database/translate-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { publishedVersions } from '../marketplace/tables.ts'
import type { KernelContext } from '../request/context.ts'
import { contentHash, countersignedText, signedText } from '../sandbox/bundle.ts'
import type { KeptVersion } from '../sandbox/installed-plugin.ts'
import { platformKey, signText } from '../sandbox/platform-key.ts'
import { importPublicKey, isSigned } from '../sandbox/verify-version.ts'
import { must } from '../sdk/database.ts'
import { changeAsOperator } from './change-as-operator.ts'

type Submitted = Omit<KeptVersion, 'platformSignature'>

/** Signs a version that waits, once it is still what its publisher signed; makes its tables; from then on it can be installed. */
export async function admitVersion(c: KernelContext, pluginId: string, version: string): Promise<void> {
  const kept = await readSubmitted(c, pluginId, version)
  await requireSigned(kept)
  const { privateKey } = await platformKey(c.env)
  const signature = await signText(
    countersignedText(pluginId, version, kept.contentHash, kept.publisherKeyId),
    privateKey,
  )
  const password = await rolePassword(c.env.ENCRYPTION_KEY, roleOf(pluginId))
  const isWaiting = and(
    eq(publishedVersions.pluginId, pluginId),
    eq(publishedVersions.version, version),
    eq(publishedVersions.state, 'submitted'),
  )
  await changeAsOperator(c, 'published.admitted', pluginId, { version }, (tx) => [
    must(
      tx
        .update(publishedVersions)
        .set({ state: 'live', platformSignature: signature, stateAt: sql`now()` as never })
        .where(isWaiting)
        .returning({ version: publishedVersions.version }),
      kernelErrors.notFound(),
    ),
    tx.execute(sql`select kernel.apply_published(${pluginId}, ${version}, ${password})`),
  ]).catch(explain)
}

async function readSubmitted(c: KernelContext, pluginId: string, version: string): Promise<Submitted> {
  const rows = await kernelDatabase(c.env, systemTenantId).call(
    `select json_build_object('pluginId', p.plugin_id, 'version', p.version, 'manifest', p.manifest, 'code', p.code,
      'migrations', p.migrations, 'contentHash', p.content_hash, 'publisherKeyId', p.publisher_key_id,
      'publisherKey', case when k.withdrawn_at is null then k.public_key end, 'publisherSignature', p.publisher_signature)
     from kernel.published_versions p join kernel.publisher_keys k on k.id = p.publisher_key_id
     where p.plugin_id = $1 and p.version = $2 and p.state = 'submitted'`,
    [pluginId, version],
  )
  const [kept] = rows[0] ?? []
  if (kept === undefined) throw kernelErrors.notFound()
  return kept as Submitted
}

async function requireSigned(kept: Submitted): Promise<void> {
  const { pluginId, version, contentHash: hash, publisherKey, publisherSignature } = kept
  const key = publisherKey === null ? undefined : await importPublicKey(publisherKey)
  const isSound =
    key !== undefined &&
    (await contentHash(kept)) === hash &&
    (await isSigned(signedText(pluginId, version, hash), publisherSignature, key))
  if (!isSound) throw kernelErrors.conflict({ detail: 'This version is not, or no more, what its publisher signed' })
}

/** What PostgreSQL has against a migration by now is told to the operator. */
function explain(error: unknown): never {
  if (sqlStateOf(error) === 'DPF13' && error instanceof Error) throw kernelErrors.conflict({ detail: error.message })
  throw error
}
