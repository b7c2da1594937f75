import type { Plugin } from '../sdk/define-plugin.ts'
import type { Role } from '../sdk/request.ts'

/** The kernel's own permissions and the roles that have them. Plugins bring theirs. */
export const kernelPermissions = {
  'tenant.read': { title: 'See the workspace', roles: ['owner', 'admin', 'member', 'viewer'] },
  'tenant.manage': { title: 'Rename the workspace and change its settings', roles: ['owner', 'admin'] },
  'tenant.delete': { title: 'Delete the workspace', roles: ['owner'] },
  'tenant.secure': { title: 'Ask everybody in the workspace for two-step sign-in', roles: ['owner'] },
  'members.read': { title: 'See who works here', roles: ['owner', 'admin', 'member', 'viewer'] },
  'members.manage': { title: 'Invite people, change their roles and remove them', roles: ['owner', 'admin'] },
  'keys.manage': { title: 'Make and revoke API keys', roles: ['owner', 'admin'] },
  'plugins.read': { title: 'See which modules and connectors are on', roles: ['owner', 'admin', 'member', 'viewer'] },
  'plugins.manage': { title: 'Turn modules and connectors on and off and set them up', roles: ['owner', 'admin'] },
  'publisher.manage': { title: 'Publish plugins in the workspace’s name', roles: ['owner', 'admin'] },
  'webhooks.manage': { title: 'Send events to other systems and see what came of it', roles: ['owner', 'admin'] },
  'audit.read': { title: 'Read the record of what happened', roles: ['owner', 'admin'] },
} as const satisfies Readonly<Record<string, { title: string; roles: readonly Role[] }>>

/** Who may do what: every permission of the kernel and of the plugins, by role. The one table of it. */
export interface PermissionTable {
  readonly all: Readonly<Record<string, { readonly title: string; readonly roles: readonly Role[] }>>
  readonly ofRole: Readonly<Record<Role, ReadonlySet<string>>>
}

export function permissionTable(plugins: readonly Plugin[]): PermissionTable {
  const all: PermissionTable['all'] = Object.assign(
    {},
    kernelPermissions,
    ...plugins.map(({ permissions }) => permissions),
  )
  const ofRole = (role: Role) => new Set(Object.keys(all).filter((permission) => all[permission]?.roles.includes(role)))
  return {
    all,
    ofRole: { owner: ofRole('owner'), admin: ofRole('admin'), member: ofRole('member'), viewer: ofRole('viewer') },
  }
}
