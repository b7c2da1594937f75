import type { StageKind } from '../contract.ts'
import { type Amounts, addAmount, toMoney } from '../money/add-amount.ts'

interface StageRow {
  readonly id: string
  readonly pipelineId: string
  readonly name: string
  readonly kind: StageKind
  readonly probability: number
}

interface SumRow {
  readonly stageId: string
  readonly status: StageKind
  readonly currency: string | null
  readonly count: number
  readonly amount: number
  readonly seconds: number
}

export interface DashboardRows {
  readonly span: { readonly from: string; readonly to: string }
  readonly days: readonly string[]
  readonly columns: readonly StageRow[]
  readonly sums: readonly SumRow[]
  /** `day` counts from 1. */
  readonly activity: readonly { readonly name: string; readonly day: number; readonly count: number }[]
  readonly due: { readonly overdue: number; readonly today: number; readonly open: number }
}

const daySeconds = 86_400

/** Puts the figures of an overview together from what the database counted. */
export function summarize({ span, days, columns, sums, activity, due }: DashboardRows) {
  const won = total(sums.filter(({ status }) => status === 'won'))
  const lost = total(sums.filter(({ status }) => status === 'lost'))
  const closed = won.count + lost.count
  const byDay = days.map((day) => ({ day, contacts: 0, deals: 0, won: 0, tasksDone: 0, notes: 0 }))
  for (const { name, day, count } of activity) {
    const figures = byDay[day - 1]
    if (figures !== undefined && isSeries(name)) figures[name] += count
  }
  return {
    ...span,
    pipeline: { id: columns[0]?.pipelineId ?? null, stages: columns.map((stage) => stageFigures(stage, sums)) },
    won: { count: won.count, amounts: won.amounts },
    lost: { count: lost.count, amounts: lost.amounts },
    winRate: closed === 0 ? null : won.count / closed,
    averageDaysToWin: won.count === 0 ? null : Math.round((won.seconds / won.count / daySeconds) * 10) / 10,
    activity: byDay,
    tasks: due,
    newContacts: byDay.reduce((sum, { contacts }) => sum + contacts, 0),
  }
}

function stageFigures({ id, name, kind, probability }: StageRow, sums: readonly SumRow[]) {
  const { count, amounts } = total(sums.filter(({ stageId }) => stageId === id))
  const weighted = amounts.map(({ amount, currency }) => ({
    amount: Math.round((amount * probability) / 100),
    currency,
  }))
  return { stageId: id, name, kind, count, amounts, weighted }
}

function total(sums: readonly SumRow[]) {
  return {
    count: sums.reduce((all, { count }) => all + count, 0),
    seconds: sums.reduce((all, { seconds }) => all + seconds, 0),
    amounts: toMoney(sums.reduce<Amounts>(addAmount, new Map())),
  }
}

type Series = 'contacts' | 'deals' | 'won' | 'tasksDone' | 'notes'

function isSeries(name: string): name is Series {
  return ['contacts', 'deals', 'won', 'tasksDone', 'notes'].includes(name)
}
