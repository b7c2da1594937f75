import type { InferOutput } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { askedGrants, carriedGrants } from './asked-grants.ts'
import { changeInstallation, mustBeOffered, refuse } from './change-installation.ts'
import { checkGrants } from './check-grants.ts'
import { findInstallation, findNewest, findOffer } from './find-installation.ts'
import type { Upgrade } from './installation-schemas.ts'
import { asksMore } from './read-installed.ts'

/** Puts a newer version in the place of the one that is there. What it asks for besides waits for grants that name it. */
export async function upgradePlugin(c: KernelContext, id: string, wanted: InferOutput<typeof Upgrade>): Promise<void> {
  const found = await findInstallation(c, id)
  const { row, current } = found
  const next = wanted.version === undefined ? await findNewest(c, id) : await findOffer(c, id, wanted.version)
  const isNewer = next.versionKey > current.versionKey
  const notNewer = kernelErrors.pluginNotOffered({
    plugin: id,
    version: next.version,
    detail: 'This is no newer version',
  })
  const asked = askedGrants(next.manifest.needs)
  const more = isNewer ? asksMore(c, current.manifest, next.manifest) : []
  if (more.length > 0 && wanted.grants === undefined) throw kernelErrors.grantsWanted({ asksMore: more })
  const grants =
    wanted.grants === undefined
      ? carriedGrants(row.grants, askedGrants(current.manifest.needs), asked)
      : checkGrants(wanted.grants, asked)
  await changeInstallation(
    c,
    found,
    {
      action: 'plugin.upgraded',
      pluginId: id,
      data: { title: next.manifest.title, from: current.version, to: next.version },
    },
    {
      version: next.version,
      grants,
      previousVersion: current.version,
      previousGrants: row.grants,
      heldVersion: null,
    },
    (tx) => [isNewer ? mustBeOffered(tx, id, next.version) : refuse(tx, notNewer)],
  )
}

/** Goes back to the version before, which is not left by itself again for the one that it was. */
export async function rollBackPlugin(c: KernelContext, id: string): Promise<void> {
  const found = await findInstallation(c, id)
  const { row, current } = found
  const isFirst = row.previousVersion === null
  const before = row.previousVersion === null ? current : await findOffer(c, id, row.previousVersion)
  const noneBefore = kernelErrors.pluginNotOffered({
    plugin: id,
    detail: 'There is no version before this one to go back to',
  })
  await changeInstallation(
    c,
    found,
    {
      action: 'plugin.rolledBack',
      pluginId: id,
      data: { title: before.manifest.title, from: current.version, to: before.version },
    },
    {
      version: before.version,
      grants: carriedGrants(row.grants, askedGrants(current.manifest.needs), row.previousGrants ?? row.grants),
      previousVersion: null,
      previousGrants: null,
      heldVersion: current.version,
    },
    (tx) => [isFirst ? refuse(tx, noneBefore) : mustBeOffered(tx, id, before.version)],
  )
}
