import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Badge, Button, Confirm, ErrorNote, formatDateTime, known, notify, Skeleton, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Import, ImportPage } from '../types.ts'
import { importsKey } from './import-cache.ts'
import { count, stateTones, stateWords } from './import-words.ts'

/** The imports before, each with the way back to it. */
export function PastImports(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [doomed, setDoomed] = createSignal<Import>()
  let title: HTMLHeadingElement | undefined
  const query = useInfiniteQuery(() => ({
    queryKey: importsKey(workspace().slug),
    queryFn: ({ pageParam, signal }) =>
      workspace().api<ImportPage>(`/crm/imports?${toQuery({ limit: 20, cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: ImportPage) => page.nextCursor,
    refetchOnMount: 'always' as const,
  }))
  const imports = createMemo(() => known(query)?.pages.flatMap((page) => page.data) ?? [])
  const remove = useMutation(() => ({
    mutationFn: ({ id }: Import) => workspace().api(`/crm/imports/${id}`, { method: 'DELETE' }),
    onSuccess: () => notify.done('Import deleted'),
    onSettled: () => client.invalidateQueries({ queryKey: importsKey(workspace().slug) }),
  }))
  return (
    <section aria-labelledby="past-imports" class="flex flex-col gap-3">
      <h2 ref={title} id="past-imports" tabindex="-1" class="text-lg font-semibold outline-none">
        Imports so far
      </h2>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={2} />}>
        <Show when={imports().length > 0} fallback={<p class="text-soft">There are none yet.</p>}>
          <ul class="card divide-y divide-line" aria-label="Imports so far">
            <For each={imports()}>
              {(each) => (
                <li class="flex items-center gap-2 px-4 py-2">
                  <a
                    href={workspace().path(`/crm/import?${toQuery({ id: each.id })}`)}
                    class="focusable flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg py-1.5 no-underline hover:underline"
                  >
                    <span class="font-medium [overflow-wrap:anywhere]">{each.fileName}</span>
                    <Badge tone={stateTones[each.state]}>{stateWords[each.state]}</Badge>
                    <span class="w-full text-sm text-soft">
                      {formatDateTime(each.createdAt)}, {count(each.rows, 'row')}
                      {each.created > 0 ? `, ${count(each.created, 'contact')} added` : ''}
                    </span>
                  </a>
                  <Show when={each.state !== 'running'}>
                    <button
                      type="button"
                      class="focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised"
                      aria-label={`Delete the import of ${each.fileName}`}
                      onClick={() => setDoomed(each)}
                    >
                      <span aria-hidden="true" class="i-lucide-trash-2" />
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={query.hasNextPage}>
          <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier imports
          </Button>
        </Show>
      </Show>
      <Confirm
        title={`Delete the import of ${doomed()?.fileName ?? ''}?`}
        action="Delete"
        open={doomed() !== undefined}
        onClose={() => {
          setDoomed(undefined)
          setTimeout(() => title?.focus())
        }}
        onConfirm={async () => {
          const each = doomed()
          if (each !== undefined) await remove.mutateAsync(each)
        }}
      >
        The file and the list of its problems go away. The contacts that came from it stay.
      </Confirm>
    </section>
  )
}
