import { safeParse } from 'valibot'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { InstalledPlugin, KeptVersion } from './installed-plugin.ts'
import { Manifest } from './manifest.ts'
import { platformKey } from './platform-key.ts'
import { type RouteTable, routeTable } from './route-table.ts'
import { versionFault } from './verify-version.ts'

/** A version that may run, and what the kernel goes by. */
export interface FoundVersion {
  readonly kept: KeptVersion
  readonly manifest: Manifest
  readonly routes: RouteTable
}

/** What this isolate keeps of versions: a plugin that many workspaces have is here once. */
const mostBytes = 16 * 1024 * 1024
const known = new Map<string, FoundVersion & { readonly readAtMs: number }>()
/** A publisher can withdraw the key that signed it: then it stops within this time. */
const longestMs = 60_000
let knownBytes = 0

/** Answers the installed version, as this isolate has it or as the database keeps it. One that fails its checks does not run. */
export async function findVersion(
  env: Env,
  pluginId: string,
  { version, contentHash }: InstalledPlugin,
  countTrip: () => void = () => undefined,
): Promise<FoundVersion> {
  const before = known.get(contentHash)
  const isFresh = before !== undefined && Date.now() - before.readAtMs < longestMs
  if (isFresh && before.kept.pluginId === pluginId && before.kept.version === version) return before
  forget(contentHash)
  const database = kernelDatabase(env, systemTenantId, countTrip)
  const rows = await database.call('select kernel.plugin_version($1, $2)', [pluginId, version])
  const kept = (rows[0]?.[0] ?? null) as KeptVersion | null
  if (kept === null || kept.contentHash !== contentHash)
    throw refuseVersion(pluginId, version, 'it is not there as it was installed')
  await requireSound(env, kept)
  const manifest = safeParse(Manifest, JSON.parse(kept.manifest))
  if (!manifest.success) throw refuseVersion(pluginId, version, 'its manifest cannot be read')
  const found = { kept, manifest: manifest.output, routes: routeTable(manifest.output.routes) }
  keep(contentHash, found)
  return found
}

/** Refuses a version that is not, to the byte, what its publisher signed and this platform admitted. */
export async function requireSound(env: Env, kept: KeptVersion): Promise<void> {
  const fault = await versionFault(kept, (await platformKey(env)).publicKey)
  if (fault !== undefined) throw refuseVersion(kept.pluginId, kept.version, fault)
}

function refuseVersion(pluginId: string, version: string, fault: string): Error {
  console.error(`${pluginId} ${version} does not run: ${fault}`)
  return kernelErrors.pluginStopped({ plugin: pluginId, version, detail: `This version does not run: ${fault}` })
}

function forget(contentHash: string): void {
  const gone = known.get(contentHash)
  if (gone !== undefined) knownBytes -= sizeOf(gone)
  known.delete(contentHash)
}

function keep(contentHash: string, found: FoundVersion): void {
  // Another request may have kept it meanwhile.
  forget(contentHash)
  known.set(contentHash, { ...found, readAtMs: Date.now() })
  knownBytes += sizeOf(found)
  for (const hash of known.keys()) {
    if (knownBytes <= mostBytes || hash === contentHash) break
    forget(hash)
  }
}

function sizeOf({ kept }: FoundVersion): number {
  return kept.code.length + kept.manifest.length
}
