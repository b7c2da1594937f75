import { safeParse } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { openModules } from '../registry/call-module.ts'
import { openBelongings } from '../registry/open-belongings.ts'
import { openPorts, type PortCaller } from '../registry/open-ports.ts'
import type { KernelContext, Registry } from './context.ts'
import { openDatabase } from './open-database.ts'
import { publicOrigin } from './public-origin.ts'
import type { TenantSnapshot } from './snapshot.ts'

/** Gives a plugin its settings and ports in this tenant; refuses a plugin that is not turned on. */
export function openPlugin(c: KernelContext, pluginId: string, snapshot: TenantSnapshot): void {
  c.set('settings', settingsOf(c.get('registry'), pluginId, snapshot))
  c.set('belongings', openBelongings(c.env, pluginId, snapshot.tenant.id))
  c.set('modules', openModules(c.env, c.executionCtx, c.get('registry'), { snapshot, principal: c.get('principal') }))
  c.set('ports', openPorts(c.env, c.get('registry'), snapshot, portCaller(c)))
}

/** A connector's tables are its own, and so is what an Idempotency-Key keeps of its changes. */
export function portCaller(c: KernelContext): PortCaller {
  const { actor } = c.get('principal')
  return {
    actor,
    origin: () => publicOrigin(c),
    database: (connectorId) => openDatabase(c, connectorId, c.get('tenant').id, actor, connectorId),
  }
}

/** The plugin's settings in this tenant, read by its own schema. */
export function settingsOf(registry: Registry, pluginId: string, snapshot: TenantSnapshot): unknown {
  const plugin = registry.plugins.find(({ id }) => id === pluginId)
  const stored = snapshot.plugins[pluginId]
  if (plugin === undefined || stored === undefined)
    throw kernelErrors.moduleOff({
      module: pluginId,
      ...(plugin?.kind === 'connector' ? { connect: '/connectors' } : {}),
    })
  const read = safeParse(plugin.settings, stored)
  if (!read.success) throw kernelErrors.settingsOutdated({ module: pluginId })
  return read.output
}
