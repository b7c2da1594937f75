import type { JSX } from 'solid-js'
import { useWorkspace } from '#kit'
import type { Desk } from '../records/desk.ts'
import type { Company } from '../types.ts'
import { type ChooserProps, RecordChooser } from './record-chooser.tsx'

/** One of the companies, or a new one of what was typed. */
export function CompanyChooser(props: ChooserProps & { readonly canAdd?: boolean }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <RecordChooser<Company>
      {...props}
      kind="companies"
      nothing="No such company"
      nameOf={({ name }) => name}
      create={props.canAdd === true && workspace().can('crm.companies.write') ? createCompany : undefined}
    />
  )
}

async function createCompany({ workspace }: Desk, name: string) {
  const company = await workspace.api<Company>('/crm/companies', { method: 'POST', body: { name } })
  return { id: company.id, name: company.name }
}
