import type { Board, BoardStage, Deal, Money, StageKind } from '../types.ts'

export interface Landing {
  readonly stageId: string
  /** The deal above it; null at the top. */
  readonly afterId: string | null
}

/** The board after a deal has moved; the same board when the deal or the stage is not on it. */
export function moveOnBoard(board: Board, dealId: string, to: Landing, kind: StageKind): Board {
  const from = board.stages.find(({ deals }) => deals.some(({ id }) => id === dealId))
  const deal = from?.deals.find(({ id }) => id === dealId)
  if (from === undefined || deal === undefined || !board.stages.some(({ stageId }) => stageId === to.stageId))
    return board
  const moved = from.stageId === to.stageId ? deal : { ...deal, stageId: to.stageId, status: kind }
  const stages = board.stages.map((stage) => {
    const left = stage === from ? without(stage, deal) : stage
    return stage.stageId === to.stageId ? withDeal(left, moved, to.afterId) : left
  })
  return { ...board, stages }
}

/** The board without a deal. */
export function takeFromBoard(board: Board, dealId: string): Board {
  return {
    ...board,
    stages: board.stages.map((stage) => {
      const deal = stage.deals.find(({ id }) => id === dealId)
      return deal === undefined ? stage : without(stage, deal)
    }),
  }
}

function without(stage: BoardStage, deal: Deal): BoardStage {
  return {
    ...stage,
    count: stage.count - 1,
    amounts: addAmount(stage.amounts, deal.amount, -1),
    deals: stage.deals.filter(({ id }) => id !== deal.id),
  }
}

function withDeal(stage: BoardStage, deal: Deal, afterId: string | null): BoardStage {
  const above = afterId === null ? -1 : stage.deals.findIndex(({ id }) => id === afterId)
  return {
    ...stage,
    count: stage.count + 1,
    amounts: addAmount(stage.amounts, deal.amount, 1),
    deals: stage.deals.toSpliced(above + 1, 0, deal),
  }
}

function addAmount(amounts: readonly Money[], amount: Money | null, sign: 1 | -1): Money[] {
  if (amount === null) return [...amounts]
  const isThere = amounts.some(({ currency }) => currency === amount.currency)
  const all = isThere ? amounts : [...amounts, { currency: amount.currency, amount: 0 }]
  return all
    .map((each) =>
      each.currency === amount.currency ? { ...each, amount: each.amount + sign * amount.amount } : { ...each },
    )
    .filter((each) => each.amount !== 0)
}
