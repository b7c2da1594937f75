import { useInfiniteQuery } from '@tanstack/solid-query'
import { notify, Problem, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Desk } from '../records/desk.ts'
import { nouns, trashKey } from '../records/keys.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Paged, RecordKind, TrashItem, TrashKind } from '../types.ts'

interface KindWords {
  /** As the API's addresses say it. */
  readonly path: string
  readonly one: string
  readonly many: string
  readonly icon: string
}

/** What things in the trash are called. */
export const trashKinds: Readonly<Record<TrashKind, KindWords>> = {
  contact: { path: 'contacts', one: 'Contact', many: 'Contacts', icon: 'i-lucide-contact' },
  company: { path: 'companies', one: 'Company', many: 'Companies', icon: 'i-lucide-building-2' },
  deal: { path: 'deals', one: 'Deal', many: 'Deals', icon: 'i-lucide-handshake' },
  task: { path: 'tasks', one: 'Task', many: 'Tasks', icon: 'i-lucide-square-check' },
  note: { path: 'notes', one: 'Note', many: 'Notes', icon: 'i-lucide-sticky-note' },
}

/** What is in the trash of a kind, or of every kind. */
export function useTrash(kind: () => string) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => ({
    queryKey: [...trashKey(workspace().slug), kind()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<TrashItem>>(`/crm/trash?${toQuery({ kind: kind(), cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: Paged<TrashItem>) => page.nextCursor,
  }))
}

/** Takes something out of the trash. */
export async function restore(desk: Desk, { kind, id, name }: TrashItem): Promise<void> {
  await desk.workspace.api(`/crm/${trashKinds[kind].path}/${id}/restore`, { method: 'POST' })
  notify.done(`${name} is back`)
  await refresh(desk, kind)
}

/** Deletes something in the trash for good; what somebody else has deleted meanwhile is gone all the same. */
export async function removeForGood(desk: Desk, { kind, id, name }: TrashItem): Promise<void> {
  await desk.workspace.api(`/crm/trash/${kind}/${id}`, { method: 'DELETE' }).catch((error: unknown) => {
    if (!(error instanceof Problem && error.status === 404)) throw error
  })
  notify.done(`${name} is gone for good`)
  await refresh(desk, kind)
}

/** Deletes everything in the trash for good. */
export async function emptyTrash(desk: Desk): Promise<void> {
  await desk.workspace.api('/crm/trash', { method: 'DELETE' })
  notify.done('The trash is being emptied')
  await desk.client.invalidateQueries({ queryKey: trashKey(desk.workspace.slug) })
}

function refresh(desk: Desk, kind: TrashKind): Promise<void> {
  const kinds = (Object.keys(nouns) as RecordKind[]).filter((each) => nouns[each] === kind)
  return refreshRecords(desk, kinds)
}
