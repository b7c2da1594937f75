import { join } from 'node:path'
import * as v from 'valibot'
import { inject } from 'vitest'
import { buildCode } from '../../../tools/dpf/build-code.ts'
import { describePlugin } from '../../../tools/dpf/describe-plugin.ts'
import type { TestPlatform } from '../../../tools/testing/test-platform.ts'
import { rolePassword } from '../../database/role-password.ts'
import type { KeptVersion } from '../../sandbox/installed-plugin.ts'
import { Manifest } from '../../sandbox/manifest.ts'
import { makeVersion } from '../../sandbox/testing/make-version.ts'
import { storeVersion } from '../../sandbox/testing/publish-plugin.ts'
import { plugin } from '../../sandbox/testing/shoes/plugin.ts'

const folder = join(import.meta.dirname, '../../sandbox/testing/shoes')

/** As a stranger may write it: what makes them the workspaces' own comes by itself. */
const items = `create table shoes.items (tenant_id uuid not null, id uuid not null, name text not null,
  pairs integer not null constraint items_pairs check (pairs >= 0), primary key (tenant_id, id))`

/** Publishes a version of the shoes as the platform does once it is admitted: kept, signed, its tables made. */
export async function publishShoes(
  platform: TestPlatform,
  version: string,
  change: {
    readonly manifest?: Partial<Manifest>
    readonly code?: string
    readonly steps?: KeptVersion['migrations']
    /** Waits for the operator: not signed by the platform, and without tables of its own. */
    readonly waits?: boolean
  } = {},
): Promise<KeptVersion> {
  const described = { ...describePlugin(plugin).manifest, changes: `What is new in ${version}`, screenshots: [] }
  const kept = await makeVersion({
    encryptionKey: inject('secrets').ENCRYPTION_KEY,
    manifest: v.parse(Manifest, JSON.parse(JSON.stringify({ ...described, ...change.manifest, version }))),
    code: change.code ?? (await shoesCode()),
    migrations: [{ id: '0001-items', sql: items }, ...(change.steps ?? [])],
  })
  await storeVersion(platform, kept)
  if (change.waits === true) {
    await platform.owner.transaction([
      platform.owner.query('alter table kernel.published_versions disable trigger immutable'),
      platform.owner.query(
        `update kernel.published_versions set state = 'submitted', platform_signature = null where plugin_id = $1 and version = $2`,
        [kept.pluginId, version],
      ),
      platform.owner.query('alter table kernel.published_versions enable trigger immutable'),
    ])
    return kept
  }
  const password = await rolePassword(inject('secrets').ENCRYPTION_KEY, `plugin_${kept.pluginId}`)
  await platform.owner.query('select kernel.apply_published($1, $2, $3)', [kept.pluginId, version, password])
  return kept
}

let built: Promise<string> | undefined

export function shoesCode(): Promise<string> {
  built ??= buildCode(folder, 'isolated').then(({ text }) => text)
  return built
}
