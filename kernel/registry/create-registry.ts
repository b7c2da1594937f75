import { hearerTable } from '../delivery/hearers.ts'
import { notificationKinds } from '../notifications/kinds.ts'
import type { Registry } from '../request/context.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { permissionTable } from '../tenancy/permissions.ts'

/** What the kernel knows of a set of plugins, worked out once. */
export function createRegistry(plugins: readonly Plugin[]): Registry {
  const kinds = notificationKinds(plugins)
  return {
    plugins,
    permissions: permissionTable(plugins),
    kinds,
    hearers: hearerTable(plugins, kinds),
    dispatch: () => new Response(null, { status: 503 }),
  }
}
