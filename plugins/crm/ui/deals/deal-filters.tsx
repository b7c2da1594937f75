import { type JSX, Show } from 'solid-js'
import { Choice, SearchField } from '#kit'
import { TagChoice } from '../contacts/contact-filters.tsx'
import { FilterArea } from '../lists/filter-area.tsx'
import type { Filter } from '../lists/record-list.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import type { Pipeline } from '../types.ts'

export interface DealFiltersProps {
  readonly filter: Filter
  readonly pipelines: readonly Pipeline[]
  readonly pipeline: Pipeline | undefined
  readonly onPipeline: (id: string) => void
  /** The board has stages as columns and asks for less. */
  readonly isBoard: boolean
  readonly isFiltered: boolean
  readonly onChange: (change: Filter) => void
  readonly onShowAll: () => void
  readonly onDown: () => void
}

/** Search, owner, and in the table stage, state, tag and order. */
export function DealFilters(props: DealFiltersProps): JSX.Element {
  const choice = (name: string) => ({
    class: 'min-h-10.5',
    get value() {
      return props.filter[name] ?? ''
    },
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      props.onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <FilterArea
      label="Find deals"
      isFiltered={props.isFiltered}
      onShowAll={props.onShowAll}
      search={
        <SearchField
          label="Search deals, contacts and companies"
          value={props.filter.q ?? ''}
          onSearch={(q) => props.onChange({ q })}
          onDown={props.onDown}
        />
      }
    >
      <Show when={props.pipelines.length > 1}>
        <Choice
          label="Pipeline"
          class="min-h-10.5"
          options={props.pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={props.pipeline?.id ?? ''}
          onChange={(event) => props.onPipeline(event.currentTarget.value)}
        />
      </Show>
      <PersonChoice
        label="Owner"
        none="Everybody"
        value={props.filter.ownerId || null}
        onChange={(id) => props.onChange({ ownerId: id ?? '' })}
      />
      <TagChoice value={props.filter.tag ?? ''} onChange={(tag) => props.onChange({ tag })} />
      <Show when={!props.isBoard}>
        <Choice
          label="Stage"
          {...choice('stageId')}
          options={[
            { value: '', label: 'All stages' },
            ...(props.pipeline?.stages ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Choice label="State" {...choice('status')} options={states} />
        <Choice label="Order" {...choice('sort')} options={orders} />
      </Show>
    </FilterArea>
  )
}

const states = [
  { value: '', label: 'Open and closed' },
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
]
const orders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'title', label: 'By name' },
  { value: '-title', label: 'By name, backwards' },
  { value: '-amount', label: 'Worth most first' },
  { value: 'amount', label: 'Worth least first' },
  { value: 'expectedClose', label: 'Closing soonest first' },
  { value: '-expectedClose', label: 'Closing last first' },
  { value: 'board', label: 'As on the board' },
]
