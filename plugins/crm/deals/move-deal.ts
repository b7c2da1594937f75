import { and, eq, isNull, sql } from 'drizzle-orm'
import { AppError, type LedgerRecord, must, platformErrors, type Tx } from '#sdk'
import type { DealMove } from '../contract.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { answerIds } from '../lists/answer-ids.ts'
import { deals, stages } from '../tables.ts'
import { makeRoom, rankAt } from './rank.ts'
import { type Desk, presentOnly } from './save-deal.ts'
import { selectDeals } from './select-deals.ts'

type CurrentDeal = Pick<
  typeof deals.$inferSelect,
  'id' | 'title' | 'stageId' | 'status' | 'version' | 'contactId' | 'companyId' | 'lostReason'
>
type Stage = Pick<typeof stages.$inferSelect, 'id' | 'pipelineId' | 'kind'>

/**
 * Moves a deal to a place in a stage.
 *
 * What is recorded depends on where the deal was, so it is read first; when it has gone elsewhere in between, the move is
 * planned anew.
 */
export async function moveDeal(desk: Desk, id: string, move: DealMove, wanted: number | undefined) {
  if (move.afterId === id)
    throw platformErrors.invalid({
      errors: [{ in: 'body', pointer: '#/afterId', detail: 'A deal cannot be put below itself' }],
    })
  for (let attempt = 0; ; attempt++) {
    const [[deal], [stage]] = await desk.read((db) => [
      db
        .select({
          id: deals.id,
          title: deals.title,
          stageId: deals.stageId,
          status: deals.status,
          version: deals.version,
          contactId: deals.contactId,
          companyId: deals.companyId,
          lostReason: deals.lostReason,
        })
        .from(deals)
        .where(and(eq(deals.id, id), isNull(deals.deletedAt))),
      db
        .select({ id: stages.id, pipelineId: stages.pipelineId, kind: stages.kind })
        .from(stages)
        .where(eq(stages.id, move.stageId)),
    ])
    if (deal === undefined) throw errors.dealNotFound({ id })
    if (stage === undefined) throw errors.stageNotFound({ id: move.stageId })
    try {
      return await place(desk, { ...deal, version: wanted ?? deal.version }, stage, move)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}

async function place(desk: Desk, deal: CurrentDeal, stage: Stage, { afterId, lostReason }: DealMove) {
  const landing = { dealId: deal.id, stageId: stage.id, afterId }
  const neighbour = (tx: Tx, after: string) =>
    tx
      .select({ id: deals.id })
      .from(deals)
      .where(and(eq(deals.id, after), eq(deals.stageId, stage.id), isNull(deals.deletedAt)))
  const results = await desk.change(
    recordOf(deal, stage, lostReason),
    (tx) => [
      ...(afterId === null ? [] : [must(neighbour(tx, afterId), errors.neighbourMoved({ afterId }))]),
      ...(afterId === null ? [] : [tx.execute(makeRoom(landing))]),
      must(answerIds(tx, movement(desk.now, deal, stage, { ...landing, lostReason })), platformErrors.versionChanged()),
      selectDeals(tx).where(eq(deals.id, deal.id)),
    ],
    { locks: [`stage:${stage.id}`], refusals: { deals_stage: errors.stageNotFound({ id: stage.id }) } },
  )
  return presentOnly(results, desk)
}

interface Movement {
  readonly dealId: string
  readonly stageId: string
  readonly afterId: string | null
  readonly lostReason: string | null | undefined
}

/** Within its column a deal stays what it is; in another one its status, its days and its reason follow. */
function movement(now: Date, deal: CurrentDeal, stage: Stage, landing: Movement) {
  const moment = sql`${now.toISOString()}::timestamptz`
  const staysClosed = deal.status === stage.kind && stage.kind !== 'open'
  const reason = landing.lostReason === undefined ? (staysClosed ? deal.lostReason : null) : landing.lostReason
  const elsewhere = sql`, pipeline_id = ${stage.pipelineId}::uuid, stage_id = ${stage.id}::uuid, status = ${stage.kind},
      stage_since = ${moment}, closed_at = ${stage.kind === 'open' ? sql`null` : staysClosed ? sql`d.closed_at` : moment}`
  const isElsewhere = deal.stageId !== stage.id
  const changes =
    isElsewhere || landing.lostReason !== undefined
      ? sql`, lost_reason = ${stage.kind === 'lost' ? reason : null}, version = d.version + 1, updated_at = ${moment}`
      : sql``
  return sql`update crm.deals d set rank = ${rankAt(landing)}${isElsewhere ? elsewhere : sql``}${changes}
    where d.id = ${deal.id}::uuid and d.version = ${deal.version} and d.deleted_at is null returning d.id`
}

function recordOf(deal: CurrentDeal, stage: Stage, lostReason: string | null | undefined): LedgerRecord {
  const { id, title } = deal
  const subject = `deal:${id}`
  const data = { id, title, from: deal.stageId, to: stage.id }
  if (deal.stageId === stage.id) return events.dealMoved(subject, data)
  const concerned = about(deal)
  if (stage.kind === deal.status || stage.kind === 'open') return events.dealMoved(subject, data, concerned)
  return stage.kind === 'won'
    ? events.dealWon(subject, data, concerned)
    : events.dealLost(subject, { ...data, reason: lostReason ?? null }, concerned)
}
