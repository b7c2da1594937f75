import * as v from 'valibot'
import { listQuery, pageOf, text, Uuid } from '#sdk'
import { NullableId, shown } from './parts.ts'

const Body = text(20_000, 1)
const oneSubject = 'Say what the note is of: one contact, one company or one deal'

interface Subjects {
  readonly contactId?: string | null | undefined
  readonly companyId?: string | null | undefined
  readonly dealId?: string | null | undefined
}

function isOfOne({ contactId, companyId, dealId }: Subjects): boolean {
  return [contactId, companyId, dealId].filter((id) => id !== null && id !== undefined).length === 1
}

export const NewNote = v.pipe(
  v.object({
    body: Body,
    contactId: v.optional(NullableId, null),
    companyId: v.optional(NullableId, null),
    dealId: v.optional(NullableId, null),
    pinned: v.optional(v.boolean(), false),
  }),
  v.check((given) => isOfOne(given), oneSubject),
)
export type NewNote = v.InferOutput<typeof NewNote>

export const NotePatch = v.partial(v.object({ body: Body, pinned: v.boolean() }))
export type NotePatch = v.InferOutput<typeof NotePatch>

export const Note = v.object({
  ...shown,
  body: v.string(),
  contactId: NullableId,
  companyId: NullableId,
  dealId: NullableId,
  /** The person who wrote it; null when an API key did. */
  authorId: NullableId,
  pinned: v.boolean(),
})
export const NotePage = pageOf(Note)

export const NoteQuery = v.pipe(
  v.object({
    ...listQuery,
    contactId: v.optional(Uuid),
    companyId: v.optional(Uuid),
    dealId: v.optional(Uuid),
  }),
  v.check((given) => isOfOne(given), oneSubject),
)
