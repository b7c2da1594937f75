import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, Confirm, createPanel, Menu, type MenuItem, notify, useWorkspace } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { fillPath } from './address.ts'
import { useCall, usePublishedPage } from './published-page.ts'
import { idOf } from './read-field.ts'

export type Action = Extract<Block, { block: 'actions' }>['actions'][number]

export interface ActionsProps {
  readonly actions: readonly Action[]
  /** What they are done to; nothing for those of the page itself. */
  readonly record?: unknown
  /** Tells the block's dialogs from those of others on the page. */
  readonly name: string
  /** What the record is called, for whoever hears the buttons of a row. */
  readonly of?: string
  /** Several in a menu: beside a row there is little room. */
  readonly small?: boolean
}

/** What one can do, as far as the person may: each asks first where it says so, and says when it is done. */
export function Actions(props: ActionsProps): JSX.Element {
  const act = useActions(props)
  return (
    <>
      <Show
        when={props.small === true && act.offered().length > 1}
        fallback={
          <For each={act.offered()}>
            {(action) => (
              <Button
                look={lookOf(action, props.small === true)}
                busy={act.busy() === action}
                aria-label={props.of === undefined ? undefined : `${action.label}: ${props.of}`}
                onClick={() => act.start(action)}
              >
                {action.label}
              </Button>
            )}
          </For>
        }
      >
        <Menu label={`Actions for ${props.of ?? 'this'}`} icon="i-lucide-ellipsis-vertical" items={itemsOf(act)} />
      </Show>
      <Show when={act.asking()}>
        {(action) => (
          <Confirm
            open
            title={action().confirm ?? ''}
            action={action().label}
            onClose={act.close}
            onConfirm={() => act.run(action())}
          >
            {props.of}
          </Confirm>
        )}
      </Show>
    </>
  )
}

interface Act {
  readonly offered: () => readonly Action[]
  readonly busy: () => Action | undefined
  readonly asking: () => Action | undefined
  readonly start: (action: Action) => void
  readonly run: (action: Action) => Promise<void>
  readonly close: () => void
}

function useActions(props: ActionsProps): Act {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const page = usePublishedPage()
  const calls = useCall()
  const panel = createPanel('do')
  const [busy, setBusy] = createSignal<Action>()
  const offered = () =>
    props.actions.filter(({ call, next }) => (call === undefined ? next !== undefined : calls.may(call)))
  const nameOf = (action: Action) => [props.name, props.actions.indexOf(action), idOf(props.record) ?? ''].join('.')
  const asking = () => offered().find((action) => action.confirm !== undefined && panel.value() === nameOf(action))
  const run = async (action: Action) => {
    const answer =
      action.call === undefined ? undefined : await calls.call(action.call, props.record, action.body ?? {})
    if (action.done !== undefined) notify.done(action.done)
    const next = action.next === undefined ? undefined : fillPath(action.next, [answer, props.record, page().params])
    // After the question has closed, which changes the address too.
    if (next !== undefined) setTimeout(() => navigate(workspace().path(`/${page().plugin.id}${next}`)))
  }
  const start = (action: Action) => {
    if (action.confirm !== undefined) return panel.open(nameOf(action))
    setBusy(action)
    run(action)
      .catch(notify.failed)
      .finally(() => setBusy(undefined))
  }
  return { offered, busy, asking, start, run, close: panel.close }
}

function lookOf({ look }: Action, isSmall: boolean) {
  if (look === 'danger' && isSmall) return 'quiet'
  return look === 'plain' && isSmall ? 'quiet' : look
}

function itemsOf(act: Act): MenuItem[] {
  return act.offered().map((action) => ({
    label: action.label,
    danger: action.look === 'danger',
    onSelect: () => act.start(action),
  }))
}
