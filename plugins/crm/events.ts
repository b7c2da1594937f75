import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Thing = v.object({ id: v.string(), name: v.string() })
const Gone = v.object({ id: v.string() })
const Changed = v.object({ id: v.string(), fields: v.array(v.string()) })
const Merged = v.object({ id: v.string(), merged: v.array(v.string()) })
const Moved = v.object({ id: v.string(), title: v.string(), from: v.string(), to: v.string() })
/** Many at once, each named in `about`; what is more than 500 has records of its own. */
const Many = v.object({ count: v.number(), action: v.string(), fields: v.array(v.string()) })

/** By the noun that an event begins with: the permission with which it is seen in timelines and live. */
const seenWith = {
  contact: 'crm.contacts.read',
  contacts: 'crm.contacts.read',
  company: 'crm.companies.read',
  companies: 'crm.companies.read',
  deal: 'crm.deals.read',
  deals: 'crm.deals.read',
  pipeline: 'crm.deals.read',
  task: 'crm.tasks.read',
  tasks: 'crm.tasks.read',
  note: 'crm.notes.read',
  field: 'crm.contacts.read',
  import: 'crm.contacts.import',
  trash: 'crm.trash.read',
} as const

export const events = defineEvents(
  'crm',
  {
    'contact.created': Thing,
    'contact.updated': Changed,
    'contact.deleted': Gone,
    'contact.restored': Gone,
    'contact.merged': Merged,
    'contacts.changed': Many,
    'company.created': Thing,
    'company.updated': Changed,
    'company.deleted': Gone,
    'company.restored': Gone,
    'company.merged': Merged,
    'companies.changed': Many,
    'deal.created': v.object({ id: v.string(), title: v.string() }),
    'deal.updated': Changed,
    /** From one stage to another that is open, or within a column when both are the same. */
    'deal.moved': Moved,
    'deal.won': Moved,
    'deal.lost': v.object({ ...Moved.entries, reason: v.nullable(v.string()) }),
    'deal.deleted': Gone,
    'deal.restored': Gone,
    'deals.changed': Many,
    'pipeline.created': Thing,
    'pipeline.updated': Changed,
    'pipeline.deleted': Gone,
    'task.created': v.object({ id: v.string(), title: v.string() }),
    'task.updated': Changed,
    'task.completed': v.object({ id: v.string(), title: v.string() }),
    'task.reopened': v.object({ id: v.string(), title: v.string() }),
    'task.deleted': Gone,
    'task.restored': Gone,
    'tasks.changed': Many,
    /** The morning of a day on which tasks are due. */
    'tasks.due': v.object({ day: v.string() }),
    'note.created': Gone,
    'note.updated': Changed,
    'note.deleted': Gone,
    'note.restored': Gone,
    'view.created': Thing,
    'view.updated': Changed,
    'view.deleted': Gone,
    'field.created': v.object({ id: v.string(), key: v.string(), type: v.string() }),
    'field.updated': v.object({ id: v.string(), key: v.string(), fields: v.array(v.string()) }),
    'field.deleted': Gone,
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
    'import.finished': Gone,
    'import.deleted': Gone,
    /** What was in the trash before that moment is gone for good. */
    'trash.emptied': v.object({ before: v.string() }),
    'trash.removed': v.object({ kind: v.string(), id: v.string() }),
  },
  seenWith,
)

/** What a record is about, as its events name it. */
export interface Concerned {
  readonly contactId?: string | null | undefined
  readonly companyId?: string | null | undefined
  readonly dealId?: string | null | undefined
}

/** `['contact:<id>', …]`: everything named is told of the event in its own timeline. */
export function about(...concerned: readonly Concerned[]): string[] {
  const subjects = concerned.flatMap(({ contactId, companyId, dealId }) => [
    ...(contactId == null ? [] : [`contact:${contactId}`]),
    ...(companyId == null ? [] : [`company:${companyId}`]),
    ...(dealId == null ? [] : [`deal:${dealId}`]),
  ])
  return [...new Set(subjects)]
}
