import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, text, Uuid } from '#sdk'

/** The nouns on the wire. */

const itemEntries = {
  name: text(200, 1),
  notes: v.nullable(text(20_000)),
} as const

/** An item as it is written: whatever is absent is empty. */
export const NewItem = v.object({
  name: itemEntries.name,
  notes: v.optional(itemEntries.notes, null),
})

/** What is to change: whatever is absent stays. */
export const ItemPatch = v.partial(v.object(itemEntries))
export type ItemPatch = v.InferOutput<typeof ItemPatch>

export const Item = v.object({
  id: Uuid,
  version: v.number(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  name: v.string(),
  notes: v.nullable(v.string()),
})
export const ItemPage = pageOf(Item)
export const ItemQuery = v.object(listQuery)
