import { and, desc, eq, gte, ne, notExists, sql } from 'drizzle-orm'
import { roleOf } from '../database/migration.ts'
import { rolePassword } from '../database/role-password.ts'
import { sqlStateOf } from '../database/translate-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { KernelContext } from '../request/context.ts'
import { contentHash, countersignedText, signedText } from '../sandbox/bundle.ts'
import { seenWithOf } from '../sandbox/manifest.ts'
import { platformKey, signText } from '../sandbox/platform-key.ts'
import { importPublicKey, isSigned } from '../sandbox/verify-version.ts'
import { must, type Tx } from '../sdk/database.ts'
import { type Audit, auditBundle, historyFaults } from './audit.ts'
import { type Fault, fault } from './fault.ts'
import { type ReadBundle, refuseBundle } from './read-bundle.ts'
import { publishedPlugins, publishedScreenshots, publishedVersions, publisherKeys, publishers } from './tables.ts'
import { versionKey } from './version-key.ts'

interface Submitted {
  readonly id: string
  readonly version: string
  readonly state: 'live' | 'submitted'
  readonly audit: Audit
}

/**
 * Takes a version that its publisher signed and the audit has nothing against: signs it too, keeps it, and makes its
 * tables, all at once or not at all.
 *
 * Where the operator reviews, its tables are tried, and made when it is admitted.
 */
export async function submitVersion(c: KernelContext, read: ReadBundle, isDryRun: boolean): Promise<Submitted> {
  const { bundle, manifest } = read
  const { id, version } = manifest
  const known = await readKnown(c, read)
  const hash = await contentHash(bundle)
  const audit = await auditBundle(read, c.var.registry)
  const faults = [
    ...audit.faults,
    ...(await signatureFaults(read, hash, known.publicKey)),
    ...versionFaults(version, known.newest),
    ...historyFaults(bundle.migrations, known.migrations),
  ]
  if (faults.length > 0) throw refuseBundle(faults)
  const state = c.env.PLUGIN_REVIEW === 'automatic' ? 'live' : 'submitted'
  const row = await rowOf(c, read, hash, state, known.isFirst)
  const password = await rolePassword(c.env.ENCRYPTION_KEY, roleOf(id))
  await c.var
    .change(
      { action: 'pluginVersion.submitted', subject: `plugin:${id}`, data: { plugin: id, version, hash, state } },
      (tx) => [
        ...keep(tx, read, row, known.publisherId),
        tx.execute(
          state === 'live'
            ? sql`select kernel.apply_published(${id}, ${version}, ${password})`
            : sql`select kernel.try_published(${id}, ${version}, ${password})`,
        ),
        ...(isDryRun ? [tx.execute(sql`select kernel.take_all_back()`)] : []),
      ],
      { refusals: refusalsOf(version), locks: [`plugin:${id}`] },
    )
    .catch((error: unknown) => explain(error, read))
  return { id, version, state, audit }
}

interface Known {
  readonly publisherId: string
  readonly publicKey: string | undefined
  readonly newest: string | undefined
  readonly isFirst: boolean
  readonly migrations: ReadBundle['bundle']['migrations']
}

/** What there is already of the publisher and the plugin; refuses what belongs to somebody else or is there. */
async function readKnown(c: KernelContext, { bundle, manifest: { id, version } }: ReadBundle): Promise<Known> {
  const [[publisher], [key], [plugin], versions, [before]] = await c.var.read((db) => [
    db.select({ id: publishers.id }).from(publishers).where(eq(publishers.tenantId, c.var.tenant.id)),
    db.select().from(publisherKeys).where(eq(publisherKeys.id, bundle.signature.keyId)),
    db.select().from(publishedPlugins).where(eq(publishedPlugins.id, id)),
    db
      .select({ version: publishedVersions.version, key: publishedVersions.versionKey, state: publishedVersions.state })
      .from(publishedVersions)
      .where(eq(publishedVersions.pluginId, id))
      .orderBy(desc(publishedVersions.versionKey)),
    db
      .select({ migrations: publishedVersions.migrations })
      .from(publishedVersions)
      .where(and(eq(publishedVersions.pluginId, id), ne(publishedVersions.state, 'refused')))
      .orderBy(desc(publishedVersions.versionKey))
      .limit(1),
  ])
  if (publisher === undefined) throw kernelErrors.publisherMissing()
  if (plugin !== undefined && plugin.publisherId !== publisher.id) throw kernelErrors.pluginTaken({ plugin: id })
  if (versions.some(({ key: kept }) => kept === versionKey(version))) throw kernelErrors.publishedBefore({ version })
  const isSigning = key?.publisherId === publisher.id && key.withdrawnAt === null && key.retiredAt === null
  return {
    publisherId: publisher.id,
    publicKey: isSigning ? key.publicKey : undefined,
    newest: versions[0]?.version,
    isFirst: !versions.some(({ state }) => state !== 'refused' && state !== 'submitted'),
    migrations: [...(before?.migrations ?? [])],
  }
}

