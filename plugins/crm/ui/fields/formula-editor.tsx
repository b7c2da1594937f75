import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js'
import { Field, known, Problem, useWorkspace } from '#kit'
import type { CustomField, FormulaResult, RecordNoun } from '../types.ts'
import { recordWords } from './fields.ts'
import { builtInNames, functionWords, insertAt } from './formula-words.ts'
import { showCustom } from './show-custom.ts'

export interface FormulaEditorProps {
  readonly value: string
  readonly onChange: (formula: string) => void
  readonly records: readonly RecordNoun[]
  /** The workspace's own fields, which a formula may use. */
  readonly fields: readonly CustomField[]
  readonly error: string | undefined
}

const typingMs = 350

/** A formula with what it gives for a record that is there, while it is typed. */
export function FormulaEditor(props: FormulaEditorProps): JSX.Element {
  let area: HTMLTextAreaElement | undefined
  const names = () => {
    const [first = 'contact'] = props.records
    const own = props.fields.filter(({ records }) => records.includes(first)).map(({ key }) => key)
    return [...new Set([...builtInNames[first], ...own])]
  }
  const insert = (piece: string) => {
    if (area === undefined) return
    const { text, cursor } = insertAt(props.value, piece, area.selectionStart, area.selectionEnd)
    props.onChange(text)
    area.focus()
    queueMicrotask(() => area?.setSelectionRange(cursor, cursor))
  }
  return (
    <div class="flex flex-col gap-3">
      <Field
        label="Formula"
        hint="Like in a table: {Amount} * 0.2. Names of fields stand in curly brackets."
        error={props.error}
      >
        {(ids) => (
          <textarea
            ref={area}
            id={ids.id}
            rows={3}
            spellcheck={false}
            autocomplete="off"
            maxlength={2000}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            class="control font-mono"
            value={props.value}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <Preview formula={props.value} record={props.records[0] ?? 'contact'} />
      <details>
        <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-accent">Put a field in</summary>
        <ul class="mt-2 flex flex-wrap gap-1.5">
          <For each={names()}>
            {(name) => (
              <li>
                <button
                  type="button"
                  class="focusable min-h-7 rounded-full border border-line px-3 text-sm hover:bg-raised"
                  onClick={() => insert(`{${name}}`)}
                >
                  {name}
                </button>
              </li>
            )}
          </For>
        </ul>
      </details>
      <details>
        <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-accent">What a formula can do</summary>
        <dl class="mt-2 flex flex-col gap-2 text-sm">
          <For each={functionWords}>
            {({ call, words }) => (
              <div>
                <dt>
                  <code class="font-mono [overflow-wrap:anywhere]">{call}</code>
                </dt>
                <dd class="m-0 text-soft">{words}</dd>
              </div>
            )}
          </For>
        </dl>
      </details>
    </div>
  )
}

function Preview(props: { readonly formula: string; readonly record: RecordNoun }): JSX.Element {
  const workspace = useWorkspace()
  const [asked, setAsked] = createSignal(props.formula)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => props.formula,
      (formula) => {
        clearTimeout(timer)
        timer = setTimeout(setAsked, typingMs, formula)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const query = useQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'formula', props.record, asked()],
    queryFn: ({ signal }) =>
      workspace().api<FormulaResult>('/crm/fields/preview', {
        method: 'POST',
        body: { record: props.record, formula: asked() },
        signal,
      }),
    enabled: asked().trim() !== '',
    retry: false,
  }))
  const result = () => (query.isError ? undefined : known(query))
  return (
    <div aria-live="polite" class="rounded-lg bg-raised px-4 py-3 empty:hidden">
      <Show when={asked().trim() !== ''}>
        <Show when={query.error} fallback={<Shown result={result()} record={props.record} />}>
          {(error) => <Wrong error={error()} formula={asked()} />}
        </Show>
      </Show>
    </div>
  )
}

function Shown(props: { readonly result: FormulaResult | undefined; readonly record: RecordNoun }): JSX.Element {
  const words = (result: FormulaResult) =>
    result.value === null ? '–' : showCustom(result.value, { resultType: result.resultType } as CustomField)
  return (
    <Show when={props.result} fallback={<p class="text-soft">Working it out…</p>}>
      {(result) => (
        <p class="[overflow-wrap:anywhere]">
          <span class="text-soft">The newest of your {recordWords[props.record].toLowerCase()} gets: </span>
          <span class="font-medium">{words(result())}</span>
          <Show when={result().problem}>
            {(problem) => <span class="mt-1 block text-sm text-soft">{problem()}</span>}
          </Show>
        </p>
      )}
    </Show>
  )
}

/** What is wrong, and where: the piece of the formula that it is about. */
function Wrong(props: { readonly error: Error; readonly formula: string }): JSX.Element {
  const place = () => {
    const position = props.error instanceof Problem ? Number(props.error.facts.position) : Number.NaN
    return Number.isInteger(position) ? position : undefined
  }
  const at = () => place() ?? 0
  const words = () => {
    if (!(props.error instanceof Problem)) return 'This formula cannot be read'
    return props.error.fields.formula ?? props.error.sentence
  }
  return (
    <div class="text-danger">
      <p>{words()}</p>
      <Show when={place() !== undefined}>
        <p class="mt-1 font-mono text-sm [overflow-wrap:anywhere]">
          <span class="sr-only">It is about this place: </span>
          {props.formula.slice(Math.max(0, at() - 20), at())}
          <mark class="rounded bg-danger-soft font-bold text-danger underline">
            {props.formula.slice(at(), at() + 1) || '…'}
          </mark>
          {props.formula.slice(at() + 1, at() + 20)}
        </p>
      </Show>
    </div>
  )
}
