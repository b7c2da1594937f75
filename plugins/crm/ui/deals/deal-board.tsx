import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Board,
  BoardColumn,
  type BoardMove,
  Button,
  ErrorNote,
  Keyed,
  known,
  type MenuItem,
  notify,
  Skeleton,
  useWorkspace,
} from '#kit'
import { usePeople } from '../people/people.ts'
import { useDesk } from '../records/desk.ts'
import type { BoardStage, Deal, Pipeline, Stage } from '../types.ts'
import { type BoardFilter, showMore, useBoard } from './board-query.ts'
import { DealCard } from './deal-card.tsx'
import { countDeals } from './deal-words.ts'
import { moneyWords } from './money-words.ts'

export interface DealBoardProps {
  readonly pipeline: Pipeline
  readonly filter: BoardFilter
  readonly canWrite: boolean
  readonly onMove: (deal: Deal, stage: Stage, afterId: string | null) => void
  readonly onAdd: (stage: Stage) => void
  readonly onDelete: (deal: Deal) => void
  /** Draws what stands where the pipeline has no deal at all. */
  readonly empty: () => JSX.Element
}

/** The deals of a pipeline, a column for each stage. */
export function DealBoard(props: DealBoardProps): JSX.Element {
  const desk = useDesk()
  const people = usePeople()
  const query = useBoard(
    () => props.filter,
    desk().client,
    () => true,
  )
  const board = () => known(query)
  const columnOf = (stage: Stage) => board()?.stages.find(({ stageId }) => stageId === stage.id)
  const dealOf = (id: string) =>
    board()
      ?.stages.flatMap(({ deals }) => deals)
      .find((deal) => deal.id === id)
  const onMove = ({ id, columnId, afterId }: BoardMove) => {
    const [deal, stage] = [dealOf(id), props.pipeline.stages.find((each) => each.id === columnId)]
    if (deal !== undefined && stage !== undefined) props.onMove(deal, stage, afterId)
  }
  const actions = (deal: Deal): MenuItem[] =>
    props.canWrite
      ? [{ label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: () => props.onDelete(deal) }]
      : []
  const isEmpty = () =>
    board()?.stages.every(({ count }) => count === 0) === true &&
    [props.filter.q, props.filter.ownerId, props.filter.tag].every((asked) => asked === '')
  return (
    <Switch fallback={<Skeleton rows={6} />}>
      <Match when={isEmpty()}>{props.empty()}</Match>
      <Match when={board()}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
        <Board
          label={`Deals in ${props.pipeline.name}`}
          columns={props.pipeline.stages.map(({ id, name }) => ({ id, title: name }))}
          canMove={props.canWrite}
          onMove={onMove}
        >
          <Keyed each={props.pipeline.stages}>
            {(stage) => (
              <BoardColumn
                id={stage().id}
                title={stage().name}
                summary={summaryOf(columnOf(stage()))}
                action={
                  <Show when={props.canWrite && stage().kind === 'open'}>
                    <button
                      type="button"
                      class="focusable grid min-h-9 min-w-9 place-items-center rounded-lg hover:bg-card"
                      aria-label={`Add a deal to ${stage().name}`}
                      onClick={() => props.onAdd(stage())}
                    >
                      <span aria-hidden="true" class="i-lucide-plus" />
                    </button>
                  </Show>
                }
                footer={<More stage={columnOf(stage())} filter={props.filter} />}
              >
                <Keyed each={columnOf(stage())?.deals}>
                  {(deal) => <DealCard deal={deal()} owner={people.nameOf(deal().ownerId)} actions={actions(deal())} />}
                </Keyed>
              </BoardColumn>
            )}
          </Keyed>
        </Board>
      </Match>
      <Match when={query.error}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </Match>
    </Switch>
  )
}

function summaryOf(column: BoardStage | undefined): string {
  if (column === undefined) return ''
  return [countDeals(column.count), moneyWords(column.amounts)].filter((words) => words !== '').join(', ')
}

function More(props: { readonly stage: BoardStage | undefined; readonly filter: BoardFilter }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [busy, setBusy] = createSignal(false)
  const more = (stage: BoardStage) => {
    setBusy(true)
    showMore(workspace(), desk().client, props.filter, stage)
      .catch(notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <Show when={props.stage?.nextCursor != null && props.stage}>
      {(stage) => (
        <Button look="quiet" busy={busy()} onClick={() => more(stage())}>
          Show more
        </Button>
      )}
    </Show>
  )
}
