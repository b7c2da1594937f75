import * as v from 'valibot'
import { pageOf, Timestamp, text, Uuid } from '#sdk'
import { contactFields } from '../import/contact-fields.ts'
import { Nullable } from './parts.ts'

const Target = v.pipe(
  v.string(),
  v.check(
    (value) => value === 'ignore' || Object.hasOwn(contactFields, value) || /^custom:.{1,100}$/.test(value),
    'Choose a field of a contact, custom:<name>, or ignore',
  ),
)
/** Where each column of the file goes, in the file's order. */
export const ImportStart = v.object({
  columns: v.optional(v.array(v.object({ target: Target, dateOrder: v.optional(v.picklist(['dmy', 'mdy'])) }))),
  /** What happens to a row that shares an email or phone with a contact: left out, merged into it, or a contact of its own. */
  duplicates: v.optional(v.picklist(['skip', 'merge', 'create'], 'Choose skip, merge or create'), 'skip'),
})

const ImportColumn = v.object({
  heading: v.string(),
  target: v.string(),
  confidence: v.number(),
  empty: v.boolean(),
  samples: v.optional(v.array(v.string())),
})
export const Import = v.object({
  id: Uuid,
  fileName: v.string(),
  state: v.picklist(['uploading', 'ready', 'running', 'done', 'cancelled']),
  source: v.picklist(['google', 'outlook', 'hubspot', 'generic']),
  duplicates: v.picklist(['skip', 'merge', 'create']),
  rows: v.number(),
  /** Rows dealt with so far. */
  done: v.number(),
  created: v.number(),
  merged: v.number(),
  skipped: v.number(),
  failed: v.number(),
  columns: v.array(ImportColumn),
  createdAt: Timestamp,
  startedAt: v.nullable(Timestamp),
  finishedAt: v.nullable(Timestamp),
})
export const ImportPage = pageOf(Import)
const Problem = v.object({ row: v.number(), column: v.nullable(v.string()), reason: v.string() })
export const ImportPreview = v.object({
  ...Import.entries,
  preview: v.object({
    contacts: v.array(
      v.object({
        row: v.number(),
        firstName: v.string(),
        lastName: v.string(),
        emails: v.array(v.string()),
        phones: v.array(v.string()),
        company: Nullable,
        tags: v.array(v.string()),
      }),
    ),
    problems: v.array(Problem),
    /** Rows of the sample that share an email or phone with a contact that is there, or with an earlier row. */
    duplicates: v.array(v.object({ row: v.number(), of: v.string() })),
  }),
})
export const ImportProblem = v.object({
  ...Problem.entries,
  kind: v.picklist(['bad', 'duplicate']),
  cells: v.array(v.string()),
})
export const ImportProblemPage = pageOf(ImportProblem)
export const UploadQuery = v.object({ fileName: v.optional(text(200), 'contacts.csv') })
