import { notify, notifyUndo } from '#kit'
import { editLists, takeFromLists } from '../lists/list-cache.ts'
import type { Filter } from '../lists/record-list.ts'
import type { BulkAnswer, RecordKind, UndoAnswer } from '../types.ts'
import type { Desk } from './desk.ts'
import { refreshRecords } from './refresh.ts'

/** So many records the API changes at once by their ids. */
const most = 500

export type BulkAction =
  | { readonly type: 'delete' }
  | { readonly type: 'tag'; readonly add?: readonly string[]; readonly remove?: readonly string[] }
  | { readonly type: 'set'; readonly values: Readonly<Record<string, string | null>> }
  | { readonly type: 'done'; readonly done: boolean }

/** Records by their ids, or all that fit a filter, those that are not loaded too. */
export type Target = { readonly ids: readonly string[] } | { readonly filter: Filter }

export interface ManyChange {
  readonly kind: RecordKind
  readonly target: Target
  readonly action: BulkAction
  /** What was done, for the short words: `12 contacts deleted`. */
  readonly words: (changed: number) => string
}

/** Changes many records: what leaves the lists leaves at once and comes back when that fails. One can undo it. */
export async function changeMany(desk: Desk, { kind, target, action, words }: ManyChange): Promise<void> {
  const putBack = showAhead(desk, kind, target, action)
  const answers: BulkAnswer[] = []
  try {
    for (const body of portionsOf(target))
      answers.push(
        await desk.workspace.api<BulkAnswer>(`/crm/${kind}/bulk`, { method: 'POST', body: { ...body, action } }),
      )
  } catch (error) {
    putBack()
    await refreshRecords(desk, [kind])
    offerUndo(desk, kind, answers, words)
    throw error
  }
  offerUndo(desk, kind, answers, words)
  await refreshRecords(desk, [kind])
}

function offerUndo(desk: Desk, kind: RecordKind, answers: readonly BulkAnswer[], words: ManyChange['words']): void {
  const changed = answers.reduce((sum, answer) => sum + answer.changed, 0)
  const undoIds = answers.flatMap(({ undoId }) => (undoId === null ? [] : [undoId]))
  if (changed === 0) notify.done('Nothing had to change')
  else notifyUndo(words(changed), () => undoAll(desk, kind, undoIds))
}

/** Takes changes back; what somebody else changed since stays as they made it. */
async function undoAll(desk: Desk, kind: RecordKind, undoIds: readonly string[]): Promise<void> {
  let [restored, kept] = [0, 0]
  for (const id of [...undoIds].reverse()) {
    const answer = await desk.workspace.api<UndoAnswer>(`/crm/undo/${id}`, { method: 'POST' })
    restored += answer.restored
    kept += answer.changedSince
  }
  await refreshRecords(desk, [kind])
  notify.done(
    kept === 0 ? 'Undone' : `${restored} are as they were. ${kept} stay, since somebody changed them meanwhile`,
  )
}

function portionsOf(target: Target): Target[] {
  if ('filter' in target) {
    const { sort: _, ...rest } = target.filter
    return [{ filter: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')) }]
  }
  const portions = Math.ceil(target.ids.length / most)
  return Array.from({ length: portions }, (_, place) => ({ ids: target.ids.slice(place * most, (place + 1) * most) }))
}

/** Shows what is sure before the API answers, and answers the way back. */
function showAhead(desk: Desk, kind: RecordKind, target: Target, action: BulkAction): () => void {
  const { client, workspace } = desk
  if ('filter' in target) return () => undefined
  const ids = new Set(target.ids)
  if (action.type === 'delete' || action.type === 'done') {
    const putBack = takeFromLists(client, workspace.slug, kind, ids)
    return () => putBack(ids)
  }
  if (action.type === 'tag') editTags(desk, kind, ids, action)
  return () => undefined
}

function editTags(
  { client, workspace }: Desk,
  kind: RecordKind,
  ids: ReadonlySet<string>,
  { add = [], remove = [] }: Extract<BulkAction, { type: 'tag' }>,
): void {
  editLists<{ readonly id: string; readonly tags: readonly string[] }>(client, workspace.slug, kind, (data) =>
    data.map((each) =>
      ids.has(each.id)
        ? { ...each, tags: [...new Set([...each.tags.filter((tag) => !remove.includes(tag)), ...add])] }
        : each,
    ),
  )
}
