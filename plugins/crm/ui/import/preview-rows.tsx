import { createSignal, For, type JSX, Show } from 'solid-js'
import { nameOf } from '../name-of.ts'
import type { ImportPreview } from '../types.ts'
import { count } from './import-words.ts'

type Rows = ImportPreview['preview']

/** The first rows as the contacts that they will be. */
export function FirstContacts(props: { readonly contacts: Rows['contacts']; readonly isOld: boolean }): JSX.Element {
  return (
    <Show when={props.contacts.length > 0}>
      <section aria-labelledby="first-contacts" class="flex flex-col gap-3">
        <h2 id="first-contacts" class="text-lg font-semibold">
          The first contacts as they will be
        </h2>
        <Show when={props.isOld}>
          <p class="text-soft" role="status">
            This shows the columns as we recognised them; your changes above will hold for the import.
          </p>
        </Show>
        <ul class="grid gap-3 sm:grid-cols-2">
          <For each={props.contacts}>
            {(contact) => (
              <li class="card min-w-0 p-4 [overflow-wrap:anywhere]">
                <p class="font-medium">
                  {nameOf({ ...contact, company: contact.company === null ? null : { name: contact.company } })}
                </p>
                <p class="text-sm text-soft">
                  {[contact.company, ...contact.emails, ...contact.phones, contact.tags.join(', ')]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

/** Rows that cannot become contacts as they are. */
export function ProblemRows(props: { readonly problems: Rows['problems'] }): JSX.Element {
  return (
    <RowNotes
      title={`${count(props.problems.length, 'row')} with a problem among the first 100`}
      lead="These rows are left out. You get them as a file afterwards, to mend and import again."
      tone="bg-warn-soft text-warn"
      notes={props.problems.map(({ row, column, reason }) => ({
        row,
        text: column === null ? reason : `${column}: ${reason}`,
      }))}
    />
  )
}

/** Rows that share an email address or a phone number with somebody. */
export function DuplicateRows(props: { readonly duplicates: Rows['duplicates'] }): JSX.Element {
  return (
    <RowNotes
      title={`${count(props.duplicates.length, 'row')} of somebody who is there already, among the first 100`}
      lead="Say below what is to happen with them."
      tone="bg-accent-soft text-ink"
      notes={props.duplicates.map(({ row, of }) => ({ row, text: `the same as ${of}` }))}
    />
  )
}

interface RowNotesProps {
  readonly title: string
  readonly lead: string
  readonly tone: string
  readonly notes: readonly { readonly row: number; readonly text: string }[]
}

function RowNotes(props: RowNotesProps): JSX.Element {
  const [showsAll, setShowsAll] = createSignal(false)
  return (
    <Show when={props.notes.length > 0}>
      <section class={`rounded-xl p-4 ${props.tone}`}>
        <h2 class="text-lg font-semibold">{props.title}</h2>
        <p>{props.lead}</p>
        <ul class="mt-2 flex flex-col gap-1 [overflow-wrap:anywhere]">
          <For each={showsAll() ? props.notes : props.notes.slice(0, 5)}>
            {(note) => (
              <li>
                Row {note.row}: {note.text}
              </li>
            )}
          </For>
        </ul>
        <Show when={props.notes.length > 5}>
          <button
            type="button"
            aria-expanded={showsAll()}
            class="focusable mt-2 min-h-6 rounded font-medium underline"
            onClick={() => setShowsAll(!showsAll())}
          >
            {showsAll() ? 'Show fewer' : `Show all ${props.notes.length}`}
          </button>
        </Show>
      </section>
    </Show>
  )
}
