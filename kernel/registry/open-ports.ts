import { parse } from 'valibot'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { captureEmail } from '../mail/capture-email.ts'
import { mailMode } from '../mail/installation-mail.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { Database } from '../sdk/database.ts'
import type { ConnectorContext, Plugin } from '../sdk/define-plugin.ts'
import type { PortName, Ports } from '../sdk/ports.ts'
import type { Tenant } from '../sdk/request.ts'
import { openBelongings } from './open-belongings.ts'

/** In whose name ports are asked, and how a connector comes to its own tables then. */
export interface PortCaller {
  readonly actor: string
  readonly database: (pluginId: string) => Promise<Database>
  /** The origin that the caller reached the platform by, for links, where the installation names none. */
  readonly origin?: () => string
}

/** Every port, served by the connector that this tenant has turned on for it; without one, each call says what to connect. */
export function openPorts(env: Env, registry: Registry, snapshot: TenantSnapshot, caller: PortCaller): Ports {
  return new Proxy({} as Ports, {
    get: (_, name) =>
      typeof name === 'string' ? openPort(env, registry, snapshot, caller, name as PortName) : undefined,
  })
}

function openPort<Name extends PortName>(
  env: Env,
  registry: Registry,
  snapshot: TenantSnapshot,
  caller: PortCaller,
  name: Name,
): Ports[Name] {
  for (const plugin of registry.plugins) {
    const serve = plugin.provides?.[name]
    const stored = snapshot.plugins[plugin.id]
    if (serve === undefined || stored === undefined) continue
    return serve(openConnector(env, plugin, parse(plugin.settings, stored), snapshot.tenant, caller))
  }
  if (name === 'email' && mailMode(env) === 'show') return captureEmail(env, snapshot.tenant) as Ports[Name]
  return notConnected(name) as Ports[Name]
}

/** What a connector works with, for its port and its test. */
export function openConnector(
  env: Env,
  { id }: Plugin,
  settings: unknown,
  tenant: Tenant,
  caller: PortCaller,
): ConnectorContext<unknown> {
  let database: Promise<Database> | undefined
  const belongings = openBelongings(env, id, tenant.id)
  const { installation } = belongings
  return {
    ...belongings,
    installation: {
      ...installation,
      origin: installation.origin === '' ? (caller.origin?.() ?? '') : installation.origin,
    },
    settings,
    tenantId: tenant.id,
    tenant,
    actor: caller.actor,
    database: () => {
      database ??= caller.database(id)
      return database
    },
  }
}

/** Has every method that it is asked for but `then`: awaiting the port itself would never come to an end. */
function notConnected(port: string): object {
  const refuse = async () => {
    throw kernelErrors.notConnected({ port, connect: '/connectors' })
  }
  return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuse) })
}
