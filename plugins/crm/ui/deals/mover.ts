import { useQuery } from '@tanstack/solid-query'
import { createPanel, known, notify, notifyUndo, useWorkspace } from '#kit'
import type { Pipelines } from '../pipelines/pipelines.ts'
import type { Desk } from '../records/desk.ts'
import { recordKey } from '../records/keys.ts'
import type { Deal, Stage } from '../types.ts'
import { moveDeal } from './move-deal.ts'

export interface Mover {
  /** Moves a deal; one that is lost is asked about first. */
  readonly move: (deal: Deal, stage: Stage, afterId?: string | null) => void
  /** The deal that is about to be lost. */
  readonly losing: () => Deal | undefined
  readonly lose: (reason: string) => Promise<void>
  readonly keep: () => void
}

/** Moves deals between stages. What closes a deal can be taken back for a moment. */
export function createMover(desk: () => Desk, pipelines: Pipelines): Mover {
  const workspace = useWorkspace()
  // `?lost=<deal>~<stage>`: the question is in the address like every other.
  const panel = createPanel('lost')
  const asked = () => panel.value()?.split('~')
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'deal', asked()?.[0] ?? ''),
    queryFn: () => workspace().api<Deal>(`/crm/deals/${asked()?.[0]}`),
    enabled: panel.value() !== undefined && workspace().can('crm.deals.write'),
  }))
  const losing = () => (panel.value() === undefined ? undefined : known(query))
  const close = async (deal: Deal, stage: Stage, afterId: string | null, lostReason?: string) => {
    const before = pipelines.stage(deal.stageId)
    const moved = await moveDeal(desk(), { deal, stage, afterId, ...(lostReason ? { lostReason } : {}) })
    if (moved === undefined || stage.kind === 'open') return
    const words = stage.kind === 'won' ? `${deal.title} is won. Well done!` : `${deal.title} is lost`
    if (before === undefined || before.id === stage.id) return notify.done(words)
    notifyUndo(words, () => moveDeal(desk(), { deal: moved, stage: before, afterId: null }))
  }
  return {
    move: (deal, stage, afterId = null) => {
      if (stage.kind === 'lost' && deal.stageId !== stage.id) panel.open(`${deal.id}~${stage.id}`)
      else void close(deal, stage, afterId)
    },
    losing,
    lose: async (reason) => {
      const [deal, stage] = [losing(), pipelines.stage(asked()?.[1] ?? '')]
      if (deal !== undefined && stage !== undefined) await close(deal, stage, null, reason)
    },
    keep: panel.close,
  }
}
