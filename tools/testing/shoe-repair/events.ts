import * as v from 'valibot'
import { defineEvents } from '#sdk'

export const events = defineEvents(
  'shoe_repair',
  {
    'repair.created': v.object({ id: v.string(), title: v.string() }),
    'repair.updated': v.object({ id: v.string() }),
    'repair.deleted': v.object({ id: v.string() }),
  },
  { repair: 'shoe_repair.repairs.read' },
)
