import { createSignal } from 'solid-js'
import { TextField } from '#kit'
import type { Setter } from '../bulk/setter.ts'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import type { Named } from '../types.ts'

/** What can be set for many contacts at once. */
export function contactSetters(canSeeCompanies: boolean): readonly Setter[] {
  return [...(canSeeCompanies ? [companySetter] : []), countrySetter]
}

const companySetter: Setter = {
  id: 'companyId',
  label: 'Company',
  done: 'Company set',
  control: (control) => {
    const [company, setCompany] = createSignal<Named | null>(null)
    return (
      <CompanyChooser
        label={control.label}
        hint="Leave it empty to take the company away."
        value={company()}
        error={control.error}
        onChange={(next) => {
          setCompany(next)
          control.onChange(next?.id ?? null)
        }}
      />
    )
  },
}

const countrySetter: Setter = {
  id: 'country',
  label: 'Country',
  done: 'Country set',
  control: (control) => (
    <TextField
      label={control.label}
      hint="Leave it empty to take the country away."
      value={control.value ?? ''}
      error={control.error}
      autocomplete="off"
      autofocus
      onInput={(event) => control.onChange(event.currentTarget.value.trim() || null)}
    />
  ),
}
