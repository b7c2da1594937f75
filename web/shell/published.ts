import { useQuery } from '@tanstack/solid-query'
import { createEffect } from 'solid-js'
import type { Page } from '../../kernel/sdk/pages.ts'
import { known } from '../kit/known.ts'
import type { NavEntry } from './plugin-ui.ts'
import { type Installed, publishedQuery } from './published-query.ts'
import { useWorkspace } from './use-workspace.ts'

/** What `publishedQuery` answered, as every part of the workspace draws from it. */
export function usePublished() {
  const workspace = useWorkspace()
  return useQuery(() => ({ ...publishedQuery(workspace().slug), enabled: workspace().can('plugins.read') }))
}

/** The installed plugins as far as they are known; the icons that they name are drawn. */
export function usePublishedPlugins(): () => readonly Installed[] {
  const query = usePublished()
  const plugins = () => known(query)?.data ?? []
  createEffect(() => {
    const icons = plugins().flatMap(({ pages }) => pages.flatMap(({ icon }) => icon ?? []))
    if (icons.length > 0) void import('../kit/draw-icon.ts').then(({ drawIcon }) => icons.forEach(drawIcon))
  })
  return plugins
}

/** The entries that an installed plugin's pages have in the sidebar: those with an icon, of what the person may read. */
export function entriesOf({ id, pages, calls, state }: Installed): NavEntry[] {
  if (state !== 'on') return []
  return pages
    .filter((page) => page.icon !== undefined && !page.path.includes(':') && mayRead(page, calls))
    .map(({ path, title, icon = '' }) => ({
      label: title,
      icon: `i-lucide-${icon}`,
      path: `/${id}${path === '/' ? '' : path}`,
      // Whoever is told of a plugin's routes may call them.
      permission: 'plugins.read',
    }))
}

/** What one can do with an installed plugin from the command palette: its pages that are not in the sidebar. */
export function verbsOf({ id, pages, calls, state }: Installed): { readonly label: string; readonly path: string }[] {
  if (state !== 'on') return []
  return pages
    .filter((page) => page.icon === undefined && !page.path.includes(':') && mayRead(page, calls))
    .map(({ path, title }) => ({ label: title, path: `/${id}${path === '/' ? '' : path}` }))
}

/** Whether somebody who may make these calls sees anything on the page. */
export function mayRead({ blocks }: Page, calls: readonly string[]): boolean {
  const reads = blocks.flatMap((block) => ('from' in block && block.from !== undefined ? [block.from] : []))
  const sends = blocks.flatMap((block) => (block.block === 'form' ? [block.send] : []))
  const wanted = [...reads, ...sends]
  return wanted.length === 0 || wanted.some((route) => calls.includes(route))
}
