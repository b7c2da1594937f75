import * as v from 'valibot'
import { listQuery, pageOf, text, Uuid } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { Custom, Day, Line, Named, Nullable, QueryFlag, ShownCustom, shown, Tags } from './parts.ts'

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

export const Contact = v.object({
  ...shown,
  firstName: v.string(),
  lastName: v.string(),
  emails: v.array(v.string()),
  phones: v.array(v.string()),
  company: v.nullable(Named),
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

export const ContactFilter = v.object({
  /** Words or parts of words, in any order; accents and case do not matter. */
  q: v.optional(text(200)),
  tag: v.optional(text(contactLimits.tag)),
  companyId: v.optional(Uuid),
  hasOpenDeal: v.optional(QueryFlag),
  country: v.optional(text(contactLimits.country)),
  city: v.optional(text(contactLimits.city)),
  /** The first and the last day, as the workspace counts days, on which it was added. */
  createdFrom: v.optional(Day),
  createdTo: v.optional(Day),
})
export type ContactFilter = v.InferOutput<typeof ContactFilter>
export const ContactQuery = v.object({
  ...listQuery,
  ...ContactFilter.entries,
  sort: v.optional(v.picklist(['newest', 'name', 'updated'], 'Choose newest, name or updated'), 'newest'),
})

export const TagList = v.object({ data: v.array(v.object({ tag: v.string(), contacts: v.number() })) })
