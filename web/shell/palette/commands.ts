import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { known } from '../../kit/known.ts'
import { notify } from '../../kit/notify.tsx'
import { pluginUis } from '../../registry.gen.ts'
import { navigationOf } from '../navigation.ts'
import type { Verb } from '../plugin-ui.ts'
import { usePublishedPlugins, verbsOf } from '../published.ts'
import type { Installed } from '../published-query.ts'
import { api, signOut, user } from '../session.ts'
import { chooseTheme, theme, themes } from '../theme.ts'
import { useWorkspace, type Workspace } from '../use-workspace.ts'
import { recentsOf } from './recents.ts'

/** One line of the command palette. */
export interface Command {
  /** Unique among all, and safe in an attribute: letters, figures and dashes. */
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly icon: string
  readonly keywords?: readonly string[]
  readonly run: () => void
}

export interface CommandGroup {
  readonly title: string
  readonly commands: readonly Command[]
}

const ownVerbs: readonly Verb[] = [
  {
    id: 'invite',
    label: 'Invite somebody',
    icon: 'i-lucide-user-plus',
    permission: 'members.manage',
    keywords: ['person', 'team', 'colleague', 'add', 'user'],
    path: '/members?invite=1',
  },
  {
    id: 'api-key',
    label: 'Make an API key',
    icon: 'i-lucide-key-round',
    permission: 'keys.manage',
    keywords: ['new', 'token', 'program', 'add'],
    path: '/api-keys?new=1',
  },
  {
    id: 'webhook',
    label: 'Add a webhook',
    icon: 'i-lucide-webhook',
    permission: 'webhooks.manage',
    keywords: ['new', 'event', 'notify', 'program'],
    path: '/webhooks?new=1',
  },
  {
    id: 'find-plugin',
    label: 'Find a plugin',
    icon: 'i-lucide-store',
    permission: 'plugins.read',
    keywords: ['marketplace', 'install', 'add', 'extension', 'app', 'more'],
    path: '/marketplace',
  },
  {
    id: 'how-told',
    label: 'Choose how you are told of things',
    icon: 'i-lucide-bell',
    permission: 'tenant.read',
    keywords: ['notifications', 'bell', 'mail', 'push', 'daily'],
    path: '/notifications/choices',
  },
]

/** All that one can do without typing a record's name, in groups; what this person may not do is not among it. */
export function useCommands(showKeys: () => void): () => CommandGroup[] {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const published = usePublishedPlugins()
  const tenants = useQuery(() => ({
    queryKey: ['workspaces'],
    queryFn: () => api<{ data: { id: string; slug: string; name: string }[] }>('/tenants'),
  }))
  const go = (path: string) => navigate(workspace().path(path))
  const others = () => (known(tenants)?.data ?? []).filter(({ id }) => id !== workspace().id)
  return () => [
    { title: 'Seen lately', commands: recentCommands(workspace(), published(), go) },
    { title: 'Go to', commands: pageCommands(workspace(), published(), go) },
    { title: 'Do', commands: [...verbCommands(workspace(), published(), go), ...personalCommands(navigate, showKeys)] },
    {
      title: 'Other workspaces',
      commands: others().map(({ id, slug, name }) => ({
        id: `workspace-${id}`,
        label: name,
        icon: 'i-lucide-arrow-left-right',
        keywords: ['switch', 'workspace'],
        run: () => navigate(`/w/${slug}`),
      })),
    },
    { title: 'Colours', commands: themeCommands() },
  ]
}

function recentCommands(workspace: Workspace, published: readonly Installed[], go: (path: string) => void): Command[] {
  const entries = navigationOf(workspace, published).flatMap((group) => group.entries)
  const entryOf = (path: string) =>
    entries
      .filter((entry) => path === entry.path || path.startsWith(`${entry.path}/`))
      .toSorted((a, b) => b.path.length - a.path.length)[0]
  return recentsOf(user()?.id ?? '', workspace.id)
    .filter(({ path }) => path !== location.pathname.replace(/^\/w\/[^/]+/, ''))
    .flatMap(({ path, title }, place) => {
      const entry = entryOf(path)
      // What was turned off, or is not allowed any more, is not offered.
      if (entry === undefined) return []
      const hint = entry.label === title ? {} : { hint: entry.label }
      return [{ id: `recent-${place}`, label: title, ...hint, icon: entry.icon, run: () => go(path) }]
    })
    .slice(0, 5)
}

