import { and, eq, sql } from 'drizzle-orm'
import { secrets } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { must, type Planned, type Tx } from '../sdk/database.ts'
import { changeInstallation, recordChange, refuse } from './change-installation.ts'
import { seekInstallation } from './find-installation.ts'
import { pluginInstallations } from './tables.ts'

/**
 * Takes a plugin out of the workspace: it hears and does nothing more. Its data stays for the day that it comes back,
 * or goes for good, now or with a second request.
 */
export async function uninstallPlugin(c: KernelContext, id: string, data: 'keep' | 'delete'): Promise<void> {
  const found = await seekInstallation(c, id)
  if (found === undefined) return deleteKept(c, id, data)
  const { title } = found.current.manifest
  await changeInstallation(
    c,
    found,
    { action: 'plugin.uninstalled', pluginId: id, data: { title, data } },
    { state: 'uninstalled', previousVersion: null, previousGrants: null },
    (tx) => [call(tx, sql`kernel.drop_plugin_work(${id})`), ...(data === 'delete' ? deleteAll(tx, id) : [])],
  )
}

async function deleteKept(c: KernelContext, id: string, data: 'keep' | 'delete'): Promise<void> {
  const notInstalled = kernelErrors.pluginNotInstalled({ plugin: id })
  await recordChange(c, { action: 'plugin.uninstalled', pluginId: id, data: { title: id, data } }, (tx) => [
    ...(data === 'keep' ? [refuse(tx, notInstalled)] : []),
    must(
      tx
        .select({ id: pluginInstallations.pluginId })
        .from(pluginInstallations)
        .where(and(eq(pluginInstallations.pluginId, id), eq(pluginInstallations.state, 'uninstalled'))),
      notInstalled,
    ),
    ...(data === 'keep' ? [] : deleteAll(tx, id)),
  ])
}

function deleteAll(tx: Tx, id: string): Planned[] {
  return [
    call(tx, sql`kernel.delete_published_rows(${id})`),
    tx.delete(secrets).where(eq(secrets.pluginId, id)),
    tx
      .delete(pluginInstallations)
      .where(and(eq(pluginInstallations.pluginId, id), eq(pluginInstallations.state, 'uninstalled'))),
  ]
}

function call(tx: Tx, expression: ReturnType<typeof sql>): Planned {
  return tx.select({ answer: sql<string>`${expression}::text`.as('answer') }).from(sql`(values (1)) as one`)
}
