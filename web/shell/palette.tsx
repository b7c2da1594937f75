import * as Kobalte from '@kobalte/core/dialog'
import { useNavigate } from '@solidjs/router'
import { CommandInput, CommandItem, CommandList, CommandRoot } from 'cmdk-solid'
import { createComputed, createSignal, For, type JSX, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { focusTitle } from '../kit/focus-title.ts'
import { type Command, type CommandGroup, useCommands } from './palette/commands.ts'
import { useRecordSearch } from './palette/find-records.ts'
import { findMatches } from './palette/match.ts'
import { takeTyping } from './palette/type-ahead.ts'
import { useWorkspace } from './use-workspace.ts'

export interface PaletteProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly showKeys: () => void
}

/** Finds and does everything from the keyboard: pages, records, people, actions, other workspaces, colours. */
export default function Palette(props: PaletteProps): JSX.Element {
  let opener: Element | null = null
  createComputed(() => {
    if (props.open) opener = document.activeElement
  })
  const focusBack = (event: Event) => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus()
    else focusTitle()
  }
  return (
    <Kobalte.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 hidden bg-black/50 sm:block" />
        <div class="fixed inset-0 z-50 flex items-start justify-center sm:p-6 sm:pt-[12vh]">
          <Kobalte.Content
            onCloseAutoFocus={focusBack}
            class="flex h-full w-full flex-col bg-card shadow-xl sm:h-auto sm:max-h-[70vh] sm:max-w-xl sm:rounded-2xl sm:border sm:border-line"
          >
            <Kobalte.Title class="sr-only">Find and do</Kobalte.Title>
            <Commands close={props.onClose} showKeys={props.showKeys} />
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

type KeyedGroup = CommandGroup & { readonly id: string }

function Commands(props: { readonly close: () => void; readonly showKeys: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal('')
  const commands = useCommands(props.showKeys)
  const records = useRecordSearch(typed)
  const found = (): Command[] =>
    records.found().map((each) => ({ ...each, run: () => navigate(workspace().path(each.path)) }))
  // Lines stay the same elements while the list changes around them: the field names the chosen one by its id.
  const [groups, setGroups] = createStore<KeyedGroup[]>([])
  createComputed(() => {
    const all = commands().map((group) => ({ ...group, commands: findMatches(group.commands, typed()) }))
    const shown = [...all.slice(0, 1), { title: 'People and records', commands: found() }, ...all.slice(1)]
    setGroups(
      reconcile(
        shown.filter((group) => group.commands.length > 0).map((group) => ({ ...group, id: group.title })),
        { key: 'id' },
      ),
    )
  })
  // Closed first, so that the focus is back where it was before something else takes it from there.
  const choose = (command: Command) => {
    props.close()
    setTimeout(command.run, 20)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      event.stopPropagation()
      props.close()
    }
  }
  const count = () => groups.reduce((sum, group) => sum + group.commands.length, 0)
  return (
    <CommandRoot
      label="Find or do something"
      shouldFilter={false}
      loop
      vimBindings={false}
      class="flex min-h-0 flex-1 flex-col outline-none"
      onKeyDown={onKeyDown}
    >
      <div class="flex items-center gap-3 border-b border-line px-4">
        <span aria-hidden="true" class="i-lucide-search text-soft" />
        <CommandInput
          value={typed()}
          onValueChange={setTyped}
          onFocus={() => typed() === '' && setTyped(takeTyping())}
          placeholder="Find or do something"
          class="min-h-14 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
        />
        <Kobalte.CloseButton
          aria-label="Close"
          class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg text-soft hover:bg-raised"
        >
          <span aria-hidden="true" class="i-lucide-x" />
        </Kobalte.CloseButton>
      </div>
      <CommandList label="What can be found and done" class="min-h-0 flex-1 overflow-y-auto p-2">
        <For each={groups}>
          {(group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
            <div role="group" aria-label={group.title}>
              <p aria-hidden="true" class="px-3 pb-1 pt-3 text-sm text-soft">
                {group.title}
              </p>
              <For each={group.commands}>
                {(command) => (
                  <CommandItem
                    value={command.id}
                    onSelect={() => choose(command)}
                    class="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 data-[selected=true]:bg-accent-soft"
                  >
                    <span aria-hidden="true" class={`${command.icon} shrink-0 text-lg text-soft`} />
                    <span class="min-w-0 flex-1 truncate">{command.label}</span>
                    <Show when={command.hint}>
                      {(hint) => <span class="max-w-[45%] truncate text-sm text-soft">{hint()}</span>}
                    </Show>
                  </CommandItem>
                )}
              </For>
            </div>
          )}
        </For>
      </CommandList>
      <p role="status" class="border-t border-line px-4 py-2 text-sm text-soft">
        {tell(count(), records.isSearching(), records.hasFailed())}
      </p>
    </CommandRoot>
  )
}

function tell(count: number, isSearching: boolean, hasFailed: boolean): string {
  if (isSearching) return 'Searching…'
  if (hasFailed) return 'Some things could not be searched. Try again in a moment.'
  if (count === 0) return 'Nothing like that. Try fewer letters.'
  return count === 1 ? '1 thing found. Enter opens it.' : `${count} things found. Arrow keys choose, Enter opens.`
}
