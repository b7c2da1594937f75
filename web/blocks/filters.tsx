import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Choice, DateField, SearchField, TextField } from '#kit'
import type { TableBlock } from './table-block.tsx'
import type { ListState } from './table-list.ts'

export interface FiltersProps {
  readonly block: TableBlock
  readonly state: ListState
  /** Nothing stands above it in its card. */
  readonly isAlone: boolean
}

/** What one looks for in a list, and the choices that narrow it. */
export function Filters(props: FiltersProps): JSX.Element {
  return (
    <Show when={props.block.search || props.block.filters.length > 0}>
      <search class={`flex flex-wrap items-end gap-3 px-4 ${props.isAlone ? 'pt-4' : ''}`}>
        <Show when={props.block.search}>
          <div class="min-w-0 flex-1 basis-60">
            <SearchField
              label={props.block.title === undefined ? 'Search' : `Search ${props.block.title}`}
              value={props.state.asked().q ?? ''}
              onSearch={(q) => props.state.change('q', q)}
            />
          </div>
        </Show>
        <For each={props.block.filters}>{(entry) => <Filter entry={entry} state={props.state} />}</For>
      </search>
    </Show>
  )
}

function Filter(props: { readonly entry: TableBlock['filters'][number]; readonly state: ListState }): JSX.Element {
  const value = () => props.state.asked()[props.entry.name] ?? ''
  const change = (given: string) => props.state.change(props.entry.name, given)
  const options = () => {
    const all = { value: '', label: 'All' }
    if (props.entry.as === 'yesNo') return [all, { value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }]
    return [all, ...(props.entry.choices ?? []).map((choice) => ({ value: choice.value, label: choice.title }))]
  }
  return (
    <Switch
      fallback={
        <TextField
          label={props.entry.title}
          type={props.entry.as === 'number' ? 'number' : 'text'}
          value={value()}
          onChange={(event) => change(event.currentTarget.value)}
        />
      }
    >
      <Match when={props.entry.as === 'choice' || props.entry.as === 'yesNo'}>
        <Choice
          label={props.entry.title}
          options={options()}
          value={value()}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </Match>
      <Match when={props.entry.as === 'date'}>
        <DateField label={props.entry.title} value={value()} onChange={(day) => change(day ?? '')} />
      </Match>
    </Switch>
  )
}
