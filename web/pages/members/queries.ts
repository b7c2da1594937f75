import { useQuery } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'
import { readAll } from '../read-all.ts'
import type { roleNames } from '../role-names.ts'

export type Role = keyof typeof roleNames

export interface Member {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly pictureUrl: string | null
}

export interface Invitation {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly expiresAt: string
}

/** Everybody who works here. */
export function useMembers() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'members'],
    queryFn: () => readAll<Member>(workspace(), '/members'),
    // Rows stay the same rows when the list is read again, and keep the focus.
    reconcile: 'id',
  }))
}

/** Who was asked to join and has not answered. */
export function useInvitations() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'invitations'],
    queryFn: () => readAll<Invitation>(workspace(), '/invitations'),
    enabled: workspace().can('members.manage'),
    reconcile: 'id',
  }))
}
