import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { secrets } from '../database/tables.ts'
import type { KernelContext } from '../request/context.ts'
import { Manifest } from '../sandbox/manifest.ts'
import { askedGrants, beyond } from './asked-grants.ts'
import { presentPermissions, titlesOf } from './read-listings.ts'
import type { Installed } from './schemas.ts'
import { type Sentence, sentencesOf } from './sentences.ts'
import { isLive, pluginInstallations, publishedPlugins, publishedVersions, publishers } from './tables.ts'

const installed = {
  id: pluginInstallations.pluginId,
  version: pluginInstallations.version,
  previousVersion: pluginInstallations.previousVersion,
  state: pluginInstallations.state,
  grants: pluginInstallations.grants,
  settings: pluginInstallations.settings,
  autoUpdate: pluginInstallations.autoUpdate,
  installedAt: pluginInstallations.installedAt,
  manifest: publishedVersions.manifest,
  migrations: sql<number>`jsonb_array_length(${publishedVersions.migrations})`,
  permissions: publishedVersions.permissions,
  versionState: publishedVersions.state,
  isLive: sql<boolean>`${isLive}`,
  versionReason: publishedVersions.reason,
  killedAt: publishedPlugins.killedAt,
  killedReason: publishedPlugins.killedReason,
  unsound: publishedPlugins.unsound,
  slug: publishers.slug,
  name: publishers.name,
  verifiedAt: publishers.verifiedAt,
}

/** The latest version that is newer than the one that is installed, and may be: which workspaces get it by themselves is another question. */
const newer = sql`${publishedVersions.versionKey} = (select max(o.version_key) from kernel.published_versions o
  where o.plugin_id = ${pluginInstallations.pluginId} and o.state = 'live' and not exists (select from kernel.publisher_keys k
    where k.id = o.publisher_key_id and k.withdrawn_at is not null))
  and ${publishedVersions.versionKey} > (select i.version_key from kernel.published_versions i
  where i.plugin_id = ${pluginInstallations.pluginId} and i.version = ${pluginInstallations.version})`

/** The published plugins that the workspace has, as its pages show them; one of them where an id is given. */
export async function readInstalled(c: KernelContext, id?: string): Promise<Installed[]> {
  const isHere = and(
    ne(pluginInstallations.state, 'uninstalled'),
    id === undefined ? undefined : eq(pluginInstallations.pluginId, id),
  )
  const [rows, updates, stored] = await c.var.read((db) => [
    db
      .select(installed)
      .from(pluginInstallations)
      .innerJoin(publishedPlugins, eq(publishedPlugins.id, pluginInstallations.pluginId))
      .innerJoin(publishers, eq(publishers.id, publishedPlugins.publisherId))
      .innerJoin(
        publishedVersions,
        and(
          eq(publishedVersions.pluginId, pluginInstallations.pluginId),
          eq(publishedVersions.version, pluginInstallations.version),
        ),
      )
      .where(isHere)
      .orderBy(sql`lower(${publishedVersions.title})`, pluginInstallations.pluginId)
      .limit(200),
    db
      .select({
        id: publishedVersions.pluginId,
        version: publishedVersions.version,
        changes: publishedVersions.changes,
        manifest: publishedVersions.manifest,
        migrations: sql<number>`jsonb_array_length(${publishedVersions.migrations})`,
      })
      .from(pluginInstallations)
      .innerJoin(publishedVersions, and(eq(publishedVersions.pluginId, pluginInstallations.pluginId), newer))
      .where(isHere)
      .limit(200),
    db
      .select({ pluginId: secrets.pluginId, name: secrets.name })
      .from(secrets)
      .where(
        inArray(
          secrets.pluginId,
          db.select({ id: pluginInstallations.pluginId }).from(pluginInstallations).where(isHere) as never,
        ),
      ),
  ])
  const names = new Set(stored.map(({ pluginId, name }) => `${pluginId}/${name}`))
  return rows.map((row) =>
    describe(
      c,
      row,
      updates.find((update) => update.id === row.id),
      names,
    ),
  )
}

