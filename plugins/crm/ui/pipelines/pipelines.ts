import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import { pipelinesKey } from '../records/keys.ts'
import type { Pipeline, Stage } from '../types.ts'

export interface Pipelines {
  readonly all: Accessor<readonly Pipeline[]>
  readonly isLoading: Accessor<boolean>
  readonly error: Accessor<unknown>
  readonly retry: () => void
  /** A stage of any pipeline. */
  readonly stage: (id: string) => Stage | undefined
  readonly pipeline: (id: string) => Pipeline | undefined
}

/** The pipelines of the workspace, in their order. */
export function usePipelines(): Pipelines {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: pipelinesKey(workspace().slug),
    queryFn: () => workspace().api<{ data: Pipeline[] }>('/crm/pipelines'),
    enabled: workspace().can('crm.deals.read'),
  }))
  const all = createMemo(() => known(query)?.data ?? [])
  const stages = createMemo(() => new Map(all().flatMap((each) => each.stages.map((stage) => [stage.id, stage]))))
  return {
    all,
    isLoading: () => query.isPending && query.fetchStatus !== 'idle',
    error: () => query.error,
    retry: () => void query.refetch(),
    stage: (id) => stages().get(id),
    pipeline: (id) => all().find((each) => each.id === id),
  }
}