async function signatureFaults(
  { bundle: { signature }, manifest: { id, version } }: ReadBundle,
  hash: string,
  publicKey: string | undefined,
): Promise<Fault[]> {
  if (publicKey === undefined)
    return [{ pointer: '#/signature/keyId', detail: 'This is no key of yours that signs: register it first' }]
  const key = await importPublicKey(publicKey)
  return key !== undefined && (await isSigned(signedText(id, version, hash), signature.value, key))
    ? []
    : [{ pointer: '#/signature/value', detail: 'The signature is not that of this content by this key' }]
}

function versionFaults(version: string, newest: string | undefined): Fault[] {
  return newest !== undefined && versionKey(newest) > versionKey(version)
    ? [fault(['version'], `Give it a higher number than ${newest}, which is there already`)]
    : []
}

async function rowOf(
  c: KernelContext,
  { bundle, manifest }: ReadBundle,
  hash: string,
  state: 'live' | 'submitted',
  isFirst: boolean,
): Promise<typeof publishedVersions.$inferInsert> {
  const { id, version, title, description, icon, changes, permissions } = manifest
  const { keyId, value } = bundle.signature
  const { privateKey } = await platformKey(c.env)
  const admitted = countersignedText(id, version, hash, keyId)
  return {
    pluginId: id,
    version,
    versionKey: versionKey(version),
    title,
    description,
    icon,
    changes,
    manifest: bundle.manifest,
    code: bundle.code,
    migrations: bundle.migrations,
    permissions,
    seenWith: seenWithOf(manifest),
    contentHash: hash,
    publisherKeyId: keyId,
    publisherSignature: value,
    platformSignature: state === 'live' ? await signText(admitted, privateKey) : null,
    submittedBy: c.var.principal.actor,
    state,
    stage: isFirst ? 'all' : 'few',
  }
}

/** An id is its first publisher's, and of versions each is higher than those before, whoever submits at this moment too. */
function keep(
  tx: Tx,
  { bundle, manifest }: ReadBundle,
  row: typeof publishedVersions.$inferInsert,
  publisherId: string,
) {
  const { pluginId, version, versionKey: key } = row
  const isOwn = and(eq(publishedPlugins.id, pluginId), eq(publishedPlugins.publisherId, publisherId))
  const higher = tx
    .select({ one: sql`1` })
    .from(publishedVersions)
    .where(and(eq(publishedVersions.pluginId, pluginId), gte(publishedVersions.versionKey, key)))
  return [
    tx.insert(publishedPlugins).values({ id: pluginId, publisherId }).onConflictDoNothing(),
    must(
      tx.select({ id: publishedPlugins.id }).from(publishedPlugins).where(isOwn),
      kernelErrors.pluginTaken({ plugin: pluginId }),
    ),
    must(
      tx
        .select({ id: publishedPlugins.id })
        .from(publishedPlugins)
        .where(and(isOwn, notExists(higher))),
      kernelErrors.publishedBefore({ version }),
    ),
    tx.insert(publishedVersions).values(row),
    ...bundle.screenshots.map((picture, place) =>
      tx.insert(publishedScreenshots).values({
        pluginId,
        version,
        place,
        title: manifest.screenshots[place]?.title ?? '',
        contentType: manifest.screenshots[place]?.type ?? '',
        picture: sql`decode(${picture}, 'base64')` as never,
      }),
    ),
  ]
}

function refusalsOf(version: string) {
  const before = kernelErrors.publishedBefore({ version })
  return { published_versions_pkey: before, published_versions_plugin_id_version_key_key: before }
}

/** What PostgreSQL has against a migration is for its author to mend; a change that was only tried has done its work. */
function explain(error: unknown, { bundle }: ReadBundle): void {
  const state = sqlStateOf(error)
  if (state === 'DPF14') return
  if (state !== 'DPF13' || !(error instanceof Error)) throw error
  const place = bundle.migrations.findIndex(({ id }) => error.message.startsWith(`${id}: `))
  const pointer = place === -1 ? '#/migrations' : pointTo('migrations', String(place), 'sql')
  throw refuseBundle([{ pointer, detail: error.message }])
}
