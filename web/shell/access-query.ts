import { api } from './session.ts'
import type { Role } from './use-workspace.ts'

export interface TenantAnswer {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly logoUrl: string | null
  readonly colour: string | null
  readonly timeZone: string
  readonly currency: string
  readonly language: string
  readonly permissions: readonly string[]
  readonly modules: readonly string[]
}

/** What a workspace is and what whoever is signed in may do there, by its address. */
export function accessQuery(workspace: string) {
  return {
    queryKey: [workspace, 'workspace'],
    queryFn: () => api<TenantAnswer>('/tenant/access', { tenant: workspace }),
  }
}
