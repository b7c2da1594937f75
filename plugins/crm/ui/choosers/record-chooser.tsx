import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup } from 'solid-js'
import { known, notify, Suggest, type Suggestion, useWorkspace } from '#kit'
import { refreshLists } from '../lists/list-cache.ts'
import { toQuery } from '../query-string.ts'
import { type Desk, useDesk } from '../records/desk.ts'
import { suggestedKey } from '../records/keys.ts'
import type { Named, Paged, RecordKind } from '../types.ts'

export interface ChooserProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly placeholder?: string | undefined
  readonly value: Named | null
  readonly onChange: (chosen: Named | null) => void
  readonly autofocus?: boolean
}

export interface RecordChooserProps<Item> extends ChooserProps {
  readonly kind: RecordKind
  readonly nothing: string
  readonly nameOf: (item: Item) => string
  /** Tells two of the same name apart. */
  readonly hintOf?: (item: Item) => string | undefined
  /** Makes one that is not there yet, of what was typed. */
  readonly create?: ((desk: Desk, text: string) => Promise<Named>) | undefined
}

const typingMs = 150

/** Finds a record by a part of its name, or makes it on the fly. Emptying the field chooses none. */
export function RecordChooser<Item extends { readonly id: string }>(props: RecordChooserProps<Item>): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [typed, setTyped] = createSignal<string>()
  // Nothing is asked before the first letters are: all records would come first, and go at once.
  const [asked, setAsked] = createSignal<string>()
  const [adding, setAdding] = createSignal<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on(
      () => props.value?.id,
      () => setTyped(undefined),
    ),
  )
  const found = useQuery(() => ({
    queryKey: [...suggestedKey(workspace().slug, props.kind), asked()],
    queryFn: ({ signal }) =>
      workspace().api<Paged<Item>>(`/crm/${props.kind}?${toQuery({ q: asked() ?? '', limit: 8 })}`, { signal }),
    enabled: typed() !== undefined && asked() !== undefined,
    placeholderData: keepPreviousData,
  }))
  const suggestions = createMemo((): Suggestion[] => {
    const fits = (known(found)?.data ?? []).map((item) => ({ item, name: props.nameOf(item) }))
    const text = typed()?.trim() ?? ''
    const isThere = fits.some(({ name }) => name.toLowerCase() === text.toLowerCase())
    const offered = fits.map(({ item, name }) => ({
      id: item.id,
      label: [name, props.hintOf?.(item)].filter(Boolean).join(', '),
    }))
    return props.create === undefined || text === '' || isThere
      ? offered
      : [...offered, { id: '', label: `Add “${text}”`, icon: 'i-lucide-plus' }]
  })
  const add = async (text: string) => {
    setAdding(text)
    try {
      const made = await props.create?.(desk(), text)
      if (made === undefined) return
      props.onChange(made)
      void desk().client.invalidateQueries({ queryKey: suggestedKey(workspace().slug, props.kind) })
      void refreshLists(desk().client, workspace().slug, props.kind)
    } catch (error) {
      notify.failed(error)
    } finally {
      setAdding(undefined)
    }
  }
  const choose = (suggestion: Suggestion) => {
    const text = typed()?.trim() ?? ''
    const item = known(found)?.data.find(({ id }) => id === suggestion.id)
    setTyped(undefined)
    if (suggestion.id === '') return void add(text)
    if (item !== undefined) props.onChange({ id: item.id, name: props.nameOf(item) })
  }
  return (
    <Suggest
      label={props.label}
      hint={props.hint}
      error={props.error}
      placeholder={props.placeholder ?? ''}
      autofocus={props.autofocus === true}
      text={adding() ?? typed() ?? props.value?.name ?? ''}
      wait={adding() === undefined ? undefined : `${adding()} is being added. Try again in a moment.`}
      onText={(text) => {
        setTyped(text)
        if (text === '' && props.value !== null) props.onChange(null)
        clearTimeout(timer)
        timer = setTimeout(setAsked, typingMs, text.trim())
      }}
      suggestions={suggestions()}
      onChoose={choose}
      nothing={props.nothing}
      // What was typed but not chosen says nothing.
      onLeave={() => setTyped(undefined)}
    />
  )
}
