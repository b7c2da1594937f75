import { A, useLocation } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, type JSX, lazy, on, onMount, Show, Suspense } from 'solid-js'
import { focusTitle } from '../kit/focus-title.ts'
import { Keys } from '../kit/keys.tsx'
import { createPanel } from '../kit/panel.ts'
import { Skeleton } from '../kit/skeleton.tsx'
import { AccountMenu } from './account-menu.tsx'
import { isWide } from './is-wide.ts'
import { Keyboard, openPalette } from './keyboard.tsx'
import { type NavGroup, navigationOf } from './navigation.ts'
import { Bell } from './notifications/bell.tsx'
import { followNotifications } from './notifications/follow-clicks.ts'
import { usePublishedPlugins } from './published.ts'
import { useWorkspace } from './use-workspace.ts'
import { WorkspaceMenu } from './workspace-menu.tsx'

const NotificationPanel = lazy(() => import('./notifications/panel.tsx'))

/** The frame of every page in a workspace: where you are, where you can go, and who you are. */
export function Layout(props: { readonly children: JSX.Element }): JSX.Element {
  const location = useLocation()
  const workspace = useWorkspace()
  const published = usePublishedPlugins()
  const [open, setOpen] = createSignal(false)
  const bell = createPanel('bell')
  followNotifications()
  // The same objects as long as nothing changes, so that links keep the focus when access is read again.
  const groups = createMemo(() => navigationOf(workspace(), published()), undefined, { equals: isSame })
  const pages = () => groups().filter(({ id }) => id !== 'workspace')
  const administration = () => groups().filter(({ id }) => id === 'workspace')
  onMount(() => queueMicrotask(showWhere))
  // A new page begins at its top, and with its title for those who hear it.
  createEffect(
    on(
      () => location.pathname,
      () => {
        setOpen(false)
        // A dialog that the link opens has the focus for itself.
        queueMicrotask(() => document.querySelector('[role="dialog"]') ?? focusTitle())
        queueMicrotask(showWhere)
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
      <Show when={!isWide()}>
        <header class="sticky top-0 z-30 flex items-center gap-1 border-b border-line bg-card px-2 py-2">
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
          <button
            type="button"
            class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
            onClick={openPalette}
          >
            <span aria-hidden="true" class="i-lucide-search text-xl" />
            <span class="sr-only">Find or do</span>
          </button>
          <Bell />
          <AccountMenu />
        </header>
      </Show>
      <nav
        id="navigation"
        aria-label="Workspace"
        class={`${open() ? 'flex' : 'hidden'} fixed inset-x-0 bottom-0 top-15 z-20 flex-col border-r border-line bg-card lg:sticky lg:top-0 lg:flex lg:h-screen`}
      >
        <Show when={isWide()}>
          <div class="flex flex-col gap-3 p-3">
            <WorkspaceMenu />
            <button
              type="button"
              class="focusable flex min-h-10 items-center gap-3 rounded-lg border border-line bg-page px-3 text-left text-soft hover:bg-raised"
              onClick={openPalette}
            >
              <span aria-hidden="true" class="i-lucide-search" />
              <span class="flex-1">Find or do</span>
              <span aria-hidden="true">
                <Keys keys="mod+k" />
              </span>
            </button>
          </div>
        </Show>
        {/* Room around the links for the ring around the one with the focus. */}
        <div class="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-3 lg:pt-1">
          <For each={pages()}>{(group) => <NavigationList group={group} />}</For>
          <div class="mt-auto">
            <For each={administration()}>{(group) => <NavigationList group={group} />}</For>
          </div>
        </div>
        <Show when={isWide()}>
          <div class="flex items-center justify-between gap-1 border-t border-line p-3">
            <div class="min-w-0">
              <AccountMenu wide />
            </div>
            <Bell />
          </div>
        </Show>
      </nav>
      <main id="main" class="min-w-0">
        <Suspense fallback={<Skeleton />}>{props.children}</Suspense>
      </main>
      <Keyboard />
      <Show when={bell.value() !== undefined}>
        <Suspense>
          <NotificationPanel />
        </Suspense>
      </Show>
    </div>
  )
}

/** Shows the place where one is in a sidebar that is longer than the screen; the page itself stays where it is. */
function showWhere(): void {
  const link = document.querySelector('#navigation a[aria-current="page"]')
  const list = link?.closest('.overflow-y-auto')
  if (link === null || list === null || list === undefined) return
  const [own, room] = [link.getBoundingClientRect(), list.getBoundingClientRect()]
  if (own.bottom > room.bottom) list.scrollTop += own.bottom - room.bottom + 12
}

function NavigationList(props: { readonly group: NavGroup }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <div>
      <Show when={props.group.title}>
        {(title) => <p class="px-3 pb-1 text-sm font-medium text-soft [overflow-wrap:anywhere]">{title()}</p>}
      </Show>
      <ul class="flex flex-col gap-0.5">
        <For each={props.group.entries}>
          {(entry) => (
            <li>
              <A
                href={workspace().path(entry.path)}
                end={entry.path === '/'}
                class="focusable flex min-h-10 items-center gap-3 rounded-lg px-3 py-1.5 no-underline hover:bg-raised lg:min-h-9"
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
  )
}

function isSame(one: readonly NavGroup[], other: readonly NavGroup[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
