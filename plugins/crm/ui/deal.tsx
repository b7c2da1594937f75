import { useNavigate, useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, Empty, ErrorNote, known, LinkButton, Menu, notify, Page, Problem, Skeleton, useWorkspace } from '#kit'
import type { About } from './about.ts'
import { DealFacts } from './deal/deal-facts.tsx'
import { StageSteps } from './deal/stage-steps.tsx'
import { LostDialog } from './deals/lost-dialog.tsx'
import { createMover } from './deals/mover.ts'
import { usePipelines } from './pipelines/pipelines.ts'
import { BackLink } from './records/back-link.tsx'
import { deleteRecord } from './records/delete-record.ts'
import { useDesk } from './records/desk.ts'
import { recordKey } from './records/keys.ts'
import { RecordColumns } from './records/record-columns.tsx'
import { RecordTabs } from './records/record-tabs.tsx'
import type { Deal, StageKind } from './types.ts'

/** One deal: how far it is, what is known of it, and what stands with it. */
export default function DealPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => <KnownDeal id={id} />}
    </Show>
  )
}

function KnownDeal(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const pipelines = usePipelines()
  const [isGone, setIsGone] = createSignal(false)
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'deal', props.id),
    queryFn: () => workspace().api<Deal>(`/crm/deals/${props.id}`),
    enabled: !isGone(),
  }))
  const deal = () => known(query)
  const canWrite = () => workspace().can('crm.deals.write')
  const mover = createMover(desk, pipelines)
  const pipeline = () => pipelines.pipeline(deal()?.pipelineId ?? '')
  const isMissing = () => query.error instanceof Problem && (query.error.status === 404 || query.error.status === 422)
  const remove = async (doomed: Deal) => {
    setIsGone(true)
    try {
      await deleteRecord(desk(), 'deals', { id: doomed.id, name: doomed.title })
      navigate(workspace().path('/crm/deals'), { replace: true })
    } catch (error) {
      setIsGone(false)
      notify.failed(error)
    }
  }
  const close = (shown: Deal, kind: StageKind) => {
    const stage = pipeline()?.stages.find((each) => each.kind === kind)
    if (stage !== undefined) mover.move(shown, stage)
  }
  return (
    <Page
      title={deal()?.title ?? 'Deal'}
      actions={
        <Show when={canWrite() && deal()}>
          {(shown) => (
            <>
              <Show
                when={shown().status === 'open'}
                fallback={
                  <Button icon="i-lucide-undo-2" onClick={() => close(shown(), 'open')}>
                    Open again
                  </Button>
                }
              >
                <Button look="primary" icon="i-lucide-trophy" onClick={() => close(shown(), 'won')}>
                  Won
                </Button>
                <Button icon="i-lucide-circle-x" onClick={() => close(shown(), 'lost')}>
                  Lost
                </Button>
              </Show>
              <Menu
                label={`More to do with ${shown().title}`}
                items={[
                  { label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: () => void remove(shown()) },
                ]}
              />
            </>
          )}
        </Show>
      }
    >
      <BackLink path="/crm/deals">All deals</BackLink>
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={deal()}>
          {(shown) => (
            <>
              <Show when={pipeline()}>
                {(known) => (
                  <StageSteps
                    deal={shown()}
                    pipeline={known()}
                    canWrite={canWrite()}
                    onMove={(stage) => mover.move(shown(), stage)}
                  />
                )}
              </Show>
              <RecordColumns about={about(shown())} facts={<DealFacts deal={shown()} canWrite={canWrite()} />}>
                <RecordTabs about={about(shown())} createdAt={shown().createdAt} />
              </RecordColumns>
            </>
          )}
        </Match>
        <Match when={isMissing()}>
          <Empty
            icon="i-lucide-search-x"
            title="This deal is not here"
            action={<LinkButton href={workspace().path('/crm/deals')}>All deals</LinkButton>}
          >
            It may have been deleted.
          </Empty>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
      <LostDialog deal={mover.losing()} onClose={mover.keep} onLost={mover.lose} />
    </Page>
  )
}

function about({ id, title }: Deal): About {
  return { noun: 'deal', id, name: title }
}
