import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { AppError, type Database, foldText, must, newId, platformErrors, type Tx } from '#sdk'
import type { DealPatch, NewDeal, StageKind } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { readCustom, withoutNulls } from '../fields/read-custom.ts'
import { selectFields } from '../fields/read-fields.ts'
import { answerIds } from '../lists/answer-ids.ts'
import { refuseStrangers } from '../people/refuse-strangers.ts'
import { insertDefaultPipeline, pipelinesLock } from '../pipelines/default-pipeline.ts'
import { companies, contacts, deals, stages } from '../tables.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { rankStep } from './rank.ts'
import { type DealRow, presentDeal, selectDeals } from './select-deals.ts'

/** The database and the clock of a request: `c.var`. */
export type Desk = Pick<Database, 'db' | 'read' | 'change'> & Clock

/**
 * Stores a new deal at the top of its column.
 *
 * In an open stage, as most begin, that is one round trip; which stage that is need not be known before.
 */
export async function createDeal(desk: Desk, given: NewDeal) {
  const hasCustom = Object.keys(given.custom).length > 0
  const fields = hasCustom ? await selectFields(desk.db, 'deal', true) : []
  const deal = { ...given, id: newId(), custom: withoutNulls(readCustom(given.custom, fields)) }
  try {
    return await insertDeal(desk, deal, 'open')
  } catch (error) {
    const isElsewhere = error instanceof AppError && error.code === errors.stageNotFound().code
    if (!isElsewhere || given.stageId === undefined) throw error
    const [stage] = await desk.db.select({ kind: stages.kind }).from(stages).where(eq(stages.id, given.stageId))
    if (stage === undefined || stage.kind === 'open') throw error
    return insertDeal(desk, deal, stage.kind)
  }
}

type PlannedDeal = NewDeal & { readonly id: string; readonly custom: DealRow['custom'] }

async function insertDeal(desk: Desk, deal: PlannedDeal, kind: StageKind) {
  const { id, title, stageId, contactId, companyId } = deal
  const needsDefault = deal.pipelineId === undefined && stageId === undefined
  const subject = `deal:${id}`
  const concerned = about(deal)
  const moved = { id, title, from: stageId ?? '', to: stageId ?? '' }
  const results = await desk.change(
    [
      events.dealCreated(subject, { id, title }, concerned),
      ...(kind === 'won' ? [events.dealWon(subject, moved, concerned)] : []),
      ...(kind === 'lost' ? [events.dealLost(subject, { ...moved, reason: null }, concerned)] : []),
    ],
    (tx) => [
      ...mustReferTo(tx, { contactId, companyId }),
      ...(needsDefault ? insertDefaultPipeline(tx) : []),
      must(answerIds(tx, insertion(deal, kind, desk.now)), errors.stageNotFound({ id: stageId ?? deal.pipelineId })),
      selectDeals(tx).where(eq(deals.id, id)),
    ],
    { locks: needsDefault ? [pipelinesLock] : [], refusals: refuseStrangers() },
  )
  return presentOnly(results, desk)
}

function insertion(deal: PlannedDeal, kind: StageKind, now: Date): SQL {
  const closedAt = kind === 'open' ? null : now.toISOString()
  return sql`insert into crm.deals (id, title, title_key, pipeline_id, stage_id, status, rank, amount_minor, currency,
      contact_id, company_id, owner_id, expected_close, tags, custom, closed_at)
    select ${deal.id}::uuid, ${deal.title}, ${foldText(deal.title)}, s.pipeline_id, s.id, s.kind,
      coalesce((select min(d.rank) from crm.deals d where d.stage_id = s.id), 0) - ${rankStep}::bigint,
      ${deal.amount?.amount ?? null}::bigint, ${deal.amount?.currency ?? null}, ${deal.contactId}::uuid, ${deal.companyId}::uuid,
      ${deal.ownerId}::uuid, ${deal.expectedClose}::date,
      array(select jsonb_array_elements_text(${JSON.stringify(deal.tags)}::jsonb)), ${JSON.stringify(deal.custom)}::jsonb, ${closedAt}::timestamptz
    from (select s.id, s.pipeline_id, s.kind from crm.stages s join crm.pipelines p on p.id = s.pipeline_id
      where s.kind = ${kind} and ${deal.stageId === undefined ? sql`true` : sql`s.id = ${deal.stageId}::uuid`}
        and ${deal.pipelineId === undefined ? sql`true` : sql`p.id = ${deal.pipelineId}::uuid`}
      order by p.position, p.id, s.position limit 1) s
    returning id`
}

