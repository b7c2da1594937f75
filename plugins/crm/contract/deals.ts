import * as v from 'valibot'
import { listQuery, pageOf, Timestamp, text, Uuid } from '#sdk'
import { contactLimits } from '../contact-draft.ts'
import { Custom, Day, Line, Money, Named, Nullable, NullableId, ShownCustom, ShownMoney, shown, Tags } from './parts.ts'
import { StageKind } from './pipelines.ts'

const dealEntries = {
  title: text(200, 1),
  amount: v.nullable(Money),
  contactId: NullableId,
  companyId: NullableId,
  ownerId: NullableId,
  expectedClose: v.nullable(Day),
  tags: Tags,
  custom: Custom,
} as const

/** A deal as it is written. Without a stage it begins in the first open one of its pipeline; without that, of the first. */
export const NewDeal = v.object({
  title: dealEntries.title,
  pipelineId: v.optional(Uuid),
  stageId: v.optional(Uuid),
  amount: v.optional(dealEntries.amount, null),
  contactId: v.optional(dealEntries.contactId, null),
  companyId: v.optional(dealEntries.companyId, null),
  ownerId: v.optional(dealEntries.ownerId, null),
  expectedClose: v.optional(dealEntries.expectedClose, null),
  tags: v.optional(dealEntries.tags, []),
  custom: v.optional(dealEntries.custom, {}),
})
export type NewDeal = v.InferOutput<typeof NewDeal>

/** What is to change: whatever is absent stays. `lostReason` says something of a lost deal only. */
export const DealPatch = v.partial(v.object({ ...dealEntries, lostReason: Line(500) }))
export type DealPatch = v.InferOutput<typeof DealPatch>

export const DealMove = v.object({
  stageId: Uuid,
  /** The deal of that stage below which it lands; null puts it at the top. */
  afterId: v.optional(NullableId, null),
  lostReason: v.optional(Line(500)),
})
export type DealMove = v.InferOutput<typeof DealMove>

export const Deal = v.object({
  ...shown,
  title: v.string(),
  pipelineId: Uuid,
  stageId: Uuid,
  status: StageKind,
  amount: v.nullable(ShownMoney),
  contact: v.nullable(Named),
  company: v.nullable(Named),
  ownerId: NullableId,
  expectedClose: Nullable,
  lostReason: Nullable,
  tags: v.array(v.string()),
  custom: ShownCustom,
  stageSince: Timestamp,
  closedAt: v.nullable(Timestamp),
})
export type Deal = v.InferOutput<typeof Deal>
export const DealPage = pageOf(Deal)

export const DealFilter = v.object({
  pipelineId: v.optional(Uuid),
  stageId: v.optional(Uuid),
  status: v.optional(StageKind),
  ownerId: v.optional(Uuid),
  contactId: v.optional(Uuid),
  companyId: v.optional(Uuid),
  q: v.optional(text(200)),
  tag: v.optional(text(contactLimits.tag)),
})
export type DealFilter = v.InferOutput<typeof DealFilter>

export const dealSorts = [
  'newest',
  '-newest',
  'board',
  'title',
  '-title',
  'amount',
  '-amount',
  'expectedClose',
  '-expectedClose',
  'updated',
] as const
export const DealQuery = v.object({
  ...listQuery,
  ...DealFilter.entries,
  sort: v.optional(v.picklist(dealSorts, `Choose one of ${dealSorts.join(', ')}`), 'newest'),
})

export const BoardQuery = v.object({
  pipelineId: v.optional(Uuid),
  ownerId: DealFilter.entries.ownerId,
  tag: DealFilter.entries.tag,
  q: DealFilter.entries.q,
})
/** The columns of a pipeline. `nextCursor` goes on in `GET /deals?sort=board&stageId=…`. */
export const Board = v.object({
  stages: v.array(
    v.object({
      stageId: Uuid,
      count: v.number(),
      amounts: v.array(ShownMoney),
      deals: v.array(Deal),
      nextCursor: Nullable,
    }),
  ),
})
