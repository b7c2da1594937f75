import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import { Choice, DateField, known, SearchField, TextField, useWorkspace } from '#kit'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { FilterArea } from '../lists/filter-area.tsx'
import type { Filter } from '../lists/record-list.ts'
import { recordKey, tagsKey } from '../records/keys.ts'
import type { Company } from '../types.ts'

export interface ContactFiltersProps {
  readonly filter: Filter
  readonly onChange: (change: Filter) => void
  readonly isFiltered: boolean
  readonly onShowAll: () => void
  readonly onDown: () => void
}

const rare = ['hasOpenDeal', 'country', 'city', 'createdFrom', 'createdTo'] as const

/** Search, tag, company and order of the list, and what is asked for more rarely. */
export function ContactFilters(props: ContactFiltersProps): JSX.Element {
  const workspace = useWorkspace()
  const canSeeCompanies = () => workspace().can('crm.companies.read')
  const company = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'company', props.filter.companyId ?? ''),
    queryFn: () => workspace().api<Company>(`/crm/companies/${props.filter.companyId}`),
    enabled: props.filter.companyId !== '' && canSeeCompanies(),
  }))
  const chosen = () => {
    const id = props.filter.companyId ?? ''
    return id === '' ? null : { id, name: known(company)?.name ?? '…' }
  }
  return (
    <FilterArea
      label="Find contacts"
      isFiltered={props.isFiltered}
      isRareAsked={rare.some((name) => (props.filter[name] ?? '') !== '')}
      onShowAll={props.onShowAll}
      search={
        <SearchField
          label="Search by name, email, phone, company or tag"
          value={props.filter.q ?? ''}
          onSearch={(q) => props.onChange({ q })}
          onDown={props.onDown}
        />
      }
      rare={() => <RareFilters filter={props.filter} onChange={props.onChange} />}
    >
      <TagChoice value={props.filter.tag ?? ''} onChange={(tag) => props.onChange({ tag })} />
      <Choice
        label="Order"
        class="min-h-10.5"
        options={orders}
        value={props.filter.sort}
        onChange={(event) => props.onChange({ sort: event.currentTarget.value })}
      />
      <Show when={canSeeCompanies()}>
        <div class="col-span-2 sm:col-span-1">
          <CompanyChooser
            label="Company"
            placeholder="All companies"
            value={chosen()}
            onChange={(next) => props.onChange({ companyId: next?.id ?? '' })}
          />
        </div>
      </Show>
    </FilterArea>
  )
}

const orders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'name', label: 'By name' },
  { value: 'updated', label: 'Changed last' },
]

function RareFilters(props: Pick<ContactFiltersProps, 'filter' | 'onChange'>): JSX.Element {
  const workspace = useWorkspace()
  const line = (name: 'country' | 'city') => ({
    get value() {
      return props.filter[name] ?? ''
    },
    autocomplete: 'off',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      props.onChange({ [name]: event.currentTarget.value.trim() }),
  })
  return (
    <>
      <Show when={workspace().can('crm.deals.read')}>
        <Choice
          label="Open deals"
          class="min-h-10.5"
          options={[
            { value: '', label: 'With or without' },
            { value: 'true', label: 'With an open deal' },
            { value: 'false', label: 'Without an open deal' },
          ]}
          value={props.filter.hasOpenDeal ?? ''}
          onChange={(event) => props.onChange({ hasOpenDeal: event.currentTarget.value })}
        />
      </Show>
      <TextField label="City" {...line('city')} />
      <TextField label="Country" {...line('country')} />
      <DateField
        label="Added from"
        value={props.filter.createdFrom ?? ''}
        onChange={(day) => props.onChange({ createdFrom: day ?? '' })}
      />
      <DateField
        label="Added until"
        value={props.filter.createdTo ?? ''}
        onChange={(day) => props.onChange({ createdTo: day ?? '' })}
      />
    </>
  )
}

/** One of the tags in use. */
export function TagChoice(props: { readonly value: string; readonly onChange: (tag: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const tags = useQuery(() => ({
    queryKey: tagsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: { tag: string; contacts: number }[] }>('/crm/tags'),
  }))
  const options = createMemo(() => {
    const used = known(tags)?.data ?? []
    const found = used.map(({ tag, contacts }) => ({ value: tag, label: `${tag} (${contacts})` }))
    const isKnown = props.value === '' || used.some((each) => each.tag === props.value)
    return [
      { value: '', label: 'All tags' },
      ...found,
      ...(isKnown ? [] : [{ value: props.value, label: props.value }]),
    ]
  })
  return (
    <Choice
      label="Tag"
      class="min-h-10.5"
      options={options()}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}