/** Changes a deal; its stage changes by a move. Without a wanted version, somebody else's change is no reason to fail. */
export async function updateDeal(desk: Desk, id: string, patch: DealPatch, wanted: number | undefined) {
  for (let attempt = 0; ; attempt++) {
    const hasCustom = patch.custom !== undefined
    const [[current], fields] = await desk.read((db) => [
      selectDeals(db).where(and(eq(deals.id, id), isNull(deals.deletedAt))),
      selectFields(db, 'deal', hasCustom),
    ])
    if (current === undefined) throw errors.dealNotFound({ id })
    if (current.status !== 'lost' && patch.lostReason != null)
      throw platformErrors.invalid({
        errors: [{ in: 'body', pointer: '#/lostReason', detail: 'Only a lost deal has a reason for it' }],
      })
    const custom = withoutNulls({ ...current.custom, ...readCustom(patch.custom ?? {}, fields) })
    try {
      // A wanted version is asked for by the statement: a retry with its Idempotency-Key finds the record changed already.
      return await replaceDeal(desk, { ...current, version: wanted ?? current.version }, patch, custom)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}

async function replaceDeal(desk: Desk, current: DealRow, patch: DealPatch, custom: DealRow['custom']) {
  const { id, version } = current
  const { amount, title, custom: _, ...rest } = patch
  const set = {
    ...withoutUndefined(rest),
    ...(title === undefined ? {} : { title, titleKey: foldText(title) }),
    ...(amount === undefined ? {} : { amountMinor: amount?.amount ?? null, currency: amount?.currency ?? null }),
    custom,
    version: version + 1,
    updatedAt: desk.now.toISOString(),
  }
  const isSame = and(eq(deals.id, id), eq(deals.version, version), isNull(deals.deletedAt))
  const results = await desk.change(
    events.dealUpdated(`deal:${id}`, { id, fields: Object.keys(patch) }, about(current, patch)),
    (tx) => [
      ...mustReferTo(tx, patch),
      must(tx.update(deals).set(set).where(isSame).returning({ id: deals.id }), platformErrors.versionChanged()),
      selectDeals(tx).where(eq(deals.id, id)),
    ],
    { refusals: refuseStrangers() },
  )
  return presentOnly(results, desk)
}

/** The contact and the company that something is to belong to have to be there, and not in the trash. */
export function mustReferTo(tx: Tx, given: References) {
  const { contactId, companyId } = given
  const contact = (id: string) =>
    tx
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.id, id), isNull(contacts.deletedAt)))
  const company = (id: string) =>
    tx
      .select({ id: companies.id })
      .from(companies)
      .where(and(eq(companies.id, id), isNull(companies.deletedAt)))
  return [
    ...(contactId == null ? [] : [must(contact(contactId), errors.contactNotFound({ id: contactId }))]),
    ...(companyId == null ? [] : [must(company(companyId), errors.companyNotFound({ id: companyId }))]),
  ]
}

interface References {
  readonly contactId?: string | null | undefined
  readonly companyId?: string | null | undefined
}

/** The deal that the last statement of a change has read. */
export function presentOnly(results: readonly unknown[], clock: Clock) {
  const [row] = results.at(-1) as DealRow[]
  if (row === undefined) throw platformErrors.conflict()
  return presentDeal(row, clock)
}
