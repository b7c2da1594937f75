import * as v from 'valibot'
import { text, Uuid } from '#sdk'

export const StageKind = v.picklist(['open', 'won', 'lost'], 'Choose open, won or lost')
export type StageKind = v.InferOutput<typeof StageKind>

const Probability = v.pipe(
  v.number('Give a number from 0 to 100'),
  v.integer('Give a whole number from 0 to 100'),
  v.minValue(0, 'Give a number from 0 to 100'),
  v.maxValue(100, 'Give a number from 0 to 100'),
)
const stageEntries = {
  name: text(100, 1),
  kind: StageKind,
  /** How likely a deal in this stage is won, in percent. Won is 100 and lost is 0, whatever is given. */
  probability: v.optional(Probability, 50),
} as const

/** A pipeline has one stage for won deals, and at least one for lost and one for open ones. */
function Stages<const Stage extends v.GenericSchema<unknown, { kind: StageKind }>>(stage: Stage) {
  const counting = (kind: StageKind, stages: v.InferOutput<Stage>[]) =>
    stages.filter((each) => each.kind === kind).length
  return v.pipe(
    v.array(stage, 'Give a list of stages'),
    v.maxLength(50, 'At most 50 stages'),
    v.check((stages) => counting('open', stages) > 0, 'Keep at least one open stage'),
    v.check((stages) => counting('won', stages) === 1, 'Keep exactly one stage for won deals'),
    v.check((stages) => counting('lost', stages) > 0, 'Keep at least one stage for lost deals'),
  )
}

export const NewPipeline = v.object({ name: text(100, 1), stages: Stages(v.object(stageEntries)) })
export type NewPipeline = v.InferOutput<typeof NewPipeline>

/** `stages` is the whole list in its new order: one with an id stays, one without is new, an absent one goes. */
export const PipelinePatch = v.object({
  name: v.optional(text(100, 1)),
  position: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
  stages: v.optional(Stages(v.object({ id: v.optional(Uuid), ...stageEntries }))),
  /** Where the deals of a stage that goes are to go: `{ <stage>: <stage that stays> }`. */
  moveDealsTo: v.optional(v.record(Uuid, Uuid), {}),
})
export type PipelinePatch = v.InferOutput<typeof PipelinePatch>

export const Stage = v.object({
  id: Uuid,
  name: v.string(),
  kind: StageKind,
  probability: v.number(),
  position: v.number(),
})
export const Pipeline = v.object({
  id: Uuid,
  name: v.string(),
  position: v.number(),
  version: v.number(),
  stages: v.array(Stage),
})
export const PipelineList = v.object({ data: v.array(Pipeline) })
