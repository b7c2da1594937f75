import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { known } from '../kit/known.ts'
import { api, type Me, user } from './session.ts'
import type { Role } from './use-workspace.ts'

export interface OwnWorkspace {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly logoUrl: string | null
  readonly colour: string | null
}

export interface OwnInvitation {
  readonly id: string
  readonly tenant: { readonly name: string }
  readonly role: Role
  readonly invitedBy: string | null
  readonly expiresAt: string
}

/** The workspaces of whoever is signed in. */
export function useOwnWorkspaces() {
  return useQuery(() => ({
    queryKey: ['workspaces'],
    queryFn: () => api<{ data: readonly OwnWorkspace[] }>('/tenants'),
    reconcile: 'id',
  }))
}

/** The workspaces that whoever is signed in was asked to join, once they have proved that their address is theirs. */
export function useOwnInvitations() {
  return useQuery(() => ({
    queryKey: ['me', 'invitations'],
    queryFn: async () => (await api<{ invitations: readonly OwnInvitation[] }>('/me')).invitations,
    enabled: user()?.emailVerified === true,
    reconcile: 'id',
  }))
}

/** Where the picture of whoever is signed in is; null without one. */
export function useOwnPicture(): () => string | null {
  const me = useQuery(() => ({
    queryKey: ['me', 'picture'],
    queryFn: async () => (await api<{ user: Me }>('/me')).user.pictureUrl,
    enabled: user() != null,
    staleTime: 300_000,
  }))
  return () => known(me) ?? null
}

/** Says yes or no to an invitation; yes answers the id of the workspace. */
export function useAnswer() {
  const queries = useQueryClient()
  const renew = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['workspaces'] }),
      queries.invalidateQueries({ queryKey: ['me', 'invitations'] }),
    ])
  return {
    join: async ({ id }: OwnInvitation): Promise<string> => {
      try {
        return (await api<{ tenantId: string }>(`/me/invitations/${id}/accept`, { method: 'POST' })).tenantId
      } finally {
        await renew()
      }
    },
    decline: ({ id }: OwnInvitation): Promise<void> =>
      api(`/me/invitations/${id}/decline`, { method: 'POST' }).finally(renew),
  }
}
