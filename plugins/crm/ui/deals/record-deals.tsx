import { A } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Badge, Button, createPanel, dayWords, ErrorNote, formatMoney, Keyed, Skeleton, useWorkspace } from '#kit'
import { type About, linkOf } from '../about.ts'
import { createRecordList } from '../lists/record-list.ts'
import { usePipelines } from '../pipelines/pipelines.ts'
import type { Deal } from '../types.ts'
import { useToday } from '../use-today.ts'
import { isLate } from './deal-words.ts'
import { NewDeal } from './new-deal.tsx'

const tones = { open: 'accent', won: 'good', lost: 'plain' } as const

/** The deals with a contact or a company. */
export function RecordDeals(props: { readonly about: About }): JSX.Element {
  const workspace = useWorkspace()
  const pipelines = usePipelines()
  const today = useToday()
  const panel = createPanel('deal')
  const list = createRecordList<Deal>('deals', () => ({ [linkOf(props.about)]: props.about.id, sort: 'newest' }))
  const canWrite = () => workspace().can('crm.deals.write')
  const named = () => ({ id: props.about.id, name: props.about.name })
  return (
    <div class="flex flex-col gap-4">
      <Show when={canWrite()}>
        <div>
          <Button icon="i-lucide-plus" onClick={() => panel.open('new')}>
            New deal
          </Button>
        </div>
      </Show>
      <Switch>
        <Match when={list.error() && list.items().length === 0}>
          <ErrorNote error={list.error()} retry={list.retry} />
        </Match>
        <Match when={list.isLoading()}>
          <Skeleton rows={3} />
        </Match>
        <Match when={list.items().length === 0}>
          <p class="text-soft">No deals yet.</p>
        </Match>
        <Match when={true}>
          <ul class="card divide-y divide-line" aria-label="Deals">
            <Keyed each={list.items()}>
              {(deal) => (
                <li class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3">
                  <div class="min-w-0">
                    <A
                      href={workspace().path(`/crm/deals/${deal().id}`)}
                      class="focusable inline-flex min-h-6 items-center rounded font-medium no-underline [overflow-wrap:anywhere] hover:underline"
                    >
                      {deal().title}
                    </A>
                    <p class="text-sm text-soft">
                      {props.about.noun === 'company' ? (deal().contact?.name ?? '') : ''}
                      <Show when={deal().status === 'open' && deal().expectedClose}>
                        {(day) => (
                          <span class={isLate(deal(), today()) ? 'text-danger' : ''}>
                            {' '}
                            should close {dayWords(day(), today())}
                          </span>
                        )}
                      </Show>
                    </p>
                  </div>
                  <p class="flex items-center gap-3">
                    <Show when={deal().amount}>
                      {(amount) => <span class="font-medium tabular-nums">{formatMoney(amount())}</span>}
                    </Show>
                    <Badge tone={tones[deal().status]}>{pipelines.stage(deal().stageId)?.name ?? deal().status}</Badge>
                  </p>
                </li>
              )}
            </Keyed>
          </ul>
          <Show when={list.hasMore()}>
            <Button class="self-center" onClick={() => list.loadMore()}>
              Show more
            </Button>
          </Show>
        </Match>
      </Switch>
      <NewDeal
        open={panel.value() === 'new' && canWrite() && !pipelines.isLoading()}
        pipeline={pipelines.all()[0]}
        contact={props.about.noun === 'contact' ? named() : null}
        company={props.about.noun === 'company' ? named() : null}
        onClose={panel.close}
      />
    </div>
  )
}
