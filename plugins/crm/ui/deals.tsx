import { useSearchParams } from '@solidjs/router'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, createPanel, ErrorNote, Menu, type MenuItem, notify, Page, Skeleton, useWorkspace } from '#kit'
import { dealSetters } from './deals/bulk-setters.tsx'
import { DealBoard } from './deals/deal-board.tsx'
import { DealFilters } from './deals/deal-filters.tsx'
import { dealColumns, dealShape } from './deals/deal-shape.ts'
import { LostDialog } from './deals/lost-dialog.tsx'
import { createMover } from './deals/mover.ts'
import { NewDeal } from './deals/new-deal.tsx'
import { NoDeals } from './deals/no-deals.tsx'
import { ViewSwitch } from './deals/view-switch.tsx'
import { customColumns } from './fields/custom-columns.ts'
import { useFields } from './fields/fields.ts'
import { FieldsDialog } from './fields/fields-dialog.tsx'
import { ColumnsDialog } from './lists/columns-dialog.tsx'
import { exportItem } from './lists/export-item.ts'
import { ListBody } from './lists/list-body.tsx'
import { createListState } from './lists/list-state.ts'
import { usePeople } from './people/people.ts'
import { PipelineDialog } from './pipelines/pipeline-dialog.tsx'
import { usePipelines } from './pipelines/pipelines.ts'
import { firstOf } from './query-string.ts'
import { deleteRecord } from './records/delete-record.ts'
import { useDesk } from './records/desk.ts'
import type { Deal } from './types.ts'
import { ViewBar } from './views/view-bar.tsx'
import { createViewState } from './views/view-state.ts'

/** What might become business: as a board of stages, or as a table. */
export default function Deals(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const pipelines = usePipelines()
  const people = usePeople()
  const fields = useFields('deal')
  const pipeline = createMemo(() => pipelines.pipeline(firstOf(search.pipeline)) ?? pipelines.all()[0])
  const isBoard = () => firstOf(search.view) !== 'table'
  const columns = createMemo(() => [...dealColumns(pipelines, people), ...customColumns<Deal>(fields.all())])
  const state = createListState(dealShape, {
    columns,
    fixed: () => ({ pipelineId: pipeline()?.id ?? '' }),
    isShown: () => !isBoard() && pipeline() !== undefined,
  })
  const views = createViewState('deals', [...dealShape.filters, 'sort', 'pipeline', 'view'])
  const panel = createPanel('panel')
  const stagePanel = createPanel('stage')
  const canWrite = () => workspace().can('crm.deals.write')
  const mover = createMover(desk, pipelines)
  const remove = (deal: Deal) => deleteRecord(desk(), 'deals', { id: deal.id, name: deal.title }).catch(notify.failed)
  const boardFilter = createMemo(
    () => ({
      pipelineId: pipeline()?.id ?? '',
      ownerId: firstOf(search.ownerId),
      q: firstOf(search.q),
      tag: firstOf(search.tag),
    }),
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const isFiltered = () =>
    isBoard()
      ? [boardFilter().q, boardFilter().ownerId, boardFilter().tag].some((asked) => asked !== '')
      : state.isFiltered()
  const add = (stageId = '') => setSearch({ panel: 'add', stage: stageId })
  const more = (): MenuItem[] => [
    ...(isBoard() ? [] : [{ label: 'Columns', icon: 'i-lucide-columns-3', onSelect: () => panel.open('columns') }]),
    ...(workspace().can('crm.pipelines.manage') && pipeline() !== undefined
      ? [
          { label: 'Change this pipeline', icon: 'i-lucide-settings-2', onSelect: () => panel.open('pipeline') },
          { label: 'New pipeline', icon: 'i-lucide-plus', onSelect: () => panel.open('new-pipeline') },
        ]
      : []),
    ...(workspace().can('crm.fields.manage')
      ? [{ label: 'Own fields', icon: 'i-lucide-list-plus', onSelect: () => panel.open('fields') }]
      : []),
    exportItem(workspace(), state),
  ]
  const empty = () => (
    <div class="card">
      <NoDeals onAdd={() => add()} canWrite={canWrite()} />
    </div>
  )
  return (
    <Page
      title="Deals"
      wide={isBoard()}
      actions={
        <>
          <Menu label="More to do with deals" items={more()} />
          <ViewSwitch isBoard={isBoard()} onChange={(view) => setSearch({ view })} />
          <Show when={canWrite()}>
            <Button look="primary" icon="i-lucide-plus" onClick={() => add()}>
              New deal
            </Button>
          </Show>
        </>
      }
    >
      <ViewBar state={views} all="All deals" />
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={pipelines.error() && pipelines.all().length === 0}>
          <ErrorNote error={pipelines.error()} retry={pipelines.retry} />
        </Match>
        <Match when={!pipelines.isLoading() && pipeline() === undefined}>{empty()}</Match>
        <Match when={pipeline()}>
          {(shown) => (
            <>
              <DealFilters
                filter={isBoard() ? { ...boardFilter() } : state.filter()}
                pipelines={pipelines.all()}
                pipeline={shown()}
                onPipeline={(id) => setSearch({ pipeline: id, stageId: '' })}
                isBoard={isBoard()}
                isFiltered={isFiltered()}
                onChange={state.change}
                onShowAll={state.showAll}
                onDown={() => document.querySelector<HTMLElement>('#record-rows a, [data-board-card] a')?.focus()}
              />
              <Show
                when={isBoard()}
                fallback={
                  <ListBody
                    state={state}
                    canWrite={canWrite()}
                    canTag
                    setters={dealSetters(shown())}
                    nothingFits="No deal fits"
                    empty={empty}
                  />
                }
              >
                <DealBoard
                  pipeline={shown()}
                  filter={boardFilter()}
                  canWrite={canWrite()}
                  onMove={mover.move}
                  onAdd={(stage) => add(stage.id)}
                  onDelete={(deal) => void remove(deal)}
                  empty={empty}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <NewDeal
        open={panel.value() === 'add' && canWrite() && !pipelines.isLoading()}
        pipeline={pipeline()}
        stageId={stagePanel.value()}
        onClose={() => setSearch({ panel: undefined, stage: undefined }, { replace: true })}
      />
      <LostDialog deal={mover.losing()} onClose={mover.keep} onLost={mover.lose} />
      <PipelineDialog
        open={(panel.value() === 'pipeline' && pipeline() !== undefined) || panel.value() === 'new-pipeline'}
        pipeline={panel.value() === 'pipeline' ? pipeline() : undefined}
        onClose={panel.close}
        onSaved={(id) => setSearch({ pipeline: id, panel: undefined }, { replace: true })}
      />
      <FieldsDialog open={panel.value() === 'fields'} onClose={panel.close} />
      <ColumnsDialog
        open={panel.value() === 'columns'}
        onClose={panel.close}
        all={columns()}
        chosen={state.columns()}
        usual={dealShape.usualColumns}
      />
    </Page>
  )
}
