import { notify } from '#kit'
import { replaceInLists } from '../lists/list-cache.ts'
import { copyOf } from '../records/copy-of.ts'
import type { Desk } from '../records/desk.ts'
import { boardsKey, recordKey } from '../records/keys.ts'
import type { Board, Deal, Stage } from '../types.ts'
import { type Landing, moveOnBoard } from './move-on-board.ts'

export interface Move {
  readonly deal: Deal
  readonly stage: Stage
  readonly afterId: string | null
  readonly lostReason?: string
}

/** How many moves are on their way; the boards are asked for again when the last one is over. */
let underWay = 0

/** Moves a deal: it stands there at once, and goes back with a sentence when the API refuses. */
export async function moveDeal(desk: Desk, { deal, stage, afterId, lostReason }: Move): Promise<Deal | undefined> {
  const { client, workspace } = desk
  const key = recordKey(workspace.slug, 'deal', deal.id)
  const before = placeOf(desk, deal)
  await client.cancelQueries({ queryKey: boardsKey(workspace.slug) })
  const shown = { ...copyOf(deal), stageId: stage.id, status: stage.kind }
  show(desk, shown, { stageId: stage.id, afterId })
  underWay += 1
  try {
    const moved = await workspace.api<Deal>(`/crm/deals/${deal.id}/move`, {
      method: 'POST',
      body: { stageId: stage.id, afterId, ...(lostReason === undefined ? {} : { lostReason }) },
    })
    client.setQueryData(key, moved)
    replaceInLists(client, workspace.slug, 'deals', moved)
    return moved
  } catch (error) {
    show(desk, deal, before)
    notify.failed(error)
    return undefined
  } finally {
    underWay -= 1
    if (underWay === 0) void client.invalidateQueries({ queryKey: [workspace.slug, 'crm'] })
  }
}

function show({ client, workspace }: Desk, deal: Deal, to: Landing): void {
  client.setQueryData<Deal>(recordKey(workspace.slug, 'deal', deal.id), (known) =>
    known === undefined ? undefined : { ...deal, version: known.version },
  )
  replaceInLists(client, workspace.slug, 'deals', deal)
  client.setQueriesData<Board>({ queryKey: boardsKey(workspace.slug) }, (board) =>
    board === undefined ? undefined : moveOnBoard(board, deal.id, to, deal.status),
  )
}

/** Where a deal stands now, on the first board that shows it. */
function placeOf({ client, workspace }: Desk, deal: Deal): Landing {
  for (const [, board] of client.getQueriesData<Board>({ queryKey: boardsKey(workspace.slug) })) {
    const stage = board?.stages.find(({ deals }) => deals.some(({ id }) => id === deal.id))
    const place = stage?.deals.findIndex(({ id }) => id === deal.id) ?? -1
    if (stage !== undefined) return { stageId: stage.stageId, afterId: stage.deals[place - 1]?.id ?? null }
  }
  return { stageId: deal.stageId, afterId: null }
}
