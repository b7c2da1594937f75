import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, on } from 'solid-js'
import { known, notify, Suggest, type Suggestion, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Company, CompanyPage } from '../types.ts'
import { companiesKey } from './company-cache.ts'

export interface ChosenCompany {
  readonly id: string
  readonly name: string
}

export interface CompanyChooserProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly placeholder?: string
  readonly value: ChosenCompany | null
  readonly onChange: (company: ChosenCompany | null) => void
  /** Offers to make a company that is not there yet. */
  readonly canAdd?: boolean
}

/** Finds one of the companies by a part of its name, or makes it on the fly. Emptying the field chooses none. */
export function CompanyChooser(props: CompanyChooserProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [typed, setTyped] = createSignal<string>()
  const [asked, setAsked] = createSignal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => props.value?.id,
      () => setTyped(undefined),
    ),
  )
  const companies = useQuery(() => ({
    queryKey: [...companiesKey(workspace().slug), 'suggested', asked()],
    queryFn: ({ signal }) =>
      workspace().api<CompanyPage>(`/crm/companies?${toQuery({ q: asked(), limit: 8 })}`, { signal }),
    enabled: typed() !== undefined,
    placeholderData: keepPreviousData,
  }))
  const suggestions = createMemo<Suggestion[]>(() => {
    const found = (known(companies)?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
    const name = typed()?.trim() ?? ''
    const isThere = found.some(({ label }) => label.toLowerCase() === name.toLowerCase())
    return props.canAdd !== true || name === '' || isThere
      ? found
      : [...found, { value: '', label: `Add “${name}”`, icon: 'i-lucide-plus' }]
  })
  const add = async (name: string) => {
    try {
      const company = await workspace().api<Company>('/crm/companies', { method: 'POST', body: { name } })
      props.onChange({ id: company.id, name: company.name })
      setTyped(undefined)
      void client.invalidateQueries({ queryKey: companiesKey(workspace().slug) })
    } catch (error) {
      notify.failed(error)
    }
  }
  const choose = (suggestion: Suggestion) => {
    if (suggestion.value === '') return void add(typed()?.trim() ?? '')
    setTyped(undefined)
    props.onChange({ id: suggestion.value, name: suggestion.label })
  }
  return (
    <Suggest
      label={props.label}
      hint={props.hint}
      error={props.error}
      placeholder={props.placeholder ?? ''}
      text={typed() ?? props.value?.name ?? ''}
      onText={(text) => {
        setTyped(text)
        if (text === '' && props.value !== null) props.onChange(null)
        clearTimeout(timer)
        timer = setTimeout(setAsked, 150, text.trim())
      }}
      suggestions={suggestions()}
      onChoose={choose}
      nothing="No such company"
      // What was typed but not chosen says nothing.
      onLeave={() => setTyped(undefined)}
    />
  )
}
