import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { api } from '../../../shell/session.ts'

export interface TwoSteps {
  /** Null while it is off. */
  readonly since: string | null
  readonly hasApp: boolean
  readonly passkeys: number
  readonly backupCodesLeft: number
  readonly requiredBy: readonly { readonly slug: string; readonly name: string }[]
}

export interface TrustedDevice {
  readonly id: string
  readonly current: boolean
  readonly userAgent: string
  readonly address: string
  readonly lastUsedAt: string
  readonly expiresAt: string
}

export function useTwoSteps() {
  return useQuery(() => ({ queryKey: ['sign-in', 'two-steps'], queryFn: () => api<TwoSteps>('/auth/two-steps') }))
}

export function useTrustedDevices() {
  return useQuery(() => ({
    queryKey: ['sign-in', 'trusted-devices'],
    queryFn: () => api<{ data: readonly TrustedDevice[] }>('/auth/trusted-devices'),
    reconcile: 'id',
  }))
}

/** Asks anew for everything about a person's sign-in: one change of it often changes the rest. */
export function useRefreshSignIn(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['sign-in'] })
}
