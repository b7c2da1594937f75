import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import { Button, Choice, known, SearchField, useWorkspace } from '#kit'
import { companyKey } from '../companies/company-cache.ts'
import { CompanyChooser } from '../companies/company-chooser.tsx'
import type { Company } from '../types.ts'
import { tagsKey } from './contact-cache.ts'
import type { ContactFilter } from './contact-list.ts'

export interface ContactFiltersProps {
  readonly filter: ContactFilter
  readonly onChange: (change: Partial<ContactFilter>) => void
  readonly onDown: () => void
}

/** Search, tag, company and order of the list. */
export function ContactFilters(props: ContactFiltersProps): JSX.Element {
  const workspace = useWorkspace()
  const canSeeCompanies = () => workspace().can('crm.companies.read')
  const tags = useQuery(() => ({
    queryKey: tagsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: { tag: string; contacts: number }[] }>('/crm/tags'),
  }))
  const company = useQuery(() => ({
    queryKey: companyKey(workspace().slug, props.filter.companyId),
    queryFn: () => workspace().api<Company>(`/crm/companies/${props.filter.companyId}`),
    enabled: props.filter.companyId !== '' && canSeeCompanies(),
  }))
  const tagOptions = createMemo(() => {
    const used = known(tags)?.data ?? []
    const options = used.map(({ tag, contacts }) => ({ value: tag, label: `${tag} (${contacts})` }))
    const { tag } = props.filter
    const isKnown = tag === '' || used.some((each) => each.tag === tag)
    return [{ value: '', label: 'All tags' }, ...options, ...(isKnown ? [] : [{ value: tag, label: tag }])]
  })
  const isFiltered = () => props.filter.q !== '' || props.filter.tag !== '' || props.filter.companyId !== ''
  const chosen = () =>
    props.filter.companyId === '' ? null : { id: props.filter.companyId, name: known(company)?.name ?? '…' }
  return (
    <section aria-label="Find contacts" class="flex flex-col gap-3">
      <SearchField
        label="Search by name, email, phone, company or tag"
        value={props.filter.q}
        onSearch={(q) => props.onChange({ q })}
        onDown={props.onDown}
      />
      <div class="grid grid-cols-2 items-end gap-3 sm:flex [&>div]:min-w-0 [&>div]:flex-1">
        <Choice
          label="Tag"
          class="min-h-10.5"
          options={tagOptions()}
          value={props.filter.tag}
          onChange={(event) => props.onChange({ tag: event.currentTarget.value })}
        />
        <Choice
          label="Order"
          class="min-h-10.5"
          options={[
            { value: 'newest', label: 'Newest first' },
            { value: 'name', label: 'By name' },
          ]}
          value={props.filter.sort}
          onChange={(event) => props.onChange({ sort: event.currentTarget.value })}
        />
        <Show when={canSeeCompanies()}>
          <div class="col-span-2">
            <CompanyChooser
              label="Company"
              placeholder="All companies"
              value={chosen()}
              onChange={(next) => props.onChange({ companyId: next?.id ?? '' })}
            />
          </div>
        </Show>
        <Show when={isFiltered()}>
          <Button look="quiet" icon="i-lucide-x" onClick={() => props.onChange({ q: '', tag: '', companyId: '' })}>
            Show all
          </Button>
        </Show>
      </div>
    </section>
  )
}
