import type { DatabaseCapability } from '../database/capability.ts'
import { openBelongings } from '../registry/open-belongings.ts'
import { BelongingsAccess } from './belongings-access.ts'
import { CapabilityCalls } from './capabilities/capability-call.ts'
import { ModulesAccess } from './capabilities/modules-access.ts'
import { PortsAccess } from './capabilities/ports-access.ts'
import { DatabaseAccess } from './database-access.ts'
import type { GivenProblems } from './given-problems.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { KernelCapabilities } from './protocol.ts'

/** All that the isolate can reach in one call. */
export function openCapabilities(
  access: PluginAccess,
  database: DatabaseCapability,
  given: GivenProblems,
): Partial<KernelCapabilities> {
  const { env, snapshot, pluginId, manifest } = access
  const calls = new CapabilityCalls(access, given)
  return {
    database: new DatabaseAccess(database, pluginId, given),
    belongings: new BelongingsAccess(openBelongings(env, pluginId, snapshot.tenant.id), Object.keys(manifest.secrets)),
    modules: new ModulesAccess(calls),
    ports: new PortsAccess(calls),
  }
}
