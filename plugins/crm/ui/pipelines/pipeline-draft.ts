import type { Pipeline, StageKind } from '../types.ts'
import { firstPipeline } from './first-pipeline.ts'

/** A stage while it is edited. */
export interface StageDraft {
  /** Tells stages apart while they are moved: the id of a stage that is there, or a number for a new one. */
  readonly key: string
  readonly id: string | undefined
  readonly name: string
  readonly kind: StageKind
  /** As it is typed. */
  readonly probability: string
  /** Where its deals go when it is removed; undefined while it stays. */
  readonly dealsTo: string | undefined
}

export function draftOf(pipeline: Pipeline | undefined): StageDraft[] {
  const stages = pipeline?.stages ?? firstPipeline.stages.map((stage) => ({ ...stage, id: undefined }))
  return stages.map(({ id, name, kind, probability }, place) => ({
    key: id ?? `new-${place}`,
    id,
    name,
    kind,
    probability: String(probability),
    dealsTo: undefined,
  }))
}

/** A stage one place up (-1) or down (1). */
export function moveStage(stages: readonly StageDraft[], key: string, step: 1 | -1): StageDraft[] {
  const from = stages.findIndex((stage) => stage.key === key)
  const stage = stages[from]
  const to = from + step
  if (stage === undefined || to < 0 || to >= stages.length) return [...stages]
  return stages.toSpliced(from, 1).toSpliced(to, 0, stage)
}

/** A new stage, below the last open one. */
export function addStage(stages: readonly StageDraft[], key: string): StageDraft[] {
  const last = stages.findLastIndex(({ kind }) => kind === 'open')
  const stage: StageDraft = { key, id: undefined, name: '', kind: 'open', probability: '50', dealsTo: undefined }
  return stages.toSpliced(last + 1, 0, stage)
}

/** Takes a stage out; one that the API knows stays in the list with the place where its deals go. */
export function removeStage(stages: readonly StageDraft[], key: string): StageDraft[] {
  const gone = stages.find((stage) => stage.key === key)
  if (gone?.id === undefined) return stages.filter((stage) => stage.key !== key)
  // Deals stay open, won or lost: they go to a stage of the same kind.
  const heir = stages.find(
    (stage) => stage.key !== key && stage.id !== undefined && stage.dealsTo === undefined && stage.kind === gone.kind,
  )
  return stages
    .map((stage) => (stage.dealsTo === gone.id ? { ...stage, dealsTo: heir?.id ?? '' } : stage))
    .map((stage) => (stage.key === key ? { ...stage, dealsTo: heir?.id ?? '' } : stage))
}

export interface StagesBody {
  readonly stages: readonly { id?: string; name: string; kind: StageKind; probability: number }[]
  readonly moveDealsTo?: Readonly<Record<string, string>>
}

/** The stages as the API takes them. */
export function toBody(stages: readonly StageDraft[]): StagesBody {
  const staying = stages.filter(({ dealsTo }) => dealsTo === undefined)
  const going = stages.flatMap(({ id, dealsTo }) => (id === undefined || !dealsTo ? [] : [[id, dealsTo] as const]))
  return {
    stages: staying.map(({ id, name, kind, probability }) => ({
      ...(id === undefined ? {} : { id }),
      name: name.trim(),
      kind,
      probability: probabilityOf(kind, probability),
    })),
    ...(going.length === 0 ? {} : { moveDealsTo: Object.fromEntries(going) }),
  }
}

function probabilityOf(kind: StageKind, typed: string): number {
  if (kind === 'won') return 100
  return kind === 'lost' ? 0 : Number(typed.replace(',', '.').replace('%', '').trim() || 'NaN')
}
