import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, formatNumber, known, LinkButton, notify, Skeleton, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { Import, ImportProblemPage } from '../types.ts'

/** The last step: what became of the rows, and which were left out and why. */
export function Result(props: { readonly import: Import }): JSX.Element {
  const workspace = useWorkspace()
  const [busy, setBusy] = createSignal(false)
  const leftOut = () => props.import.skipped + props.import.failed
  const numbers = () => [
    { label: 'added', value: props.import.created },
    { label: 'filled in', value: props.import.merged },
    { label: 'left out: there already', value: props.import.skipped },
    { label: 'left out: with a problem', value: props.import.failed },
  ]
  const save = () => {
    setBusy(true)
    workspace()
      .download(`/crm/imports/${props.import.id}/problems.csv`, 'left-out.csv')
      .catch(notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <div class="flex flex-col gap-6">
      <section aria-labelledby="result" class="card flex flex-col gap-4 p-5 sm:p-6">
        <h2 id="result" class="text-lg font-semibold">
          <span role="status">
            {props.import.state === 'done' ? 'Your contacts are here' : 'The import was stopped'}
          </span>
        </h2>
        <dl class="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <For each={numbers()}>
            {({ label, value }) => (
              <div class="flex flex-col-reverse justify-end rounded-lg bg-raised p-3">
                <dt class="text-sm text-soft">{label}</dt>
                <dd class="text-2xl font-semibold">{formatNumber(value)}</dd>
              </div>
            )}
          </For>
        </dl>
        <Show when={props.import.done < props.import.rows}>
          <p class="text-soft">{formatNumber(props.import.rows - props.import.done)} rows were not looked at.</p>
        </Show>
        <div class="flex flex-wrap gap-2">
          <LinkButton look="primary" icon="i-lucide-contact" href={workspace().path('/crm/contacts')}>
            See your contacts
          </LinkButton>
          <LinkButton icon="i-lucide-upload" href={workspace().path('/crm/import')}>
            Import another file
          </LinkButton>
        </div>
      </section>
      <Show when={leftOut() > 0}>
        <section aria-labelledby="left-out" class="flex flex-col gap-3">
          <div class="flex flex-wrap items-center justify-between gap-2">
            <h2 id="left-out" class="text-lg font-semibold">
              What was left out
            </h2>
            <Button icon="i-lucide-download" busy={busy()} onClick={save}>
              Download these rows
            </Button>
          </div>
          <p class="text-soft">Mend the downloaded rows in any spreadsheet and import the file again.</p>
          <LeftOut id={props.import.id} />
        </section>
      </Show>
    </div>
  )
}

function LeftOut(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const query = useInfiniteQuery(() => ({
    queryKey: [workspace().slug, 'crm', 'import-problems', props.id],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<ImportProblemPage>(
        `/crm/imports/${props.id}/problems?${toQuery({ limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: ImportProblemPage) => page.nextCursor,
  }))
  const problems = createMemo(() => known(query)?.pages.flatMap((page) => page.data) ?? [])
  return (
    <>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={4} />}>
        <ul class="card divide-y divide-line" aria-label="Rows that were left out">
          <For each={problems()}>
            {(problem) => (
              <li class="px-4 py-2.5 [overflow-wrap:anywhere]">
                <p>
                  <span class="font-medium">Row {formatNumber(problem.row)}:</span>{' '}
                  {problem.column === null ? '' : `${problem.column}: `}
                  {problem.reason}
                </p>
                <p class="truncate text-sm text-soft">
                  {problem.cells
                    .filter((cell) => cell !== '')
                    .slice(0, 5)
                    .join(' · ')}
                </p>
              </li>
            )}
          </For>
        </ul>
        <Show when={query.hasNextPage}>
          <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Show>
      </Show>
    </>
  )
}
