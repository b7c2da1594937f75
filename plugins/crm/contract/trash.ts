import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, Uuid } from '#sdk'
import { Nullable, NullableId } from './parts.ts'

export const TrashKind = v.picklist(
  ['contact', 'company', 'deal', 'task', 'note'],
  'Choose contact, company, deal, task or note',
)
export type TrashKind = v.InferOutput<typeof TrashKind>

export const TrashQuery = v.object({ ...listQuery, kind: v.optional(TrashKind) })
export const TrashParams = v.object({ kind: TrashKind, id: Uuid })

export const TrashItem = v.object({
  kind: TrashKind,
  id: Uuid,
  /** What it is called; the beginning of a note. */
  name: v.string(),
  deletedAt: Timestamp,
  /** `person:<id>` or `key:<id>`; null where nobody noted it. */
  deletedBy: Nullable,
  /** From then on it is gone for good. */
  goneAt: Timestamp,
  /** The one that has taken it in, when it was merged. */
  mergedInto: NullableId,
})
export const TrashPage = pageOf(TrashItem)
