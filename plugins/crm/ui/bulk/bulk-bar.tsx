import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createPanel, createShortcut, focusTitle, Keys, Menu, notify } from '#kit'
import type { ListState } from '../lists/list-state.ts'
import { type BulkAction, changeMany, type Target } from '../records/change-many.ts'
import { useDesk } from '../records/desk.ts'
import { DeleteEverything } from './delete-everything.tsx'
import { createMatchCount } from './match-count.ts'
import { SetDialog } from './set-dialog.tsx'
import type { Setter } from './setter.ts'
import { TagDialog } from './tag-dialog.tsx'

export interface BulkBarProps<Item extends { readonly id: string }> {
  readonly state: ListState<Item>
  /** What can be set for many at once. */
  readonly setters: readonly Setter[]
  readonly canTag: boolean
  /** Draws what can be done with just these, such as a link to merge them. */
  readonly extra?: (chosen: readonly Item[]) => JSX.Element
  /** More that can be done, before the rest: `Mark as done`. */
  readonly more?: readonly {
    readonly label: string
    readonly icon: string
    readonly action: BulkAction
    readonly words: (count: string) => string
  }[]
}

/** Brings the focus to the list when what had it is gone. */
export function focusList(): void {
  const box = () => document.getElementById('choose-all')
  setTimeout(() => (box() === null ? focusTitle() : box()?.focus()))
}

/** What can be done with the records that are chosen. */
export function BulkBar<Item extends { readonly id: string; readonly tags?: readonly string[] }>(
  props: BulkBarProps<Item>,
): JSX.Element {
  const desk = useDesk()
  const panel = createPanel('bulk')
  const [busy, setBusy] = createSignal(false)
  let bar: HTMLElement | undefined
  const { selection, list, shape } = props.state
  const matching = createMatchCount(props.state)
  const count = () => (selection.isEverything() ? matching() : selection.chosen().length)
  const counted = () => {
    const known = count()
    return known === undefined ? 'all that match' : shape.count(known)
  }
  const target = (): Target =>
    selection.isEverything() ? { filter: props.state.filter() } : { ids: selection.chosen().map(({ id }) => id) }
  const run = async (action: BulkAction, words: (count: string) => string) => {
    setBusy(true)
    try {
      await changeMany(desk(), {
        kind: shape.kind,
        target: target(),
        action,
        words: (changed) => words(shape.count(changed)),
      })
      selection.clear()
      focusList()
    } finally {
      setBusy(false)
    }
  }
  const runNow = (action: BulkAction, words: (count: string) => string) => void run(action, words).catch(notify.failed)
  const remove = () =>
    selection.isEverything() ? panel.open('delete') : runNow({ type: 'delete' }, (words) => `${words} deleted`)
  return (
    <>
      <p class="sr-only" role="status">
        {selection.isAny() ? `${counted()} chosen. Press A for what can be done with them.` : ''}
      </p>
      <Show when={selection.isAny()}>
        <BarShortcut goTo={() => bar?.querySelector<HTMLElement>('button')?.focus()} />
        {/* Before the list for those who go through the page by keys, and below it for the eyes. */}
        <section
          ref={bar}
          aria-label={`Chosen ${shape.label.toLowerCase()}`}
          class="card sticky bottom-4 z-10 order-last flex flex-wrap items-center justify-between gap-2 px-4 py-2.5 shadow-lg"
        >
          <div class="flex flex-wrap items-center gap-x-3">
            <p class="font-medium">
              {counted()} chosen{' '}
              <span aria-hidden="true" class="ml-1 hidden font-normal lg:inline">
                <Keys keys="a" />
              </span>
            </p>
            <Show when={selection.isAll() && list.hasMore() && !selection.isEverything()}>
              <Button
                look="quiet"
                onClick={() => {
                  selection.chooseEverything()
                  // The button goes with the press.
                  setTimeout(() => bar?.querySelector<HTMLElement>('button')?.focus())
                }}
              >
                {matching() === undefined ? 'Choose all that match' : `Choose all ${matching()} that match`}
              </Button>
            </Show>
          </div>
          <div class="flex flex-wrap gap-2">
            <Button
              look="quiet"
              onClick={() => {
                selection.clear()
                focusList()
              }}
            >
              Choose none
            </Button>
            <For each={props.more}>
              {(each) => (
                <Button icon={each.icon} busy={busy()} onClick={() => runNow(each.action, each.words)}>
                  {each.label}
                </Button>
              )}
            </For>
            <Show when={!selection.isEverything()}>{props.extra?.(selection.chosen())}</Show>
            <Show when={props.canTag}>
              <Button icon="i-lucide-tag" onClick={() => panel.open('tag')}>
                Tags
              </Button>
            </Show>
            <Show when={props.setters.length > 0}>
              <Menu
                label="Set"
                icon="i-lucide-pencil"
                withLabel
                items={props.setters.map(({ id, label }) => ({ label, onSelect: () => panel.open(id) }))}
              />
            </Show>
            <Button look="danger" icon="i-lucide-trash-2" busy={busy()} onClick={remove}>
              Delete
            </Button>
          </div>
        </section>
      </Show>
      <TagDialog
        open={panel.value() === 'tag' && selection.isAny()}
        chosen={selection.chosen()}
        counted={counted()}
        onClose={panel.close}
        run={run}
      />
      <SetDialog
        setter={selection.isAny() ? props.setters.find(({ id }) => id === panel.value()) : undefined}
        counted={counted()}
        onClose={panel.close}
        run={run}
      />
      <DeleteEverything
        open={panel.value() === 'delete' && selection.isAny()}
        counted={counted()}
        onClose={panel.close}
        onConfirm={() => run({ type: 'delete' }, (words) => `${words} deleted`)}
      />
    </>
  )
}

/** A key that leads from any row of a long list to what can be done with the chosen. */
function BarShortcut(props: { readonly goTo: () => void }): JSX.Element {
  createShortcut('a', 'Go to what can be done with the chosen', () => props.goTo())
  return null
}
