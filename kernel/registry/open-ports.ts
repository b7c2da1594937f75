import { parse } from 'valibot'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { PortName, Ports } from '../sdk/ports.ts'
import { readSecret } from '../secrets/secret-store.ts'

/** Every port, served by the connector that this tenant has turned on for it; without one, each call says what to connect. */
export function openPorts(env: Env, registry: Registry, snapshot: TenantSnapshot): Ports {
  return new Proxy({} as Ports, {
    get: (_, name) => (typeof name === 'string' ? openPort(env, registry, snapshot, name as PortName) : undefined),
  })
}

function openPort<Name extends PortName>(
  env: Env,
  registry: Registry,
  snapshot: TenantSnapshot,
  name: Name,
): Ports[Name] {
  for (const plugin of registry.plugins) {
    const serve = plugin.provides?.[name]
    const stored = snapshot.plugins[plugin.id]
    if (serve === undefined || stored === undefined) continue
    return serve({
      settings: parse(plugin.settings, stored),
      tenantId: snapshot.tenant.id,
      secret: (secret) => readSecret(env, { tenantId: snapshot.tenant.id, pluginId: plugin.id, name: secret }),
    })
  }
  return notConnected(name) as Ports[Name]
}

/** Has every method that it is asked for but `then`: awaiting the port itself would never come to an end. */
function notConnected(port: string): object {
  const refuse = async () => {
    throw kernelErrors.notConnected({ port, connect: '/connectors' })
  }
  return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuse) })
}
