import { useQuery } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { known, Suggest, useWorkspace } from '#kit'
import { tagsKey } from '../records/keys.ts'

export interface TagInputProps {
  /** `Tags` without one. */
  readonly label?: string
  readonly tags: readonly string[]
  readonly onChange: (tags: string[]) => void
  readonly error?: string | undefined
}

/** Words that group contacts: typed, or chosen from those that are in use. */
export function TagInput(props: TagInputProps): JSX.Element {
  const workspace = useWorkspace()
  const [text, setText] = createSignal('')
  const used = useQuery(() => ({
    queryKey: tagsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: { tag: string; contacts: number }[] }>('/crm/tags'),
  }))
  const suggestions = createMemo(() => {
    const part = text().trim().toLowerCase()
    const all = known(used)?.data ?? []
    return all
      .filter(({ tag }) => !props.tags.includes(tag) && tag.toLowerCase().includes(part))
      .slice(0, 8)
      .map(({ tag }) => ({ id: tag, label: tag }))
  })
  const add = (tag: string) => {
    const given = tag.trim()
    setText('')
    if (given !== '' && !props.tags.includes(given)) props.onChange([...props.tags, given])
  }
  return (
    <div class="flex flex-col gap-2">
      <Suggest
        label={props.label ?? 'Tags'}
        hint="Words to find people by, like “regular”. Press Enter after each."
        error={props.error}
        text={text()}
        onText={setText}
        suggestions={suggestions()}
        onChoose={({ id }) => add(id)}
        onAccept={add}
        onLeave={() => add(text())}
      />
      <Show when={props.tags.length > 0}>
        <ul class="flex flex-wrap gap-1.5" aria-label={props.label ?? 'Tags'}>
          <For each={props.tags}>
            {(tag) => (
              <li class="inline-flex max-w-full items-center gap-1 rounded-full bg-raised pl-3 pr-1 text-sm">
                <span class="truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={`Remove the tag ${tag}`}
                  class="focusable grid min-h-7 min-w-7 place-items-center rounded-full hover:bg-card"
                  onClick={(event) => {
                    event.currentTarget.closest('div')?.querySelector('input')?.focus()
                    props.onChange(props.tags.filter((each) => each !== tag))
                  }}
                >
                  <span aria-hidden="true" class="i-lucide-x" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
