import { useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Button, Choice, createPanel, Empty, Loaded, Note, Page, useWorkspace } from '#kit'
import { useConnectors } from './connectors/queries.ts'
import { useModules } from './modules/queries.ts'
import { AgainDialog } from './undone/again-dialog.tsx'
import { type Undone, useUndone } from './undone/queries.ts'
import { UndoneRow } from './undone/undone-row.tsx'
import { useWebhooks } from './webhooks/queries.ts'

const states = [
  { value: 'dead', label: 'Given up' },
  { value: 'failed', label: 'Tried again by itself' },
]

/** What modules and webhooks were to do and could not. */
export default function UndonePage(): JSX.Element {
  const workspace = useWorkspace()
  const again = createPanel('again')
  const mayManage = () => workspace().can('webhooks.manage')
  return (
    <Page
      title="Not done"
      lead="What a module or a webhook could not do, though it was tried again and again. When the reason is gone, try it once more."
      actions={
        <Show when={mayManage()}>
          <Button icon="i-lucide-rotate-cw" onClick={() => again.open()}>
            Try again from a time
          </Button>
        </Show>
      }
    >
      <Show when={mayManage()} fallback={<Note icon="i-lucide-lock">Owners and managers see to this.</Note>}>
        <List />
        <Show when={again.value()}>
          <AgainDialog close={again.close} />
        </Show>
      </Show>
    </Page>
  )
}

function List(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ state: string }>()
  const state = () => (search.state === 'failed' ? 'failed' : 'dead')
  const undone = useUndone(state)
  const owner = useOwners()
  return (
    <>
      <Choice
        label="Which"
        value={state()}
        options={states}
        onChange={(event) => setSearch({ state: event.currentTarget.value }, { replace: true, scroll: false })}
      />
      <section aria-label="What was not done" class="card" aria-busy={undone.isFetching}>
        <Loaded query={undone} rows={4}>
          {(found) => (
            <Show when={found().pages.some(({ data }) => data.length > 0)} fallback={<Nothing />}>
              <ul class="divide-y divide-line">
                <For each={found().pages}>
                  {(page) => <For each={page.data}>{(each) => <UndoneRow undone={each} owner={owner(each)} />}</For>}
                </For>
              </ul>
            </Show>
          )}
        </Loaded>
      </section>
      <Show when={undone.hasNextPage}>
        <Button class="self-center" busy={undone.isFetchingNextPage} onClick={() => void undone.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </>
  )
}

/** Whose work something was: a module's, a connector's or a webhook's name. */
function useOwners(): (undone: Undone) => string | undefined {
  const [modules, connectors, webhooks] = [useModules(), useConnectors(), useWebhooks()]
  return ({ kind, target }) => {
    if (kind === 'webhook') {
      const webhook = webhooks.isSuccess ? webhooks.data.find(({ id }) => id === target) : undefined
      return webhook === undefined ? undefined : webhook.description || new URL(webhook.url).host
    }
    const plugins = [
      ...(modules.isSuccess ? modules.data.data : []),
      ...(connectors.isSuccess ? connectors.data.data : []),
    ]
    return plugins.find(({ id }) => id === target)?.title
  }
}

function Nothing(): JSX.Element {
  return (
    <Empty icon="i-lucide-circle-check" title="Everything was done">
      Here you find what goes wrong more than once.
    </Empty>
  )
}
