import * as v from 'valibot'
import { Uuid } from '#sdk'
import { Day, NullableId, ShownMoney } from './parts.ts'
import { StageKind } from './pipelines.ts'

export const DashboardQuery = v.object({
  /** The first pipeline when absent. */
  pipelineId: v.optional(Uuid),
  /** Days as the workspace counts them, both included; the last 30 when absent, 366 at most. */
  from: v.optional(Day),
  to: v.optional(Day),
  ownerId: v.optional(Uuid),
})
export type DashboardQuery = v.InferOutput<typeof DashboardQuery>

const Amounts = v.array(ShownMoney)
const Closed = v.object({ count: v.number(), amounts: Amounts })

/** Open stages hold what is in them now; won and lost ones what was closed within the days. */
export const Dashboard = v.object({
  from: v.string(),
  to: v.string(),
  pipeline: v.object({
    id: NullableId,
    stages: v.array(
      v.object({
        stageId: Uuid,
        name: v.string(),
        kind: StageKind,
        count: v.number(),
        amounts: Amounts,
        weighted: Amounts,
      }),
    ),
  }),
  won: Closed,
  lost: Closed,
  /** Of all deals closed within the days, the part that was won, from 0 to 1. */
  winRate: v.nullable(v.number()),
  averageDaysToWin: v.nullable(v.number()),
  activity: v.array(
    v.object({
      day: v.string(),
      contacts: v.number(),
      deals: v.number(),
      won: v.number(),
      tasksDone: v.number(),
      notes: v.number(),
    }),
  ),
  tasks: v.object({ overdue: v.number(), today: v.number(), open: v.number() }),
  newContacts: v.number(),
})
