import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, text, Uuid } from '#sdk'
import { contactLimits } from './contact-draft.ts'
import { contactFields } from './import/contact-fields.ts'

/** The nouns on the wire. */

const Line = (max: number) =>
  v.nullable(
    v.pipe(
      text(max),
      v.transform((value) => (value === '' ? null : value)),
    ),
  )
const Tag = v.pipe(
  text(contactLimits.tag, 1),
  v.regex(/^[^;,\n\r]*$/, 'Leave commas, semicolons and line breaks out of tags'),
)
const Tags = v.pipe(
  v.array(Tag, 'Give a list of tags'),
  v.maxLength(contactLimits.tags, `At most ${contactLimits.tags} tags`),
  v.transform((tags) => [...new Set(tags)]),
)
const Email = v.pipe(
  text(254, 3),
  v.regex(/^[^\s@;,<>]+@[^\s@;,<>]+$/u, 'Write an email address, like anna@example.com'),
)
const Phone = v.pipe(text(contactLimits.phone, 1), v.regex(/^[^;\n\r]*\d[^;\n\r]*$/, 'Write a phone number'))
const Birthday = v.nullable(
  v.pipe(
    v.string(),
    v.regex(
      /^(\d{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
      'Write a birthday like 1990-05-31, or --05-31 without the year',
    ),
  ),
)
const Custom = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(contactLimits.customKey)),
    v.union([v.string(), v.number(), v.boolean(), v.null()], 'Give text, a number, yes or no'),
  ),
  v.check((value) => Object.keys(value).length <= 200, 'At most 200 fields'),
)

const contactEntries = {
  firstName: text(contactLimits.firstName),
  lastName: text(contactLimits.lastName),
  emails: v.pipe(
    v.array(Email, 'Give a list of email addresses'),
    v.maxLength(contactLimits.emails, `At most ${contactLimits.emails} addresses`),
  ),
  phones: v.pipe(
    v.array(Phone, 'Give a list of phone numbers'),
    v.maxLength(contactLimits.phones, `At most ${contactLimits.phones} numbers`),
  ),
  companyId: v.nullable(Uuid),
  jobTitle: Line(contactLimits.jobTitle),
  website: Line(contactLimits.website),
  street: Line(contactLimits.street),
  city: Line(contactLimits.city),
  region: Line(contactLimits.region),
  postalCode: Line(contactLimits.postalCode),
  country: Line(contactLimits.country),
  birthday: Birthday,
  notes: Line(contactLimits.notes),
  tags: Tags,
  custom: Custom,
} as const

/** A contact as it is written: whatever is absent is empty. */
export const NewContact = v.object({
  firstName: v.optional(contactEntries.firstName, ''),
  lastName: v.optional(contactEntries.lastName, ''),
  emails: v.optional(contactEntries.emails, []),
  phones: v.optional(contactEntries.phones, []),
  companyId: v.optional(contactEntries.companyId, null),
  jobTitle: v.optional(contactEntries.jobTitle, null),
  website: v.optional(contactEntries.website, null),
  street: v.optional(contactEntries.street, null),
  city: v.optional(contactEntries.city, null),
  region: v.optional(contactEntries.region, null),
  postalCode: v.optional(contactEntries.postalCode, null),
  country: v.optional(contactEntries.country, null),
  birthday: v.optional(contactEntries.birthday, null),
  notes: v.optional(contactEntries.notes, null),
  tags: v.optional(contactEntries.tags, []),
  custom: v.optional(contactEntries.custom, {}),
})
export type NewContact = v.InferOutput<typeof NewContact>

/** What is to change: whatever is absent stays. `custom` is merged; null removes a value. */
export const ContactPatch = v.partial(v.object(contactEntries))
export type ContactPatch = v.InferOutput<typeof ContactPatch>

const shown = { id: Uuid, version: v.number(), createdAt: Timestamp, updatedAt: Timestamp }
const Nullable = v.nullable(v.string())
const ShownCustom = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))

export const Contact = v.object({
  ...shown,
  firstName: v.string(),
  lastName: v.string(),
  emails: v.array(v.string()),
  phones: v.array(v.string()),
  company: v.nullable(v.object({ id: Uuid, name: v.string() })),
  jobTitle: Nullable,
  website: Nullable,
  street: Nullable,
  city: Nullable,
  region: Nullable,
  postalCode: Nullable,
  country: Nullable,
  birthday: Nullable,
  notes: Nullable,
  tags: v.array(v.string()),
  custom: ShownCustom,
})
export const ContactPage = pageOf(Contact)

export const ContactQuery = v.object({
  ...listQuery,
  /** Words or parts of words, in any order; accents and case do not matter. */
  q: v.optional(text(200)),
  tag: v.optional(text(contactLimits.tag)),
  companyId: v.optional(Uuid),
  sort: v.optional(v.picklist(['newest', 'name'], 'Choose newest or name'), 'newest'),
})
export const ContactFilter = v.object({
  q: ContactQuery.entries.q,
  tag: ContactQuery.entries.tag,
  companyId: ContactQuery.entries.companyId,
})

const companyEntries = {
  name: text(200, 1),
  website: Line(500),
  notes: Line(20_000),
  tags: Tags,
  custom: Custom,
} as const
export const NewCompany = v.object({
  name: companyEntries.name,
  website: v.optional(companyEntries.website, null),
  notes: v.optional(companyEntries.notes, null),
  tags: v.optional(companyEntries.tags, []),
  custom: v.optional(companyEntries.custom, {}),
})
export const CompanyPatch = v.partial(v.object(companyEntries))
export const Company = v.object({
  ...shown,
  name: v.string(),
  website: Nullable,
  notes: Nullable,
  tags: v.array(v.string()),
  custom: ShownCustom,
})
export const CompanyPage = pageOf(Company)
export const CompanyQuery = v.object({ ...listQuery, q: v.optional(text(200)) })

export const TagList = v.object({ data: v.array(v.object({ tag: v.string(), contacts: v.number() })) })

export const FieldType = v.picklist(
  ['text', 'number', 'date', 'boolean', 'choice'],
  'Choose text, number, date, boolean or choice',
)
export const NewField = v.object({
  key: text(contactLimits.customKey, 1),
  type: FieldType,
  choices: v.optional(v.pipe(v.array(text(100, 1)), v.maxLength(200)), []),
})
export const Field = v.object({
  id: Uuid,
  key: v.string(),
  type: FieldType,
  choices: v.array(v.string()),
  createdAt: Timestamp,
})
export const FieldList = v.object({ data: v.array(Field) })

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
