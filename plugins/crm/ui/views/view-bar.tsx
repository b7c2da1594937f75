import { A, useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, createPanel, focusTitle, Keyed, Menu, type MenuItem, notify, notifyUndo, useWorkspace } from '#kit'
import { useDesk } from '../records/desk.ts'
import type { View } from '../types.ts'
import { changeView, createView, removeView } from './change-view.ts'
import { SaveView } from './save-view.tsx'
import type { ViewState } from './view-state.ts'

/** The saved views of a list as a row of links, and what can be done with the one that is open. */
export function ViewBar(props: {
  readonly state: ViewState
  /** What is shown without a view: `All contacts`. */
  readonly all: string
}): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const panel = createPanel('view-panel')
  const current = () => props.state.current()
  const mayChange = (view: View) => view.mine || workspace().can('crm.views.manage')
  const failed = (work: Promise<unknown>) => void work.catch(notify.failed)
  const remove = async (view: View) => {
    navigate(props.state.href(undefined), { replace: true })
    focusTitle()
    await removeView(desk(), view)
    notifyUndo(`The view ${view.name} is gone`, () => createView(desk(), view))
  }
  const share = async (view: View) => {
    await changeView(desk(), view, { shared: !view.shared })
    notify.done(view.shared ? `Only you see ${view.name} now` : `Everybody sees ${view.name} now`)
  }
  const actions = (view: View): MenuItem[] => [
    { label: 'Rename', icon: 'i-lucide-pencil', onSelect: () => panel.open('rename') },
    {
      label: view.shared ? 'Keep it to myself' : 'Share with everybody here',
      icon: view.shared ? 'i-lucide-lock' : 'i-lucide-users',
      onSelect: () => failed(share(view)),
    },
    { label: 'Delete the view', icon: 'i-lucide-trash-2', danger: true, onSelect: () => failed(remove(view)) },
  ]
  const isOnlyAll = () => props.state.views().length === 0 && !props.state.isChanged()
  return (
    <Show when={!isOnlyAll()}>
      <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line">
        <nav aria-label="Saved views" class="min-w-0 max-w-full">
          <ul class="flex gap-1 overflow-x-auto px-1 pt-1">
            <ViewLink href={props.state.href(undefined)} isOpen={current() === undefined} name={props.all} />
            <Keyed each={props.state.views()}>
              {(view) => (
                <ViewLink
                  href={props.state.href(view())}
                  isOpen={current()?.id === view().id}
                  name={view().name}
                  icon={view().shared ? 'i-lucide-users' : 'i-lucide-lock'}
                  hint={view().shared ? 'seen by everybody' : 'only you see it'}
                />
              )}
            </Keyed>
          </ul>
        </nav>
        <div class="flex flex-wrap items-center gap-1 pb-1">
          <Show when={props.state.isChanged()}>
            <Show when={current()}>
              {(view) => (
                <Show when={mayChange(view())}>
                  <Button
                    look="quiet"
                    icon="i-lucide-save"
                    onClick={() =>
                      failed(
                        changeView(desk(), view(), props.state.content()).then(() => notify.done('The view is saved')),
                      )
                    }
                  >
                    Save changes
                  </Button>
                </Show>
              )}
            </Show>
            <Show when={workspace().can('crm.views.write')}>
              <Button look="quiet" icon="i-lucide-bookmark-plus" onClick={() => panel.open('save')}>
                {current() === undefined ? 'Save this view' : 'Save as a new view'}
              </Button>
            </Show>
          </Show>
          <Show when={current()}>
            {(view) => (
              <Show when={mayChange(view())}>
                <Menu label={`Actions for the view ${view().name}`} items={actions(view())} />
              </Show>
            )}
          </Show>
        </div>
      </div>
      <SaveView
        open={panel.value() === 'save' || (panel.value() === 'rename' && current() !== undefined)}
        view={panel.value() === 'rename' ? current() : undefined}
        onClose={panel.close}
        onSave={async (given) => {
          const view = current()
          if (panel.value() === 'rename' && view !== undefined) return void (await changeView(desk(), view, given))
          const made = await createView(desk(), { ...given, record: props.state.kind, ...props.state.content() })
          navigate(props.state.href(made), { replace: true })
        }}
      />
    </Show>
  )
}

function ViewLink(props: {
  readonly href: string
  readonly isOpen: boolean
  readonly name: string
  readonly icon?: string
  readonly hint?: string
}): JSX.Element {
  return (
    <li class="shrink-0">
      <A
        href={props.href}
        noScroll
        aria-current={props.isOpen ? 'page' : undefined}
        class={`focusable -mb-px inline-flex min-h-10 items-center gap-2 whitespace-nowrap rounded-t-lg border-b-2 px-3 py-2 font-medium no-underline hover:bg-raised ${
          props.isOpen ? 'border-accent text-accent' : 'border-transparent text-soft'
        }`}
      >
        <Show when={props.icon}>{(icon) => <span aria-hidden="true" class={icon()} />}</Show>
        {props.name}
        <Show when={props.hint}>{(hint) => <span class="sr-only">, {hint()}</span>}</Show>
      </A>
    </li>
  )
}
