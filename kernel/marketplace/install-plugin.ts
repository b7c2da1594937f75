import { eq, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { askedGrants } from './asked-grants.ts'
import { mustBeOffered, recordChange } from './change-installation.ts'
import { checkGrants } from './check-grants.ts'
import { checkSettings } from './check-settings.ts'
import { findOffer } from './find-installation.ts'
import type { NewInstallation } from './installation-schemas.ts'
import { pluginInstallations } from './tables.ts'

/** Gives the workspace a plugin, on the grants that are named or on all that it asks for. Data that was kept is there again. */
export async function installPlugin(
  c: KernelContext,
  id: string,
  wanted: InferOutput<typeof NewInstallation>,
): Promise<void> {
  const offer = await findOffer(c, id, wanted.version)
  const asked = askedGrants(offer.manifest.needs)
  const grants = wanted.grants === undefined ? asked : checkGrants(wanted.grants, asked)
  const settings = await checkSettings(c, id, offer, wanted.settings ?? {})
  const { version, manifest } = offer
  const set = {
    version,
    grants,
    settings,
    state: 'on' as const,
    previousVersion: null,
    previousGrants: null,
    heldVersion: null,
    autoUpdate: true,
    installedAt: sql`now()` as never,
    updatedAt: sql`now()` as never,
    rev: sql`${pluginInstallations.rev} + 1` as never,
  }
  await recordChange(
    c,
    { action: 'plugin.installed', pluginId: id, data: { title: manifest.title, version } },
    (tx) => [
      mustBeOffered(tx, id, version),
      must(
        tx
          .insert(pluginInstallations)
          .values({ pluginId: id, version, grants, settings })
          .onConflictDoUpdate({
            target: [pluginInstallations.tenantId, pluginInstallations.pluginId],
            set,
            setWhere: eq(pluginInstallations.state, 'uninstalled'),
          })
          .returning({ version: pluginInstallations.version }),
        kernelErrors.pluginInstalled({ plugin: id }),
      ),
    ],
  )
}
