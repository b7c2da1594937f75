import { and, eq } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { secrets } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import { withTenantKey } from '../registry/store-plugin.ts'
import type { KernelContext } from '../request/context.ts'
import type { Manifest } from '../sandbox/manifest.ts'
import type { Planned, Tx } from '../sdk/database.ts'
import { askedGrants } from './asked-grants.ts'
import { changeInstallation } from './change-installation.ts'
import { checkGrants } from './check-grants.ts'
import { checkSettings } from './check-settings.ts'
import { findInstallation } from './find-installation.ts'
import type { InstallationPatch } from './installation-schemas.ts'

type Patch = InferOutput<typeof InstallationPatch>

/** Changes what a plugin may do here, or how it is set up. What is absent stays; a secret set to null goes. */
export async function patchInstallation(c: KernelContext, id: string, patch: Patch): Promise<void> {
  const found = await findInstallation(c, id)
  const { manifest } = found.current
  checkSecretNames(manifest, patch.secrets ?? {})
  const set = {
    ...(patch.grants === undefined ? {} : { grants: checkGrants(patch.grants, askedGrants(manifest.needs)) }),
    ...(patch.settings === undefined ? {} : { settings: await checkSettings(c, id, found.current, patch.settings) }),
    ...(patch.autoUpdate === undefined ? {} : { autoUpdate: patch.autoUpdate }),
  }
  const given = Object.entries(patch.secrets ?? {})
  const toSeal = Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== null))
  const toRemove = given.filter(([, value]) => value === null).map(([name]) => name)
  const data = {
    title: manifest.title,
    grants: patch.grants !== undefined,
    settings: Object.keys(patch.settings ?? {}),
    secrets: Object.keys(patch.secrets ?? {}),
    ...(patch.autoUpdate === undefined ? {} : { autoUpdate: patch.autoUpdate }),
  }
  await withTenantKey(c, id, toSeal, (sealed, keepKey) =>
    changeInstallation(c, found, { action: 'plugin.changed', pluginId: id, data }, set, (tx) => [
      ...keepKey(tx),
      ...Object.entries(sealed).map(([name, record]) => keepSecret(tx, c, id, name, record)),
      ...toRemove.map((name) => tx.delete(secrets).where(and(eq(secrets.pluginId, id), eq(secrets.name, name)))),
    ]),
  )
}

function keepSecret(tx: Tx, c: KernelContext, pluginId: string, name: string, sealed: string): Planned {
  return tx
    .insert(secrets)
    .values({ pluginId, name, sealed })
    .onConflictDoUpdate({
      target: [secrets.tenantId, secrets.pluginId, secrets.name],
      set: { sealed, updatedAt: c.var.now },
    })
}

function checkSecretNames(manifest: Manifest, given: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(manifest.secrets, name))
  if (unknown.length === 0) return
  throw kernelErrors.invalid({
    errors: unknown.map((name) => ({
      in: 'body',
      pointer: pointTo('secrets', name),
      detail: 'This plugin has no such secret',
    })),
  })
}
