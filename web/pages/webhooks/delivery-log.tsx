import { useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Button, Choice, createPanel, Empty, Loaded } from '#kit'
import { DeliveryRow } from './delivery-row.tsx'
import { useDeliveries, type Webhook } from './queries.ts'
import { ReplayDialog } from './replay-dialog.tsx'
import { deliveryStates } from './state-badge.tsx'

const states = [
  { value: '', label: 'All' },
  ...Object.entries(deliveryStates).map(([value, { word }]) => ({ value, label: word })),
]

/** What was sent, how it went, and the way to send it again. */
export function DeliveryLog(props: { readonly webhook: Webhook }): JSX.Element {
  const [search, setSearch] = useSearchParams<{ state: string }>()
  const state = () => (typeof search.state === 'string' ? search.state : '')
  const deliveries = useDeliveries(() => props.webhook.id, state)
  const replay = createPanel('replay')
  return (
    <section aria-labelledby="sent" class="flex flex-col gap-3">
      <div class="flex flex-wrap items-end justify-between gap-3">
        <h2 id="sent" class="text-lg font-semibold">
          What was sent
        </h2>
        <div class="flex flex-wrap items-end gap-2">
          <Choice
            label="How it went"
            value={state()}
            options={states}
            onChange={(event) => setSearch({ state: event.currentTarget.value }, { replace: true, scroll: false })}
          />
          <Button icon="i-lucide-rotate-cw" onClick={() => replay.open()}>
            Send again from a time
          </Button>
        </div>
      </div>
      <div class="card" aria-busy={deliveries.isFetching}>
        <Loaded query={deliveries} rows={5}>
          {(found) => (
            <Show
              when={found().pages.some(({ data }) => data.length > 0)}
              fallback={<Nothing isAll={state() === ''} />}
            >
              <ul class="divide-y divide-line">
                <For each={found().pages}>
                  {(page) => (
                    <For each={page.data}>
                      {(delivery) => <DeliveryRow delivery={delivery} webhookId={props.webhook.id} />}
                    </For>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Loaded>
      </div>
      <Show when={deliveries.hasNextPage}>
        <Button
          class="self-center"
          busy={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          Show more
        </Button>
      </Show>
      <Show when={replay.value()}>
        <ReplayDialog webhook={props.webhook} close={replay.close} />
      </Show>
    </section>
  )
}

function Nothing(props: { readonly isAll: boolean }): JSX.Element {
  return (
    <Show
      when={props.isAll}
      fallback={
        <Empty icon="i-lucide-search-x" title="Nothing of that kind">
          Choose another kind above.
        </Empty>
      }
    >
      <Empty icon="i-lucide-inbox" title="Nothing was sent yet">
        Send a test, or wait until something happens that this webhook is told.
      </Empty>
    </Show>
  )
}
