import { useSearchParams } from '@solidjs/router'
import { createMemo, type JSX, Show } from 'solid-js'
import {
  Button,
  Choice,
  Confirm,
  createPanel,
  Empty,
  ErrorNote,
  focusTitle,
  Keyed,
  known,
  Page,
  Skeleton,
  useWorkspace,
} from '#kit'
import { firstOf } from './query-string.ts'
import { useDesk } from './records/desk.ts'
import { emptyTrash, removeForGood, trashKinds, useTrash } from './trash/trash-items.ts'
import { TrashRow } from './trash/trash-row.tsx'
import type { TrashKind } from './types.ts'

/** What was deleted and is not gone yet: to bring back, or to let go of for good. */
export default function Trash(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [search, setSearch] = useSearchParams<{ kind: string }>()
  const [removing, emptying] = [createPanel('remove'), createPanel('empty')]
  const kind = () => (firstOf(search.kind) in trashKinds ? firstOf(search.kind) : '')
  const query = useTrash(kind)
  const items = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  const doomed = () => items().find(({ id }) => id === removing.value())
  const mayEmpty = () => workspace().can('crm.trash.empty')
  return (
    <Page
      title="Trash"
      lead="What was deleted stays here for 30 days. Then it is gone for good."
      actions={
        <Show when={mayEmpty() && items().length > 0}>
          <Button icon="i-lucide-trash-2" onClick={() => emptying.open()}>
            Empty the trash
          </Button>
        </Show>
      }
    >
      <Choice
        label="Show"
        class="w-auto! min-w-44"
        options={[
          { value: '', label: 'Everything' },
          ...Object.entries(trashKinds)
            .filter(([, { path }]) => workspace().can(`crm.${path}.read`))
            .map(([value, { many }]) => ({ value, label: many })),
        ]}
        value={kind()}
        onChange={(event) => setSearch({ kind: event.currentTarget.value || undefined })}
      />
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={5} />}>
        <Show when={items().length > 0} fallback={<NothingHere kind={kind()} failed={query.isError} />}>
          <ul class="card divide-y divide-line" aria-label="In the trash">
            <Keyed each={items()}>
              {(item) => <TrashRow item={item()} mayRemove={mayEmpty()} onRemove={() => removing.open(item().id)} />}
            </Keyed>
          </ul>
        </Show>
        <Show when={query.hasNextPage}>
          <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Show>
      </Show>
      <Confirm
        title={`Delete ${doomed()?.name ?? ''} for good?`}
        action="Delete for good"
        open={doomed() !== undefined && mayEmpty()}
        onClose={removing.close}
        onConfirm={async () => {
          const item = doomed()
          if (item !== undefined) await removeForGood(desk(), item)
          focusTitle()
        }}
      >
        Nobody can bring it back then. Its notes go with it.
      </Confirm>
      <Confirm
        title="Empty the trash?"
        action="Delete everything for good"
        open={emptying.value() !== undefined && mayEmpty()}
        onClose={emptying.close}
        onConfirm={async () => {
          await emptyTrash(desk())
          focusTitle()
        }}
      >
        Everything that is in the trash now, of every kind and by everybody, is gone for good.
      </Confirm>
    </Page>
  )
}

function NothingHere(props: { readonly kind: string; readonly failed: boolean }): JSX.Element {
  const words = () => (props.kind === '' ? undefined : trashKinds[props.kind as TrashKind].many.toLowerCase())
  return (
    <Show when={!props.failed}>
      <div class="card">
        <Empty icon="i-lucide-trash-2" title={words() === undefined ? 'The trash is empty' : `No ${words()} here`}>
          What somebody deletes comes here first, and can be brought back for 30 days.
        </Empty>
      </div>
    </Show>
  )
}
