import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import type { Accessor } from 'solid-js'
import { useWorkspace } from '#kit'
import { keyOf } from '../queries.ts'
import { toQuery } from '../query-string.ts'
import type { Dashboard } from '../types.ts'

export interface DashboardFilter {
  readonly from: string
  readonly to: string
  readonly serviceId: string
  readonly resourceId: string
}

/** How the business was booked in some days. */
export function useDashboard(filter: Accessor<DashboardFilter>) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'dashboard', filter()),
    queryFn: ({ signal }) => workspace().api<Dashboard>(`/booking/dashboard?${toQuery({ ...filter() })}`, { signal }),
    placeholderData: keepPreviousData,
  }))
}
