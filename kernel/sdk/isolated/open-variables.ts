import type { CallContext, KernelCapabilities } from '../../sandbox/protocol.ts'
import type { Belongings, Bucket } from '../belongings.ts'
import { createDatabase } from '../database.ts'
import type { Modules, Needs } from '../needs.ts'
import type { Ports } from '../ports.ts'
import type { PluginVariables, Principal } from '../request.ts'
import { takeValue } from './problem-error.ts'
import { reachDatabase } from './reach-database.ts'
import { undeclared } from './undeclared.ts'

/** What a plugin's handlers find in `c.var`, or in the context of a job: the same as beside the kernel. */
export function openVariables(
  needs: Needs,
  kernel: KernelCapabilities,
  context: CallContext,
  settings: unknown,
  routeRecord: Parameters<typeof createDatabase>[1],
): PluginVariables {
  return {
    ...createDatabase(reachDatabase(kernel), routeRecord),
    principal: principalOf(context.principal),
    tenant: context.tenant,
    now: new Date(context.nowMs),
    settings,
    ports: openPorts(needs, kernel),
    modules: openModules(needs, kernel),
    belongings: openBelongings(kernel, context),
    requestId: context.requestId,
  }
}

function principalOf({ permissions, ...principal }: CallContext['principal']): Principal {
  return { ...principal, can: (permission) => permissions.includes(permission) }
}

/** Every method of a port that was asked for; `then` is none, since awaiting the port would never come to an end. */
function openPorts(needs: Needs, kernel: KernelCapabilities): Ports {
  return new Proxy({} as Ports, {
    get: (_, port) => {
      if (typeof port !== 'string' || port === 'then') return undefined
      if (!Object.hasOwn(needs.ports ?? {}, port)) throw undeclared(`The port ${port}`, `ports: { ${port}: {} }`)
      return new Proxy(
        {},
        {
          get: (_target, method) =>
            typeof method !== 'string' || method === 'then'
              ? undefined
              : async (...args: unknown[]) => takeValue(await kernel.ports.call(port, method, args)),
        },
      )
    },
  })
}

function openModules(needs: Needs, kernel: KernelCapabilities): Modules {
  return {
    call: async (call) => {
      if (!Object.hasOwn(needs.calls ?? {}, call.route))
        throw undeclared(`The call ${call.route}`, `calls: { '${call.route}': { fields: null } }`)
      return takeValue(await kernel.modules.call(call))
    },
  }
}

function openBelongings({ belongings }: KernelCapabilities, { installation }: CallContext): Belongings {
  return {
    secret: async (name) => belongings.secret(name),
    signingKey: async (purpose) => new Uint8Array(await belongings.signingKey(purpose)),
    bucket: noBucket,
    fetch: (url, init) => fetch(url, init),
    connect: () => Promise.reject(undeclared('A connection of its own', 'hosts, and use fetch:')),
    installation,
  }
}

const noBucket = new Proxy({} as Bucket, {
  get: (_, name) => {
    if (typeof name !== 'string' || name === 'then') return undefined
    throw undeclared('A store of its own', 'ports: { files: {} }')
  },
})
