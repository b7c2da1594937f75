import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, lazy, on, Show, Suspense } from 'solid-js'
import { createPanel } from '../kit/panel.ts'
import { createShortcut, type Shortcut, shortcuts } from '../kit/shortcut.ts'
import { pluginUis } from '../registry.gen.ts'
import { pageTitle } from './page-title.ts'
import { rememberRecent } from './palette/recents.ts'
import { collectTyping, takeTyping } from './palette/type-ahead.ts'
import { user } from './session.ts'
import { useWorkspace } from './use-workspace.ts'

const Palette = lazy(() => import('./palette.tsx'))
const ShortcutList = lazy(() => import('./shortcut-list.tsx'))
const [isOpen, setIsOpen] = createSignal(false)

/** Opens the command palette; its code comes with the first time. */
export function openPalette(): void {
  collectTyping(closePalette)
  setIsOpen(true)
}

function closePalette(): void {
  takeTyping()
  setIsOpen(false)
}

/** What the keys do everywhere in a workspace, and the two dialogs that they open. */
export function Keyboard(): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const list = createPanel('keys')
  const [wasOpen, setWasOpen] = createSignal(false)
  // Read when the list opens: while it is open, no key does anything.
  const [listed, setListed] = createSignal<readonly Shortcut[]>([])
  createEffect(() => {
    if (isOpen()) setWasOpen(true)
  })
  createEffect(() => {
    if (list.value() !== undefined) setListed(shortcuts())
  })
  // A path is remembered once its page has said its title.
  createEffect(
    on(
      pageTitle,
      (title) => {
        const path = location.pathname.replace(/^\/w\/[^/]+/, '')
        if (title !== '' && path !== '') rememberRecent(user()?.id ?? '', workspace().id, { path, title })
      },
      { defer: true },
    ),
  )
  createShortcut('mod+k', 'Find or do something', openPalette, { inFields: true })
  createShortcut('?', 'Show the keyboard shortcuts', () => list.open())
  return (
    <>
      <PageKeys path="/" keys="g h" label="Go home" permission="tenant.read" />
      <For each={pluginUis}>
        {(ui) => (
          <Show when={workspace().modules.has(ui.id)}>
            <For each={ui.shortcuts ?? []}>
              {(shortcut) => <PageKeys {...shortcut} path={`/${ui.id}${shortcut.path}`} />}
            </For>
          </Show>
        )}
      </For>
      <Suspense>
        <Show when={wasOpen()}>
          <Palette open={isOpen()} onClose={closePalette} showKeys={() => list.open()} />
        </Show>
        <Show when={list.value()}>
          <ShortcutList shortcuts={listed()} onClose={list.close} />
        </Show>
      </Suspense>
    </>
  )
}

interface PageKeysProps {
  readonly keys: string
  readonly label: string
  readonly path: string
  readonly permission: string
}

function PageKeys(props: PageKeysProps): JSX.Element {
  return <Show when={useWorkspace()().can(props.permission)}>{<OpenPage {...props} />}</Show>
}

function OpenPage(props: PageKeysProps): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  createShortcut(props.keys, props.label, () => navigate(workspace().path(props.path)))
  return null
}
