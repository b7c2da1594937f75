import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace, type Workspace } from '#kit'
import { toQuery } from '../query-string.ts'

export interface Person {
  readonly id: string
  readonly name: string
  /** Absent of somebody who has left. */
  readonly pictureUrl?: string | null
}

export interface People {
  /** Who works in the workspace, by name; empty for those who may not see it. */
  readonly all: Accessor<readonly Person[]>
  /** Who has left keeps the name that they had. */
  readonly nameOf: (id: string | null) => string
  readonly pictureOf: (id: string | null) => string | null
  /** Who looks at the page. */
  readonly me: Accessor<string | undefined>
  readonly options: (none: string) => readonly { readonly value: string; readonly label: string }[]
}

/** The people whom something can be given to. */
export function usePeople(): People {
  const workspace = useWorkspace()
  const members = useQuery(() => ({
    queryKey: [workspace().slug, 'people'],
    queryFn: ({ signal }) => readPeople(workspace(), '/members', signal),
    enabled: workspace().can('members.read'),
    staleTime: 300_000,
  }))
  const former = useQuery(() => ({
    queryKey: [workspace().slug, 'people', 'former'],
    queryFn: ({ signal }) => readPeople(workspace(), '/members/former', signal),
    enabled: workspace().can('members.read'),
    staleTime: 300_000,
  }))
  const session = useQuery(() => ({
    queryKey: ['who-am-i'],
    queryFn: () => workspace().api<{ user: Person }>('/me'),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  const me = () => known(session)?.user.id
  const all = createMemo(() => {
    const list = known(members) ?? []
    const self = known(session)?.user
    return list.length === 0 && self !== undefined ? [self] : list
  })
  const names = createMemo(
    () =>
      new Map([
        ...(known(former) ?? []).map(({ id, name }) => [id, `${name} (former member)`] as const),
        ...all().map(({ id, name }) => [id, name] as const),
      ]),
  )
  return {
    all,
    me,
    nameOf: (id) => (id === null ? '' : (names().get(id) ?? 'Somebody else')),
    pictureOf: (id) => all().find((person) => person.id === id)?.pictureUrl ?? null,
    options: (none) => [
      { value: '', label: none },
      ...all().map(({ id, name }) => ({ value: id, label: id === me() ? `${name} (you)` : name })),
    ],
  }
}

/** A list to choose from has an end. */
const mostPeople = 2000

async function readPeople(workspace: Workspace, path: string, signal: AbortSignal): Promise<readonly Person[]> {
  const people: Person[] = []
  let cursor: string | undefined
  do {
    const page = await workspace.api<{ data: Person[]; nextCursor: string | null }>(
      `${path}?${toQuery({ limit: 100, cursor })}`,
      { signal },
    )
    people.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && people.length < mostPeople)
  return people
}
