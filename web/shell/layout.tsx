import { A, useLocation } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, on, Show, Suspense } from 'solid-js'
import { Skeleton } from '../kit/skeleton.tsx'
import { pluginUis } from '../registry.gen.ts'
import { AccountMenu } from './account-menu.tsx'
import { useWorkspace } from './use-workspace.ts'
import { WorkspaceMenu } from './workspace-menu.tsx'

interface Entry {
  readonly label: string
  readonly icon: string
  readonly path: string
  readonly permission: string
}

const own: readonly Entry[] = [{ label: 'Home', icon: 'i-lucide-house', path: '/', permission: 'tenant.read' }]
const administration: readonly Entry[] = [
  { label: 'People', icon: 'i-lucide-users', path: '/members', permission: 'members.read' },
  { label: 'Modules', icon: 'i-lucide-blocks', path: '/modules', permission: 'plugins.read' },
  { label: 'Connections', icon: 'i-lucide-plug', path: '/connectors', permission: 'plugins.read' },
  { label: 'API keys', icon: 'i-lucide-key-round', path: '/api-keys', permission: 'keys.manage' },
  { label: 'Activity', icon: 'i-lucide-history', path: '/activity', permission: 'audit.read' },
  { label: 'Settings', icon: 'i-lucide-settings', path: '/settings', permission: 'tenant.manage' },
]

/** The frame of every page in a workspace: where you are, where you can go, and who you are. */
export function Layout(props: { readonly children: JSX.Element }): JSX.Element {
  const location = useLocation()
  const [open, setOpen] = createSignal(false)
  let main: HTMLElement | undefined
  // A new page begins at its top, and with its title for those who hear it.
  createEffect(
    on(
      () => location.pathname,
      () => {
        setOpen(false)
        queueMicrotask(() => main?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }))
      },
      { defer: true },
    ),
  )
  return (
    <div class="min-h-screen lg:grid lg:grid-cols-[15.5rem_1fr]">
      <a
        href="#main"
        class="focusable absolute left-2 top-2 z-60 -translate-y-20 rounded bg-card px-4 py-2 focus:translate-y-0"
      >
        Skip to the page
      </a>
      <header class="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-card px-3 py-2 lg:hidden">
        <button
          type="button"
          class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
          aria-expanded={open()}
          aria-controls="navigation"
          onClick={() => setOpen(!open())}
        >
          <span aria-hidden="true" class={`${open() ? 'i-lucide-x' : 'i-lucide-menu'} text-xl`} />
          <span class="sr-only">Menu</span>
        </button>
        <div class="min-w-0 flex-1">
          <WorkspaceMenu />
        </div>
        <AccountMenu />
      </header>
      <nav
        id="navigation"
        aria-label="Workspace"
        class={`${open() ? 'flex' : 'hidden'} fixed inset-x-0 bottom-0 top-15 z-20 flex-col gap-4 overflow-y-auto border-r border-line bg-card p-3 lg:sticky lg:top-0 lg:flex lg:h-screen`}
      >
        <div class="hidden lg:block">
          <WorkspaceMenu />
        </div>
        <NavigationList entries={own} />
        <For each={pluginUis}>{(ui) => <PluginNavigation id={ui.id} entries={ui.nav} />}</For>
        <div class="mt-auto flex flex-col gap-3">
          <NavigationList entries={administration} title="Workspace" />
          <div class="hidden border-t border-line pt-3 lg:block">
            <AccountMenu wide />
          </div>
        </div>
      </nav>
      <main id="main" ref={main} class="min-w-0">
        <Suspense fallback={<Skeleton />}>{props.children}</Suspense>
      </main>
    </div>
  )
}

function PluginNavigation(props: { readonly id: string; readonly entries: readonly Entry[] }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Show when={workspace().modules.has(props.id)}>
      <NavigationList entries={props.entries.map((entry) => ({ ...entry, path: `/${props.id}${entry.path}` }))} />
    </Show>
  )
}

function NavigationList(props: { readonly entries: readonly Entry[]; readonly title?: string }): JSX.Element {
  const workspace = useWorkspace()
  const allowed = () => props.entries.filter(({ permission }) => workspace().can(permission))
  return (
    <Show when={allowed().length > 0}>
      <div>
        <Show when={props.title}>{(title) => <p class="px-3 pb-1 text-sm font-medium text-soft">{title()}</p>}</Show>
        <ul class="flex flex-col gap-0.5">
          <For each={allowed()}>
            {(entry) => (
              <li>
                <A
                  href={workspace().path(entry.path)}
                  end={entry.path === '/'}
                  class="focusable flex min-h-10 items-center gap-3 rounded-lg px-3 py-2 no-underline hover:bg-raised"
                  activeClass="bg-accent-soft font-medium text-accent"
                >
                  <span aria-hidden="true" class={`${entry.icon} text-lg`} />
                  {entry.label}
                </A>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}
