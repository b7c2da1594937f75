import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/solid-query'
import type { Accessor } from 'solid-js'
import { useWorkspace, type Workspace } from '#kit'
import { toQuery } from '../query-string.ts'
import { boardsKey } from '../records/keys.ts'
import type { Board, BoardStage, Deal, Paged } from '../types.ts'

export interface BoardFilter {
  readonly pipelineId: string
  readonly ownerId: string
  readonly q: string
  readonly tag: string
}

export const boardKey = (slug: string, filter: BoardFilter) => [...boardsKey(slug), filter] as const

/** The board of a pipeline. Columns of which more was shown keep showing it when the board is asked for again. */
export function useBoard(filter: Accessor<BoardFilter>, client: QueryClient, isShown: Accessor<boolean>) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: boardKey(workspace().slug, filter()),
    queryFn: async ({ signal }): Promise<Board> => {
      const board = await workspace().api<Board>(`/crm/deals/board?${toQuery({ ...filter() })}`, { signal })
      const shown = client.getQueryData<Board>(boardKey(workspace().slug, filter()))
      const stages = await Promise.all(
        board.stages.map((stage) => {
          const before = shown?.stages.find(({ stageId }) => stageId === stage.stageId)?.deals.length ?? 0
          return fillUp(workspace(), filter(), stage, before, signal)
        }),
      )
      return { stages }
    },
    enabled: isShown() && filter().pipelineId !== '',
    placeholderData: keepPreviousData,
  }))
}

/** Shows more deals of a column. */
export async function showMore(
  workspace: Workspace,
  client: QueryClient,
  filter: BoardFilter,
  stage: BoardStage,
): Promise<void> {
  const longer = await fillUp(workspace, filter, stage, stage.deals.length + 1)
  client.setQueryData<Board>(
    boardKey(workspace.slug, filter),
    (board) =>
      board && { stages: board.stages.map((each) => (each.stageId === stage.stageId ? { ...each, ...longer } : each)) },
  )
}

async function fillUp(
  workspace: Workspace,
  filter: BoardFilter,
  stage: BoardStage,
  atLeast: number,
  signal?: AbortSignal,
): Promise<BoardStage> {
  let { deals, nextCursor } = stage
  while (nextCursor !== null && deals.length < atLeast) {
    const asked = { ...filter, stageId: stage.stageId, sort: 'board', limit: 100, cursor: nextCursor }
    const page: Paged<Deal> = await workspace.api(
      `/crm/deals?${toQuery(asked)}`,
      signal === undefined ? {} : { signal },
    )
    deals = [...deals, ...page.data]
    nextCursor = page.nextCursor
  }
  return { ...stage, deals, nextCursor }
}