function pageCommands(workspace: Workspace, published: readonly Installed[], go: (path: string) => void): Command[] {
  return navigationOf(workspace, published).flatMap(({ id, title, entries }) =>
    entries.map(({ label, icon, path }) => ({
      id: `page-${id}${path.replace(/\W+/g, '-')}`,
      label,
      icon,
      // Of whom a page is that a stranger's plugin has named.
      ...(title === undefined || id === 'workspace' ? {} : { hint: title }),
      keywords: ['open', 'go', 'show'],
      run: () => go(path),
    })),
  )
}

function verbCommands(workspace: Workspace, published: readonly Installed[], go: (path: string) => void): Command[] {
  const plugins = pluginUis.filter(({ id }) => workspace.modules.has(id))
  const all = [
    ...plugins.flatMap((ui) => (ui.verbs ?? []).map((verb) => ({ verb, base: `/${ui.id}`, owner: ui.id }))),
    ...ownVerbs.map((verb) => ({ verb, base: '', owner: 'own' })),
  ]
  const own = all
    .filter(({ verb }) => workspace.can(verb.permission))
    .map(({ verb, base, owner }) => ({
      id: `verb-${owner}-${verb.id}`,
      label: verb.label,
      icon: verb.icon,
      keywords: verb.keywords ?? [],
      run: () => ('path' in verb ? go(`${base}${verb.path}`) : void runVerb(verb.run, workspace)),
    }))
  const theirs = published.flatMap((plugin) =>
    verbsOf(plugin).map(({ label, path }) => ({
      id: `verb-published${path.replace(/\W+/g, '-')}`,
      label,
      hint: plugin.title,
      icon: 'i-lucide-square-pen',
      run: () => go(path),
    })),
  )
  return [...own, ...theirs]
}

async function runVerb(
  load: () => Promise<{ default: (workspace: Workspace) => unknown }>,
  workspace: Workspace,
): Promise<void> {
  try {
    await (await load()).default(workspace)
  } catch (error) {
    notify.failed(error)
  }
}

function personalCommands(navigate: (path: string) => void, showKeys: () => void): Command[] {
  return [
    {
      id: 'own-keys',
      label: 'Keyboard shortcuts',
      icon: 'i-lucide-keyboard',
      keywords: ['help', 'keys', 'hotkeys'],
      run: showKeys,
    },
    {
      id: 'own-profile',
      label: 'Profile and security',
      icon: 'i-lucide-user-round',
      keywords: ['password', 'account', 'sessions', 'me'],
      run: () => navigate('/profile'),
    },
    {
      id: 'own-workspace',
      label: 'New workspace',
      icon: 'i-lucide-plus',
      keywords: ['make', 'add', 'business'],
      run: () => navigate('/workspaces'),
    },
    {
      id: 'own-out',
      label: 'Sign out',
      icon: 'i-lucide-log-out',
      keywords: ['leave', 'log'],
      run: () => void signOut().then(() => navigate('/sign-in')),
    },
  ]
}

function themeCommands(): Command[] {
  return themes.map(({ value, label, icon }) => ({
    id: `theme-${value}`,
    label,
    icon,
    keywords: ['colours', 'theme', 'mode', 'dark', 'light'].filter(
      (word) => value === 'system' || word !== otherOf(value),
    ),
    ...(theme() === value ? { hint: 'Now' } : {}),
    run: () => chooseTheme(value),
  }))
}

function otherOf(value: 'light' | 'dark'): string {
  return value === 'light' ? 'dark' : 'light'
}
