import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import type { CustomField, RecordNoun } from '../types.ts'

export const fieldsKey = (slug: string) => [slug, 'crm', 'fields'] as const

export const fieldTypes: readonly { readonly value: CustomField['type']; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'choice', label: 'One of a list' },
  { value: 'formula', label: 'Worked out from others' },
]

export const recordWords: Readonly<Record<RecordNoun, string>> = {
  contact: 'Contacts',
  company: 'Companies',
  deal: 'Deals',
}

export interface Fields {
  readonly all: Accessor<readonly CustomField[]>
  /** Those that somebody fills in: a formula fills in itself. */
  readonly written: Accessor<readonly CustomField[]>
  readonly isLoading: Accessor<boolean>
  readonly error: Accessor<unknown>
  readonly retry: () => void
}

/** The fields that this workspace added to its records: to those of a kind, or all. */
export function useFields(record?: RecordNoun): Fields {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: fieldsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: CustomField[] }>('/crm/fields'),
  }))
  const all = createMemo(() => {
    const fields = known(query)?.data ?? []
    return record === undefined ? fields : fields.filter(({ records }) => records.includes(record))
  })
  return {
    all,
    written: createMemo(() => all().filter(({ type }) => type !== 'formula')),
    isLoading: () => query.isPending,
    error: () => query.error,
    retry: () => void query.refetch(),
  }
}
