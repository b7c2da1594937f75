import type { Registry } from '../request/context.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { Principal } from '../sdk/request.ts'

/** The kernel's own records that more people may see than those who read the whole record, each with its permission. */
const kernelActions: Readonly<Record<string, string>> = {
  'tenant.created': 'tenant.read',
  'tenant.renamed': 'tenant.read',
  'tenant.changed': 'tenant.read',
  'tenant.logoChanged': 'tenant.read',
  'tenant.logoRemoved': 'tenant.read',
  'tenant.twoStepsChanged': 'members.read',
  'tenant.transferred': 'members.read',
  'member.joined': 'members.read',
  'member.removed': 'members.read',
  'member.roleChanged': 'members.read',
  'invitation.sent': 'members.manage',
  'invitation.revoked': 'members.manage',
  'invitation.declined': 'members.manage',
  'apiKey.created': 'keys.manage',
  'apiKey.rotated': 'keys.manage',
  'apiKey.revoked': 'keys.manage',
  'module.changed': 'plugins.read',
  'connector.changed': 'plugins.read',
  'plugin.installed': 'plugins.read',
  'plugin.changed': 'plugins.read',
  'plugin.upgraded': 'plugins.read',
  'plugin.rolledBack': 'plugins.read',
  'plugin.suspended': 'plugins.read',
  'plugin.resumed': 'plugins.read',
  'plugin.uninstalled': 'plugins.read',
  'webhook.created': 'webhooks.manage',
  'webhook.changed': 'webhooks.manage',
  'webhook.deleted': 'webhooks.manage',
}

const seenWith = new WeakMap<Registry, ReadonlyMap<string, string>>()

/** The permission with which each kind of record is seen in timelines and live, by its action. */
function permissionsOf(registry: Registry): ReadonlyMap<string, string> {
  const known = seenWith.get(registry)
  if (known !== undefined) return known
  const announced = registry.plugins
    .flatMap(({ events }) => Object.values(events))
    .flatMap((event) => (event.seenWith === undefined ? [] : [[event.action, event.seenWith] as const]))
  const all = new Map([...Object.entries(kernelActions), ...announced])
  seenWith.set(registry, all)
  return all
}

type Reader = Pick<Principal, 'can'>
type Workspace = Pick<TenantSnapshot, 'published'>

/**
 * What the published plugins of a workspace record, each action with its permission, which is the plugin's own.
 *
 * What does not run has no permissions: then its records are for the readers of the record alone. Of what others record
 * a plugin decides nothing, whatever its manifest says.
 */
function publishedActions({ published }: Workspace): (readonly [string, string])[] {
  return Object.entries(published).flatMap(([id, { state, seenWith }]) =>
    state === 'on' ? Object.entries(seenWith).filter(([action]) => action.startsWith(`${id}.`)) : [],
  )
}

/** Whether somebody sees records of an action: readers of the record see all, others what their permissions show. */
export function seesAction(registry: Registry, workspace: Workspace, { can }: Reader, action: string): boolean {
  if (can('audit.read')) return true
  const permission = permissionsOf(registry).get(action) ?? new Map(publishedActions(workspace)).get(action)
  return permission !== undefined && can(permission)
}

/** The actions that somebody sees; undefined for one who sees all of them, whatever they are called. */
export function seenActions(registry: Registry, workspace: Workspace, { can }: Reader): readonly string[] | undefined {
  if (can('audit.read')) return undefined
  const all = [...permissionsOf(registry), ...publishedActions(workspace)]
  return all.flatMap(([action, permission]) => (can(permission) ? [action] : []))
}
