import { useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Confirm,
  createPanel,
  Empty,
  ErrorNote,
  formatDate,
  known,
  notify,
  SearchField,
  Skeleton,
  useWorkspace,
} from '#kit'
import type { Suppression } from '../contract.ts'
import { mailKey, useSuppressions } from './queries.ts'
import { firstOf } from './query-string.ts'
import { StopDialog } from './stop-dialog.tsx'
import { reasonOf, scopeOf } from './words.ts'

/** Addresses that get no mail, or not every mail, and why. */
export function SuppressionsTab(): JSX.Element {
  const [search, setSearch] = useSearchParams<Record<'address', string>>()
  const [add, asked] = [createPanel('stop'), createPanel('let')]
  const asksFor = () => list().find(({ id }) => id === asked.value())
  const q = createMemo(() => firstOf(search.address))
  const query = useSuppressions(q)
  const list = createMemo(() => known(query)?.pages.flatMap((page) => page.data) ?? [])
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <p class="min-w-0 flex-1 basis-60 text-soft">
          Addresses that do not exist, people who unsubscribed, and people who called a mail spam come here by
          themselves.
        </p>
        <Button icon="i-lucide-plus" onClick={() => add.open()}>
          Add an address
        </Button>
      </div>
      <Show when={q() !== '' || list().length > 0}>
        <SearchField
          label="Search by address"
          value={q()}
          onSearch={(address) => setSearch({ address }, { replace: true })}
        />
      </Show>
      <Switch>
        <Match when={query.error && list().length === 0}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
        <Match when={query.isPending}>
          <Skeleton rows={4} />
        </Match>
        <Match when={list().length === 0}>
          <div class="card">
            <Empty
              icon="i-lucide-mail-check"
              title={q() === '' ? 'Everybody gets your mail' : 'This address is not on the list'}
            >
              {q() === '' ? 'Nobody has unsubscribed, and every address has worked so far.' : 'It gets all your mail.'}
            </Empty>
          </div>
        </Match>
        <Match when={true}>
          <ul class="card divide-y divide-line" aria-label="Addresses that get no mail">
            <For each={list()}>
              {(suppression) => <Row suppression={suppression} ask={() => asked.open(suppression.id)} />}
            </For>
          </ul>
          <Show when={query.hasNextPage}>
            <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </Show>
        </Match>
      </Switch>
      <Show when={add.value()}>
        <StopDialog close={add.close} />
      </Show>
      <Show when={asksFor()}>{(suppression) => <LetThrough suppression={suppression()} close={asked.close} />}</Show>
    </div>
  )
}

function Row(props: { readonly suppression: Suppression; readonly ask: () => void }): JSX.Element {
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div class="min-w-0 flex-1 basis-52">
        <p class="font-medium [overflow-wrap:anywhere]">{props.suppression.address}</p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">
          {scopeOf(props.suppression)}. {reasonOf(props.suppression)}, {formatDate(props.suppression.createdAt)}
        </p>
      </div>
      <Button look="quiet" aria-label={`Let mail to ${props.suppression.address} through`} onClick={() => props.ask()}>
        Let mail through
      </Button>
    </li>
  )
}

/** Who asked for no mail must ask for it again: the law wants that in many countries. */
function LetThrough(props: { readonly suppression: Suppression; readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const remove = async () => {
    await workspace().api(`/email/suppressions/${props.suppression.id}`, { method: 'DELETE' })
    await queries.invalidateQueries({ queryKey: [...mailKey(workspace().slug), 'suppressions'] })
    notify.done(`${props.suppression.address} gets mail again`)
  }
  return (
    <Confirm
      open
      title={`Let mail to ${props.suppression.address} through?`}
      action="Let mail through"
      onClose={props.close}
      onConfirm={remove}
    >
      {warnings[props.suppression.reason]}
    </Confirm>
  )
}

const warnings: Readonly<Record<Suppression['reason'], string>> = {
  bounce: 'The last mail to this address came back because it does not exist. Only do this when that was mended.',
  complaint: 'This person called your mail spam. Only do this when they have asked you to.',
  unsubscribed: 'This person unsubscribed. Only do this when they have asked you to.',
  by_hand: 'From now on this address gets your mail again.',
}
