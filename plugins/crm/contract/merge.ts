import * as v from 'valibot'
import { listQuery, pageOf, Uuid } from '#sdk'
import { Company, CompanyPatch } from './companies.ts'
import { Contact, ContactPatch } from './contacts.ts'

const MergeIds = v.pipe(
  v.array(Uuid, 'Give a list of ids'),
  v.minLength(1, 'Choose at least one to merge'),
  v.maxLength(10, 'At most 10 at once'),
  v.transform((ids) => [...new Set(ids)]),
)
const isOther = ({ keepId, mergeIds }: { readonly keepId: string; readonly mergeIds: readonly string[] }) =>
  !mergeIds.includes(keepId)
const other = 'The one that stays cannot be merged into itself'

/** `values` are what the one that stays is to have, whatever the others have. */
export const ContactMerge = v.pipe(
  v.object({ keepId: Uuid, mergeIds: MergeIds, values: v.optional(ContactPatch, {}) }),
  v.check((given) => isOther(given), other),
)
export const CompanyMerge = v.pipe(
  v.object({ keepId: Uuid, mergeIds: MergeIds, values: v.optional(CompanyPatch, {}) }),
  v.check((given) => isOther(given), other),
)
export type ContactMerge = v.InferOutput<typeof ContactMerge>
export type CompanyMerge = v.InferOutput<typeof CompanyMerge>

export const DuplicateQuery = v.object(listQuery)
export const ContactDuplicatePage = pageOf(
  v.object({ reason: v.picklist(['email', 'phone', 'name']), key: v.string(), contacts: v.array(Contact) }),
)
export const CompanyDuplicatePage = pageOf(
  v.object({ reason: v.picklist(['name']), key: v.string(), companies: v.array(Company) }),
)
