import * as v from 'valibot'
import type { LedgerRecord } from '../database/capability.ts'
import { NothingFound } from '../database/capability.ts'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { Grants } from '../sandbox/grants.ts'
import { Manifest } from '../sandbox/manifest.ts'
import { changeAsSystem } from './change-as-system.ts'

/** One workspace's way from a version to another, as it was when it was decided. */
export interface Move {
  readonly tenantId: string
  readonly pluginId: string
  readonly from: string
  readonly to: string
  readonly grants: Grants
  readonly previous: { readonly version: string; readonly grants: Grants } | null
  /** Not to be come to again by itself. */
  readonly held: string | null
  readonly rev: number
  readonly record: Pick<LedgerRecord, 'action' | 'data'>
}

const update = `update kernel.plugin_installations set version = $4, grants = $5::jsonb, previous_version = $6, previous_grants = $7::jsonb,
    held_version = $8, updated_at = now(), rev = rev + 1
  where plugin_id = $1 and version = $2 and rev = $3 and state <> 'uninstalled' returning rev`

/** Moves an installation, with its record, from the workspace's next request on; answers whether it was still as it was. */
export async function moveInstallation(env: Env, move: Move): Promise<boolean> {
  const { tenantId, pluginId, from, to, grants, previous, held, rev, record } = move
  const params = [
    pluginId,
    from,
    rev,
    to,
    JSON.stringify(grants),
    previous?.version ?? null,
    previous === null ? null : JSON.stringify(previous.grants),
    held,
  ]
  try {
    await reviseRights(env, [{ scope: 'tenant', id: tenantId }], () =>
      changeAsSystem(env, tenantId, { ...record, subject: `plugin:${pluginId}` }, update, params),
    )
    return true
  } catch (error) {
    if (error instanceof NothingFound) return false
    throw error
  }
}

/** The manifests of some versions of a plugin. */
export async function readManifests(
  env: Env,
  pluginId: string,
  versions: Iterable<string>,
): Promise<ReadonlyMap<string, Manifest>> {
  const rows = await kernelDatabase(env, systemTenantId).call(
    'select version, manifest from kernel.published_versions where plugin_id = $1 and version = any ($2::text[])',
    [pluginId, `{${[...new Set(versions)].map((version) => `"${version}"`).join(',')}}`],
  )
  return new Map(rows.map(([version, text]) => [String(version), v.parse(Manifest, JSON.parse(String(text)))]))
}