interface Row
  extends Pick<
      typeof pluginInstallations.$inferSelect,
      'version' | 'previousVersion' | 'state' | 'grants' | 'settings' | 'autoUpdate' | 'installedAt'
    >,
    Pick<typeof publishedVersions.$inferSelect, 'manifest' | 'permissions'>,
    Pick<typeof publishedPlugins.$inferSelect, 'killedAt' | 'killedReason' | 'unsound'>,
    Pick<typeof publishers.$inferSelect, 'slug' | 'name' | 'verifiedAt'> {
  readonly id: string
  /** How many. */
  readonly migrations: number
  readonly versionState: typeof publishedVersions.$inferSelect.state
  readonly isLive: boolean
  readonly versionReason: string | null
}

type Update = { readonly version: string; readonly changes: string; readonly manifest: string }

function describe(c: KernelContext, row: Row, update: Update | undefined, names: ReadonlySet<string>): Installed {
  const manifest = readManifest(row.manifest)
  const asked = askedGrants(manifest.needs)
  const { can, role } = c.var.principal
  // What was installed just now is not among the rights that came with the request.
  const mine = Object.entries(row.permissions).flatMap(([permission, { roles }]) =>
    can(permission) || (role !== undefined && roles.includes(role)) ? [permission] : [],
  )
  return {
    id: row.id,
    title: manifest.title,
    description: manifest.description,
    icon: manifest.icon,
    version: row.version,
    previousVersion: row.previousVersion,
    ...standingOf(row),
    publisher: { slug: row.slug, name: row.name, verified: row.verifiedAt !== null },
    pages: manifest.pages as unknown as Installed['pages'],
    permissions: presentPermissions(row.permissions),
    mine,
    calls: manifest.routes
      .filter(({ audience, permission }) => audience === 'tenant' && permission !== null && mine.includes(permission))
      .map(({ method, path }) => `${method} ${path}`),
    settings: { ...row.settings },
    settingsSchema: manifest.settings,
    secrets: Object.entries(manifest.secrets).map(([name, { title }]) => ({
      name,
      title,
      stored: names.has(`${row.id}/${name}`),
    })),
    grants: row.grants,
    asked,
    needs: manifest.needs as Record<string, unknown>,
    asks: sentencesOf(manifest.needs, row.migrations > 0, titlesOf(c)),
    autoUpdate: row.autoUpdate,
    update: update === undefined ? null : describeUpdate(c, manifest, update),
    installedAt: row.installedAt,
  }
}

function describeUpdate(
  c: KernelContext,
  before: Manifest,
  { version, changes, manifest }: Update,
): Installed['update'] {
  return { version, changes, asksMore: asksMore(c, before, readManifest(manifest)) }
}

/** What another version asks for beyond what the one before it did. */
export function asksMore(c: KernelContext, before: Manifest, after: Manifest): Sentence[] {
  const news = beyond(askedGrants(after.needs), askedGrants(before.needs))
  return sentencesOf(after.needs, false, titlesOf(c)).filter((sentence) =>
    news.some(({ kind, key }) => kind === sentence.kind && key === sentence.key),
  )
}

/** Whether it runs, and why not: the operator's word goes before the workspace's. */
function standingOf(row: Row): Pick<Installed, 'state' | 'reason'> {
  if (row.killedAt !== null) return { state: 'killed', reason: row.killedReason }
  if (row.unsound !== null) return { state: 'killed', reason: 'Something is wrong with its tables' }
  if (row.versionState === 'live' && !row.isLive)
    return { state: 'yanked', reason: 'Its publisher withdrew the key that signed it' }
  if (!row.isLive) return { state: 'yanked', reason: row.versionReason }
  return { state: row.state === 'on' ? 'on' : 'suspended', reason: null }
}

function readManifest(text: string): Manifest {
  return v.parse(Manifest, JSON.parse(text))
}
