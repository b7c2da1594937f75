import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext } from '../request/context.ts'
import { must, type Planned, type Tx } from '../sdk/database.ts'
import type { FoundInstallation } from './find-installation.ts'
import { isLive, pluginInstallations, publishedPlugins, publishedVersions } from './tables.ts'

type Set = Partial<typeof pluginInstallations.$inferInsert>

/** What happens to a plugin in a workspace, as its record says it. */
export interface Happening {
  readonly action: `plugin.${string}`
  readonly pluginId: string
  readonly data: Readonly<Record<string, unknown>> & { readonly title: string }
}

/** Changes what a workspace has of a plugin, with its record: it holds from the next request on. */
export function recordChange(
  c: KernelContext,
  { action, pluginId, data }: Happening,
  plan: (tx: Tx) => Planned[],
): Promise<unknown> {
  return reviseRights(c.env, [{ scope: 'tenant', id: c.var.tenant.id }], () =>
    c.var.change({ action, subject: `plugin:${pluginId}`, data }, plan),
  )
}

/** Changes an installation that nobody has changed since it was read. */
export function changeInstallation(
  c: KernelContext,
  { row }: FoundInstallation,
  happening: Happening,
  set: Set,
  more: (tx: Tx) => Planned[] = () => [],
): Promise<unknown> {
  return recordChange(c, happening, (tx) => [
    must(
      tx
        .update(pluginInstallations)
        .set({ ...set, rev: row.rev + 1, updatedAt: sql`now()` as never })
        .where(and(eq(pluginInstallations.pluginId, row.pluginId), eq(pluginInstallations.rev, row.rev)))
        .returning({ rev: pluginInstallations.rev }),
      kernelErrors.conflict({ detail: 'Somebody else changed this plugin at the same time; look again' }),
    ),
    ...more(tx),
  ])
}

/**
 * Refuses within the change what a request that comes a second time would be refused for: under its Idempotency-Key it
 * gets the first answer instead.
 */
export function refuse(tx: Tx, error: AppError): Planned {
  return must(tx.select({ id: publishedPlugins.id }).from(publishedPlugins).where(sql`false`), error)
}

/** Holds a change to a version that may be had at that very moment: it may be called back while somebody decides. */
export function mustBeOffered(tx: Tx, pluginId: string, version: string): Planned {
  return must(
    tx
      .select({ version: publishedVersions.version })
      .from(publishedVersions)
      .innerJoin(publishedPlugins, eq(publishedPlugins.id, publishedVersions.pluginId))
      .where(
        and(
          eq(publishedVersions.pluginId, pluginId),
          eq(publishedVersions.version, version),
          isLive,
          isNull(publishedPlugins.killedAt),
          isNull(publishedPlugins.unsound),
        ),
      ),
    kernelErrors.pluginNotOffered({ plugin: pluginId, version }),
  )
}
