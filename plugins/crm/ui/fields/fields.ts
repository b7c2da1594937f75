import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import type { CustomField } from '../types.ts'

export const fieldsKey = (slug: string) => [slug, 'crm', 'fields'] as const

export const fieldTypes: readonly { readonly value: CustomField['type']; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'choice', label: 'One of a list' },
]

export interface Fields {
  readonly all: Accessor<readonly CustomField[]>
  readonly isLoading: Accessor<boolean>
  readonly error: Accessor<unknown>
  readonly retry: () => void
}

/** The fields that this workspace added to its contacts and companies. */
export function useFields(): Fields {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: fieldsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: CustomField[] }>('/crm/fields'),
  }))
  return {
    all: createMemo(() => known(query)?.data ?? []),
    isLoading: () => query.isPending,
    error: () => query.error,
    retry: () => void query.refetch(),
  }
}
