import * as v from 'valibot'
import { defineEvents } from '#sdk'

export const events = defineEvents('gift_cards', {
  'item.created': v.object({ id: v.string(), name: v.string() }),
  'item.updated': v.object({ id: v.string(), fields: v.array(v.string()) }),
  'item.deleted': v.object({ id: v.string() }),
})
