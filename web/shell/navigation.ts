import { pluginUis } from '../registry.gen.ts'
import type { NavEntry } from './plugin-ui.ts'
import { entriesOf } from './published.ts'
import type { Installed } from './published-query.ts'
import type { Workspace } from './use-workspace.ts'

/** The first page of a workspace. */
const home: readonly NavEntry[] = [{ label: 'Home', icon: 'i-lucide-house', path: '/', permission: 'tenant.read' }]

/** The pages about the workspace itself. */
const administration: readonly NavEntry[] = [
  { label: 'People', icon: 'i-lucide-users', path: '/members', permission: 'members.read' },
  { label: 'Modules', icon: 'i-lucide-blocks', path: '/modules', permission: 'plugins.read' },
  { label: 'Marketplace', icon: 'i-lucide-store', path: '/marketplace', permission: 'plugins.read' },
  { label: 'Connections', icon: 'i-lucide-plug', path: '/connectors', permission: 'plugins.read' },
  { label: 'API keys', icon: 'i-lucide-key-round', path: '/api-keys', permission: 'keys.manage' },
  { label: 'Webhooks', icon: 'i-lucide-webhook', path: '/webhooks', permission: 'webhooks.manage' },
  { label: 'Activity', icon: 'i-lucide-history', path: '/activity', permission: 'audit.read' },
  { label: 'Plan and usage', icon: 'i-lucide-gauge', path: '/usage', permission: 'tenant.read' },
  { label: 'Settings', icon: 'i-lucide-settings', path: '/settings', permission: 'tenant.manage' },
]

export interface NavGroup {
  /** The plugin's id, or what the shell calls its own pages. */
  readonly id: string
  readonly title?: string
  readonly entries: readonly NavEntry[]
}

/**
 * Where this person can go in this workspace, by paths under it: home, what the modules bring, what the plugins that
 * strangers published bring, each under its name, then the workspace itself.
 */
export function navigationOf(workspace: Workspace, published: readonly Installed[]): NavGroup[] {
  const mayOpen = ({ permission }: NavEntry) => workspace.can(permission)
  const plugins = pluginUis
    .filter(({ id }) => workspace.modules.has(id))
    .map(({ id, nav }) => ({ id, entries: nav.map((entry) => ({ ...entry, path: `/${id}${entry.path}` })) }))
  const installed = published.map((plugin) => ({
    id: `published-${plugin.id}`,
    title: plugin.title,
    entries: entriesOf(plugin),
  }))
  return [
    { id: 'home', entries: home },
    ...plugins,
    ...installed,
    { id: 'workspace', title: 'Workspace', entries: administration },
  ]
    .map((group) => ({ ...group, entries: group.entries.filter(mayOpen) }))
    .filter(({ entries }) => entries.length > 0)
}
