import { and, eq, isNull, ne, type SQL, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { Manifest } from '../sandbox/manifest.ts'
import { isLive, pluginInstallations, publishedPlugins, publishedVersions } from './tables.ts'

const shown = {
  version: publishedVersions.version,
  versionKey: publishedVersions.versionKey,
  changes: publishedVersions.changes,
  migrations: publishedVersions.migrations,
  contentHash: publishedVersions.contentHash,
  manifest: publishedVersions.manifest,
}
type Shown = { readonly [Name in keyof typeof shown]: (typeof publishedVersions.$inferSelect)[Name] }

/** A version with its manifest read. */
export interface ReadVersion extends Omit<Shown, 'manifest'> {
  readonly manifest: Manifest
}

export type Installation = typeof pluginInstallations.$inferSelect

export interface FoundInstallation {
  readonly row: Installation
  readonly current: ReadVersion
}

/** A version that a workspace may have: the named one, or the one that is offered. Refuses one that nobody may have by now. */
export async function findOffer(c: KernelContext, id: string, version?: string): Promise<ReadVersion> {
  const [row] = await selectVersions(c, id, [
    isLive,
    isNull(publishedPlugins.killedAt),
    isNull(publishedPlugins.unsound),
    ...(version === undefined ? [] : [eq(publishedVersions.version, version)]),
  ])
    .orderBy(sql`(${publishedVersions.stage} = 'all') desc, ${publishedVersions.versionKey} desc`)
    .limit(1)
  if (row !== undefined) return readRow(row)
  const [known] = await selectVersions(c, id, [ne(publishedVersions.state, 'submitted')]).limit(1)
  throw known === undefined ? kernelErrors.notFound() : kernelErrors.pluginNotOffered({ plugin: id, version })
}

/** The newest version that is live: what an upgrade leads to. */
export async function findNewest(c: KernelContext, id: string): Promise<ReadVersion> {
  const [row] = await selectVersions(c, id, [
    isLive,
    isNull(publishedPlugins.killedAt),
    isNull(publishedPlugins.unsound),
  ])
    .orderBy(sql`${publishedVersions.versionKey} desc`)
    .limit(1)
  if (row === undefined) throw kernelErrors.pluginNotOffered({ plugin: id })
  return readRow(row)
}

/** The workspace's installation, with the version that it is in. */
export async function findInstallation(c: KernelContext, id: string): Promise<FoundInstallation> {
  const found = await seekInstallation(c, id)
  if (found === undefined) throw kernelErrors.pluginNotInstalled({ plugin: id })
  return found
}

export async function seekInstallation(c: KernelContext, id: string): Promise<FoundInstallation | undefined> {
  const [joined] = await c.var.db
    .select({ row: pluginInstallations, version: shown })
    .from(pluginInstallations)
    .innerJoin(
      publishedVersions,
      and(
        eq(publishedVersions.pluginId, pluginInstallations.pluginId),
        eq(publishedVersions.version, pluginInstallations.version),
      ),
    )
    .where(and(eq(pluginInstallations.pluginId, id), ne(pluginInstallations.state, 'uninstalled')))
  return joined === undefined ? undefined : { row: joined.row, current: readRow(joined.version) }
}

function selectVersions(c: KernelContext, id: string, conditions: readonly SQL[]) {
  return c.var.db
    .select(shown)
    .from(publishedVersions)
    .innerJoin(publishedPlugins, eq(publishedPlugins.id, publishedVersions.pluginId))
    .where(and(eq(publishedVersions.pluginId, id), ...conditions))
    .$dynamic()
}

function readRow(row: Shown): ReadVersion {
  return { ...row, manifest: v.parse(Manifest, JSON.parse(row.manifest)) }
}
