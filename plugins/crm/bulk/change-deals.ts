import { and, eq, isNull, sql } from 'drizzle-orm'
import type { LedgerRecord } from '#sdk'
import type { DealBulk } from '../contract/bulk.ts'
import { rankStep } from '../deals/rank.ts'
import { isLiveCompany, isLiveContact, matchingDeals } from '../deals/select-deals.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { companies, contacts, deals, stages } from '../tables.ts'
import { type BulkDesk, changeMany, mostRows, requireFew, targetOf } from './change-many.ts'
import { planAll, planDelete, retag } from './plan-rows.ts'
import type { Columns, PlannedRow } from './store-rows.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
const columns = {
  id: deals.id,
  version: deals.version,
  title: deals.title,
  contactId: deals.contactId,
  companyId: deals.companyId,
  ownerId: deals.ownerId,
  expectedClose: deals.expectedClose,
  tags: deals.tags,
  pipelineId: deals.pipelineId,
  stageId: deals.stageId,
  status: deals.status,
  rank: deals.rank,
  stageSince: deals.stageSince,
  closedAt: deals.closedAt,
  lostReason: deals.lostReason,
}
type Row = Pick<typeof deals.$inferSelect, keyof typeof columns>

interface TargetStage {
  readonly id: string
  readonly pipelineId: string
  readonly kind: 'open' | 'won' | 'lost'
  /** The rank of the uppermost deal. */
  readonly top: number
}

/** Deletes, tags, sets something of or moves many deals; those that are won or lost are announced one by one. */
export async function changeDeals(desk: BulkDesk, { ids, filter, action }: DealBulk) {
  const { companyId, stageId } = action.type === 'set' ? action.values : {}
  const [rows, [company], [stage]] = await desk.read((db) => [
    db
      .select(columns)
      .from(deals)
      .leftJoin(contacts, isLiveContact(deals.contactId))
      .leftJoin(companies, isLiveCompany(deals.companyId))
      .where(
        and(
          isNull(deals.deletedAt),
          targetOf(deals.id, ids, () => matchingDeals(filter ?? {})),
        ),
      )
      .orderBy(deals.rank, deals.id)
      .limit(mostRows + 1),
    db
      .select({ id: companies.id })
      .from(companies)
      .where(and(eq(companies.id, companyId ?? nobody), isNull(companies.deletedAt))),
    db
      .select({
        id: stages.id,
        pipelineId: stages.pipelineId,
        kind: stages.kind,
        top: sql<number>`(select coalesce(min(d.rank), 0)::float8 from crm.deals d where d.stage_id = ${stages.id})`,
      })
      .from(stages)
      .where(eq(stages.id, stageId ?? nobody)),
  ])
  requireFew(rows)
  if (companyId != null && company === undefined) throw errors.companyNotFound({ id: companyId })
  if (stageId !== undefined && stage === undefined) throw errors.stageNotFound({ id: stageId })
  const planned = plan(rows, action, stage, desk.now)
  return changeMany(desk, {
    kind: 'deals',
    action: action.type,
    fields: action.type === 'set' ? Object.keys(action.values) : action.type === 'tag' ? ['tags'] : [],
    rows: planned,
    records: stage === undefined ? [] : closingRecords(rows, planned, stage),
    absent: (ids?.length ?? rows.length) - rows.length,
  })
}

function plan(
  rows: readonly Row[],
  action: DealBulk['action'],
  stage: TargetStage | undefined,
  now: Date,
): PlannedRow[] {
  if (action.type === 'delete') return planDelete(rows, now)
  if (action.type === 'tag') return planAll(rows, ({ tags }) => [{ tags }, { tags: retag(tags, action) }])
  const { companyId, ownerId, expectedClose } = action.values
  return planAll(rows, (row, place) => [
    columnsOf(row),
    columnsOf({
      ...row,
      ...(companyId === undefined ? {} : { companyId }),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(expectedClose === undefined ? {} : { expectedClose }),
      ...(stage === undefined || stage.id === row.stageId ? {} : inStage(row, stage, rows.length - place, now)),
    }),
  ])
}

/** A deal that comes to a stage, so many places above what is there. */
function inStage(row: Row, stage: TargetStage, above: number, now: Date): Partial<Row> {
  const moment = now.toISOString()
  const staysSo = row.status === stage.kind
  return {
    pipelineId: stage.pipelineId,
    stageId: stage.id,
    status: stage.kind,
    rank: stage.top - above * rankStep,
    stageSince: moment,
    closedAt: stage.kind === 'open' ? null : staysSo ? row.closedAt : moment,
    lostReason: staysSo ? row.lostReason : null,
  }
}

function columnsOf(row: Row): Columns {
  return {
    company_id: row.companyId,
    owner_id: row.ownerId,
    expected_close: row.expectedClose,
    pipeline_id: row.pipelineId,
    stage_id: row.stageId,
    status: row.status,
    rank: row.rank,
    stage_since: row.stageSince,
    closed_at: row.closedAt,
    lost_reason: row.lostReason,
  }
}

function closingRecords(rows: readonly Row[], planned: readonly PlannedRow[], stage: TargetStage): LedgerRecord[] {
  if (stage.kind === 'open') return []
  const moved = new Set(planned.filter(({ after }) => 'status' in after).map(({ id }) => id))
  return rows
    .filter(({ id }) => moved.has(id))
    .map((row) => {
      const data = { id: row.id, title: row.title, from: row.stageId, to: stage.id }
      return stage.kind === 'won'
        ? events.dealWon(`deal:${row.id}`, data, about(row))
        : events.dealLost(`deal:${row.id}`, { ...data, reason: null }, about(row))
    })
}
