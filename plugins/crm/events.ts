import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Thing = v.object({ id: v.string(), name: v.string() })
const Changed = v.object({ id: v.string(), fields: v.array(v.string()) })

export const events = defineEvents('crm', {
  'contact.created': Thing,
  'contact.updated': Changed,
  'contact.deleted': v.object({ id: v.string() }),
  'company.created': Thing,
  'company.updated': Changed,
  'company.deleted': v.object({ id: v.string() }),
  'field.created': v.object({ id: v.string(), key: v.string(), type: v.string() }),
  'field.deleted': v.object({ id: v.string() }),
  'import.uploaded': v.object({ id: v.string(), fileName: v.string() }),
  'import.started': v.object({ id: v.string(), duplicates: v.string() }),
  'import.progressed': v.object({
    id: v.string(),
    throughRow: v.number(),
    created: v.number(),
    merged: v.number(),
    skipped: v.number(),
    failed: v.number(),
  }),
  'import.finished': v.object({ id: v.string() }),
  'import.deleted': v.object({ id: v.string() }),
})
