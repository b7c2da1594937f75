import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import type { Accessor } from 'solid-js'
import { useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import { dashboardKey } from '../records/keys.ts'
import type { Dashboard } from '../types.ts'

export interface DashboardFilter {
  readonly pipelineId: string
  readonly from: string
  readonly to: string
  readonly ownerId: string
}

/** The figures of the business in some days. */
export function useDashboard(filter: Accessor<DashboardFilter>) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...dashboardKey(workspace().slug), filter()],
    queryFn: ({ signal }) => workspace().api<Dashboard>(`/crm/dashboard?${toQuery({ ...filter() })}`, { signal }),
    placeholderData: keepPreviousData,
  }))
}
