import * as v from 'valibot'
import { buildCode } from '../../../tools/dpf/build-code.ts'
import { describePlugin } from '../../../tools/dpf/describe-plugin.ts'
import type { Workspace } from '../../../tools/testing/client.ts'
import type { TestPlatform } from '../../../tools/testing/test-platform.ts'
import type { Plugin } from '../../sdk/define-plugin.ts'
import { newId } from '../../sdk/new-id.ts'
import type { Grants } from '../grants.ts'
import type { KeptVersion } from '../installed-plugin.ts'
import { Manifest, seenWithOf } from '../manifest.ts'
import { makeVersion } from './make-version.ts'

/** A version of the plugin in a folder, bundled with the SDK and signed by a new publisher and the tests' installation. */
export async function versionOf(
  plugin: Plugin,
  folder: string,
  change: { readonly manifest?: Partial<Manifest>; readonly code?: string; readonly encryptionKey?: string } = {},
): Promise<KeptVersion> {
  const described = { ...describePlugin(plugin).manifest, changes: '', screenshots: [], ...change.manifest }
  return makeVersion({
    encryptionKey: change.encryptionKey ?? (await testKey()),
    manifest: v.parse(Manifest, JSON.parse(JSON.stringify(described))),
    code: change.code ?? (await buildCode(folder, 'isolated')).text,
    migrations: [],
  })
}

/** Of the installation that tests run on; a benchmark has one of its own. */
async function testKey(): Promise<string> {
  return (await import('vitest')).inject('secrets').ENCRYPTION_KEY
}

/** Puts a version among those that are published, as the marketplace does once it is admitted. */
export async function storeVersion({ owner }: Pick<TestPlatform, 'owner'>, kept: KeptVersion): Promise<void> {
  const publisherId = newId()
  const manifest = JSON.parse(kept.manifest) as Manifest
  await owner.transaction([
    owner.query('insert into kernel.publishers (id, slug, name) values ($1, $2, $3)', [
      publisherId,
      `p${publisherId}`.slice(0, 40),
      'Publisher',
    ]),
    owner.query('insert into kernel.publisher_keys (id, publisher_id, title, public_key) values ($1, $2, $3, $4)', [
      kept.publisherKeyId,
      publisherId,
      'Key',
      kept.publisherKey,
    ]),
    owner.query('insert into kernel.published_plugins (id, publisher_id) values ($1, $2) on conflict do nothing', [
      kept.pluginId,
      publisherId,
    ]),
    owner.query(
      `insert into kernel.published_versions (plugin_id, version, version_key, title, description, icon, changes, manifest, code, migrations,
        permissions, seen_with, content_hash, publisher_key_id, publisher_signature, platform_signature, submitted_by, state)
       values ($1, $2, $2, $3, 'For tests.', 'box', '', $4, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9, $10, $11, $12, 'system', 'live')`,
      [
        kept.pluginId,
        kept.version,
        manifest.title,
        kept.manifest,
        kept.code,
        JSON.stringify(kept.migrations),
        JSON.stringify(manifest.permissions),
        JSON.stringify(seenWithOf(manifest)),
        kept.contentHash,
        kept.publisherKeyId,
        kept.publisherSignature,
        kept.platformSignature,
      ],
    ),
  ])
}

/** Installs a version in a workspace, or puts it in another one's place. It holds from the next change of rights there. */
export async function install(
  { owner }: Pick<TestPlatform, 'owner'>,
  tenantId: string,
  { pluginId, version }: KeptVersion,
  options: { readonly grants?: Partial<Grants>; readonly settings?: object; readonly state?: string } = {},
): Promise<void> {
  await owner.query(
    `insert into kernel.plugin_installations (tenant_id, plugin_id, version, grants, settings, state)
     values ($1, $2, $3, $4::jsonb, $5::jsonb, $6)
     on conflict (tenant_id, plugin_id) do update set version = excluded.version, grants = excluded.grants,
       settings = excluded.settings, state = excluded.state`,
    [
      tenantId,
      pluginId,
      version,
      JSON.stringify({ ...noGrants, ...options.grants }),
      JSON.stringify(options.settings ?? {}),
      options.state ?? 'on',
    ],
  )
}

/** Whatever a workspace's people change of their rights lets every isolate read them anew. */
export async function changeRights({ client }: Workspace): Promise<void> {
  const { body } = await client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })
  const gone = await client.delete(`/api/api-keys/${body.id}`)
  if (gone.status !== 204) throw new Error(`Revoking a key answered ${gone.status}`)
}

/** What a plugin has that asks for nothing. */
export const noGrants: Grants = {
  ports: {},
  hosts: {},
  calls: {},
  hears: {},
  limits: { requestsPerDay: 100_000, rows: 100_000, bytes: 100_000_000, egressBytesPerDay: 1_000_000 },
}
