import type { StageKind } from '../contract.ts'
import type { ShownStage } from './read-pipelines.ts'

export interface GivenStage {
  readonly id?: string | undefined
  readonly name: string
  readonly kind: StageKind
  readonly probability: number
}

export interface PlannedStage {
  readonly id: string
  readonly name: string
  readonly kind: StageKind
  readonly probability: number
  readonly position: number
}

export interface StagePlan {
  readonly kept: readonly PlannedStage[]
  readonly added: readonly PlannedStage[]
  /** What goes, with the stage to which its deals go: all of them where that was said, else those in the trash. */
  readonly removed: readonly { readonly id: string; readonly to: string; readonly all: boolean }[]
}

export interface StageFault {
  readonly pointer: string
  readonly detail: string
}

/**
 * Decides how the stages of a pipeline become those of a new list.
 *
 * A new stage takes the place of one that goes when else no stage of its kind would stay: what is in the trash always has
 * a stage to come back to.
 */
export function planStages(
  current: readonly ShownStage[],
  given: readonly GivenStage[],
  moveDealsTo: Readonly<Record<string, string>>,
  newId: () => string,
): StagePlan | { readonly faults: readonly StageFault[] } {
  const known = new Map(current.map((stage) => [stage.id, stage]))
  const wanted = withHeirs(current, given)
  const faults: StageFault[] = wanted.flatMap(({ id }, place) => {
    if (id === undefined) return []
    const isTwice = wanted.findIndex((other) => other.id === id) < place
    if (isTwice) return [{ pointer: `#/stages/${place}/id`, detail: 'This stage is in the list twice' }]
    return known.has(id) ? [] : [{ pointer: `#/stages/${place}/id`, detail: 'There is no such stage in this pipeline' }]
  })
  const planned = wanted.map((stage, position) => ({ ...planOne(stage, position), id: stage.id ?? newId() }))
  const kept = planned.filter(({ id }) => known.has(id))
  const removed = current
    .filter(({ id }) => !kept.some((stage) => stage.id === id))
    .map(({ id, kind }) => {
      const to = moveDealsTo[id]
      const target = kept.find((stage) => (to === undefined ? stage.kind === kind : stage.id === to))
      if (to !== undefined && (target === undefined || target.kind !== kind))
        faults.push({ pointer: `#/moveDealsTo/${id}`, detail: 'Choose a stage that stays, of the same kind' })
      return { id, to: target?.id ?? id, all: to !== undefined }
    })
  return faults.length > 0 ? { faults } : { kept, added: planned.filter(({ id }) => !known.has(id)), removed }
}

/** Won is certain, and lost is too. */
export function planOne({ name, kind, probability }: GivenStage, position: number): Omit<PlannedStage, 'id'> {
  return { name, kind, position, probability: kind === 'open' ? probability : kind === 'won' ? 100 : 0 }
}

/** Gives the first new stage of a kind the id of one that goes, where no stage of that kind stays. */
function withHeirs(current: readonly ShownStage[], given: readonly GivenStage[]): GivenStage[] {
  const wanted = [...given]
  for (const kind of ['open', 'won', 'lost'] as const) {
    const staying = (stage: ShownStage) => given.some(({ id, kind: next }) => id === stage.id && next === stage.kind)
    const ofKind = current.filter((stage) => stage.kind === kind)
    const heir = wanted.findIndex((stage) => stage.kind === kind && stage.id === undefined)
    const gone = ofKind.find(({ id }) => !given.some((stage) => stage.id === id))
    const stage = wanted[heir]
    if (!ofKind.some(staying) && stage !== undefined && gone !== undefined) wanted[heir] = { ...stage, id: gone.id }
  }
  return wanted
}
