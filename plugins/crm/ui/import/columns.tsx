import { createSignal, For, type JSX, Show } from 'solid-js'
import { Choice } from '#kit'
import type { CustomField, Import } from '../types.ts'
import { count, targets } from './import-words.ts'

export interface ColumnChoice {
  readonly target: string
  readonly dateOrder?: 'dmy' | 'mdy'
}

export interface ColumnsProps {
  readonly columns: Import['columns']
  readonly choices: readonly ColumnChoice[]
  readonly fields: readonly CustomField[]
  readonly onChange: (index: number, choice: ColumnChoice) => void
}

/** Every column of the file: what it is called, what stands in it, and where it goes. */
export function Columns(props: ColumnsProps): JSX.Element {
  const [showsEmpty, setShowsEmpty] = createSignal(false)
  const numbered = () => props.columns.map((column, index) => ({ column, index }))
  const filled = () => numbered().filter(({ column }) => !column.empty)
  const empty = () => numbered().filter(({ column }) => column.empty)
  return (
    <div class="card">
      <ul class="divide-y divide-line" aria-label="Columns of the file">
        <For each={showsEmpty() ? numbered() : filled()}>
          {({ column, index }) => (
            <ColumnItem
              column={column}
              index={index}
              choice={props.choices[index] ?? column}
              fields={props.fields}
              onChange={(choice) => props.onChange(index, choice)}
            />
          )}
        </For>
      </ul>
      <Show when={empty().length > 0}>
        <div class="border-t border-line p-3">
          <button
            type="button"
            aria-expanded={showsEmpty()}
            class="focusable inline-flex min-h-10 items-center gap-2 rounded-lg px-2 text-soft hover:bg-raised"
            onClick={() => setShowsEmpty(!showsEmpty())}
          >
            <span aria-hidden="true" class={showsEmpty() ? 'i-lucide-chevron-up' : 'i-lucide-chevron-down'} />
            {showsEmpty() ? 'Hide' : 'Show'} {count(empty().length, 'empty column')}
          </button>
        </div>
      </Show>
    </div>
  )
}

interface ColumnItemProps {
  readonly column: Import['columns'][number]
  readonly index: number
  readonly choice: ColumnChoice
  readonly fields: readonly CustomField[]
  readonly onChange: (choice: ColumnChoice) => void
}

function ColumnItem(props: ColumnItemProps): JSX.Element {
  const heading = () => props.column.heading.trim() || `Column ${props.index + 1}`
  const own = () =>
    props.column.target.startsWith('custom:') ? props.column.target : `custom:${heading().slice(0, 100)}`
  const options = () => [
    { value: 'ignore', label: 'Leave out' },
    ...targets,
    { value: own(), label: 'Keep as its own field' },
    ...props.fields
      .filter(({ key }) => `custom:${key}` !== own())
      .map(({ key }) => ({ value: `custom:${key}`, label: `Own field: ${key}` })),
  ]
  const isUnsure = () =>
    props.column.confidence > 0 && props.column.confidence < 0.9 && props.choice.target === props.column.target
  return (
    <li class="grid items-center gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-2">
      <div class="min-w-0">
        <p class="font-medium [overflow-wrap:anywhere]">{heading()}</p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          <Show when={!props.column.empty} fallback="Nothing stands in it">
            {(props.column.samples ?? [])
              .map((sample) => (sample.length > 60 ? `${sample.slice(0, 60)}…` : sample))
              .join(' · ')}
          </Show>
        </p>
      </div>
      <div class="flex min-w-0 flex-col gap-2">
        <Choice
          label={`${heading()} goes to`}
          options={options()}
          value={props.choice.target}
          hint={isUnsure() ? 'Please look: we are not sure' : undefined}
          onChange={(event) => props.onChange({ target: event.currentTarget.value })}
        />
        <Show when={props.choice.target === 'birthday'}>
          <Choice
            label="How the dates are written"
            options={dateOrders}
            value={props.choice.dateOrder ?? ''}
            onChange={(event) => props.onChange({ target: 'birthday', ...readOrder(event.currentTarget.value) })}
          />
        </Show>
      </div>
    </li>
  )
}

const dateOrders = [
  { value: '', label: 'As recognised' },
  { value: 'dmy', label: 'Day first: 31.5.1990' },
  { value: 'mdy', label: 'Month first: 5/31/1990' },
]

function readOrder(value: string): { dateOrder?: 'dmy' | 'mdy' } {
  return value === 'dmy' || value === 'mdy' ? { dateOrder: value } : {}
}
