import * as v from 'valibot'
import { listQuery, pageOf, text } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { Custom, Line, Nullable, ShownCustom, shown, Tags } from './parts.ts'

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
export type NewCompany = v.InferOutput<typeof NewCompany>

export const CompanyPatch = v.partial(v.object(companyEntries))
export type CompanyPatch = v.InferOutput<typeof CompanyPatch>

export const Company = v.object({
  ...shown,
  name: v.string(),
  website: Nullable,
  notes: Nullable,
  tags: v.array(v.string()),
  custom: ShownCustom,
})
export const CompanyPage = pageOf(Company)

export const CompanyFilter = v.object({ q: v.optional(text(200)), tag: v.optional(text(contactLimits.tag)) })
export type CompanyFilter = v.InferOutput<typeof CompanyFilter>
export const CompanyQuery = v.object({
  ...listQuery,
  ...CompanyFilter.entries,
  sort: v.optional(v.picklist(['name', 'newest', 'updated'], 'Choose name, newest or updated'), 'name'),
})
