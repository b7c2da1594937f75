import { useQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import type { Paged } from '../types.ts'

interface Member {
  readonly id: string
  readonly name: string
}

/** Who works in the workspace, for those who may see it. */
export function useMembers() {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: [workspace().slug, 'people', 'booking'],
    queryFn: () => workspace().api<Paged<Member>>('/members?limit=100'),
    enabled: workspace().can('members.read'),
    staleTime: 300_000,
  }))
  return { all: createMemo<readonly Member[]>(() => known(query)?.data ?? []) }
}
