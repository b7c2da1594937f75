import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import * as v from 'valibot'
import type { KernelContext } from '../request/context.ts'
import { Manifest } from '../sandbox/manifest.ts'
import { askedGrants } from './asked-grants.ts'
import { asksOf, type TitleOf } from './sentences.ts'
import { publishedPlugins, publishedVersions, publishers } from './tables.ts'

/** What a new workspace gets: the latest version that all have, or the latest where none is that far. */
const offered = sql`(select o.version from kernel.published_versions o where o.plugin_id = ${publishedPlugins.id}
  and o.state = 'live' and not exists (select from kernel.publisher_keys k
    where k.id = o.publisher_key_id and k.withdrawn_at is not null) order by (o.stage = 'all') desc, o.version_key desc limit 1)`
const screenshots = sql<
  { title: string; place: number }[]
>`(select coalesce(jsonb_agg(jsonb_build_object('title', s.title, 'place', s.place)
  order by s.place), '[]') from kernel.published_screenshots s where s.plugin_id = ${publishedVersions.pluginId}
  and s.version = ${publishedVersions.version})`
const sortKey = sql<string>`lower(${publishedVersions.title})`

const shown = {
  id: publishedVersions.pluginId,
  title: publishedVersions.title,
  description: publishedVersions.description,
  icon: publishedVersions.icon,
  version: publishedVersions.version,
  updatedAt: publishedVersions.submittedAt,
  slug: publishers.slug,
  name: publishers.name,
  verifiedAt: publishers.verifiedAt,
  installs: sql<number>`kernel.installs_of(${publishedVersions.pluginId})`,
  screenshots,
  sortKey,
}

/** A page of what can be installed, by title; each word that is searched for is in its title, description or publisher. */
export async function readListings(
  c: KernelContext,
  q: string,
  most: number,
  after: readonly (string | number)[] | undefined,
) {
  const rows = await selectListings(c, [
    ...q.split(/\s+/).filter(Boolean).map(says),
    ...(after === undefined
      ? []
      : [sql`(${sortKey}, ${publishedVersions.pluginId}) > (${String(after[0])}, ${String(after[1])})`]),
  ])
    .orderBy(sortKey, publishedVersions.pluginId)
    .limit(most)
  return rows
}

/** One plugin as it is offered, with what its manifest says; undefined where it is not offered. */
export async function readListing(c: KernelContext, id: string) {
  const [[row], [version], versions] = await c.var.read((db) => [
    selectListings(c, [eq(publishedPlugins.id, id)], db),
    db
      .select({
        manifest: publishedVersions.manifest,
        migrations: publishedVersions.migrations,
        permissions: publishedVersions.permissions,
      })
      .from(publishedVersions)
      .innerJoin(publishedPlugins, eq(publishedPlugins.id, publishedVersions.pluginId))
      .where(and(eq(publishedPlugins.id, id), eq(publishedVersions.version, offered))),
    db
      .select({
        version: publishedVersions.version,
        changes: publishedVersions.changes,
        at: publishedVersions.submittedAt,
        state: publishedVersions.state,
      })
      .from(publishedVersions)
      .where(
        and(eq(publishedVersions.pluginId, id), sql`${publishedVersions.state} in ('live', 'yanked', 'rolled_back')`),
      )
      .orderBy(sql`${publishedVersions.versionKey} desc`)
      .limit(100),
  ])
  if (row === undefined || version === undefined) return undefined
  const manifest = v.parse(Manifest, JSON.parse(version.manifest))
  return {
    ...presentListing(c, row),
    versions: versions as { version: string; changes: string; at: string; state: 'live' | 'yanked' | 'rolled_back' }[],
    permissions: presentPermissions(version.permissions),
    asks: asksOf(manifest, version.migrations, titlesOf(c)),
    needs: manifest.needs as Record<string, unknown>,
    grants: askedGrants(manifest.needs),
    pages: manifest.pages.map(({ title }) => ({ title })),
  }
}

type Row = Awaited<ReturnType<typeof readListings>>[number]

/** A listing on the wire. */
export function presentListing(c: KernelContext, row: Row) {
  const installed = c.var.tenantSnapshot.published[row.id]
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    icon: row.icon,
    publisher: { slug: row.slug, name: row.name, verified: row.verifiedAt !== null },
    version: row.version,
    installs: row.installs,
    updatedAt: row.updatedAt,
    screenshots: row.screenshots.map(({ title, place }) => ({
      title,
      url: `/api/marketplace/${row.id}/${row.version}/screenshots/${place}`,
    })),
    installed: installed === undefined ? null : { version: installed.version, state: installed.state },
  }
}

export function presentPermissions(permissions: typeof publishedVersions.$inferSelect.permissions) {
  return Object.entries(permissions).map(([id, { title, roles }]) => ({ id, title, roles: [...roles] }))
}

/** What the built-in modules of this installation are called. */
export function titlesOf(c: KernelContext): TitleOf {
  return (id) => c.var.registry.plugins.find((plugin) => plugin.id === id)?.title
}

export function keyOf({ sortKey: title, id }: Row): [string, string] {
  return [title, id]
}

function selectListings(
  c: KernelContext,
  conditions: readonly SQL[],
  db: Pick<KernelContext['var']['db'], 'select'> = c.var.db,
) {
  return db
    .select(shown)
    .from(publishedPlugins)
    .innerJoin(publishers, eq(publishers.id, publishedPlugins.publisherId))
    .innerJoin(
      publishedVersions,
      and(eq(publishedVersions.pluginId, publishedPlugins.id), eq(publishedVersions.version, offered)),
    )
    .where(and(isNull(publishedPlugins.killedAt), isNull(publishedPlugins.unsound), ...conditions))
    .$dynamic()
}

function says(word: string): SQL {
  const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`
  const fits = [
    publishedVersions.title,
    publishedVersions.description,
    publishers.name,
    publishedVersions.pluginId,
  ].map((column) => sql`${column} ilike ${pattern}`)
  return or(...fits) ?? sql`true`
}
