import { useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, type JSX, Match, on, Show, Switch } from 'solid-js'
import { Empty, ErrorNote, focusTitle, known, LinkButton, Page, Problem, Skeleton, useWorkspace } from '#kit'
import { ChooseFile } from './import/choose-file.tsx'
import { importKey } from './import/import-cache.ts'
import { PastImports } from './import/past-imports.tsx'
import { Preview } from './import/preview.tsx'
import { Result } from './import/result.tsx'
import { Running } from './import/running.tsx'
import { firstOf } from './query-string.ts'
import { refreshRecords } from './records/refresh.ts'
import type { Import } from './types.ts'

/** Bringing contacts in from a file: choose, look, run, done. The import is in the address, so one can leave and come back. */
export default function ImportContacts(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<{ id: string }>()
  const id = () => firstOf(search.id)
  return (
    <Page title="Import contacts" lead="From Google, Outlook, HubSpot or any table, saved as CSV.">
      <Show
        when={workspace().can('crm.contacts.import')}
        fallback={
          <Empty icon="i-lucide-lock" title="You cannot import contacts here">
            Ask somebody who manages this workspace to let you.
          </Empty>
        }
      >
        <Show
          when={id() !== '' && id()}
          keyed
          fallback={
            <>
              <ChooseFile
                onUploaded={(next) => {
                  setSearch({ id: next })
                  window.scrollTo({ top: 0 })
                  setTimeout(focusTitle)
                }}
              />
              <PastImports />
            </>
          }
        >
          {(chosen) => (
            <OneImport
              id={chosen}
              onCancelled={() => {
                setSearch({ id: '' })
                setTimeout(focusTitle)
              }}
            />
          )}
        </Show>
      </Show>
    </Page>
  )
}

function OneImport(props: { readonly id: string; readonly onCancelled: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => ({
    queryKey: importKey(workspace().slug, props.id),
    queryFn: () => workspace().api<Import>(`/crm/imports/${props.id}`),
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || state.data?.state === 'uploading' ? 1000 : false,
  }))
  const state = () => known(query)?.state
  // What came in is not in the lists that were asked for before.
  createEffect(
    on(state, (now, before) => {
      if (before !== 'running' || now === 'running') return
      void refreshRecords({ workspace: workspace(), client }, ['contacts', 'companies'])
    }),
  )
  const data = (...states: readonly Import['state'][]) => {
    const shown = known(query)
    return shown !== undefined && states.includes(shown.state) ? shown : undefined
  }
  const isMissing = () => query.error instanceof Problem && (query.error.status === 404 || query.error.status === 422)
  return (
    <Switch fallback={<Skeleton rows={6} />}>
      <Match when={isMissing()}>
        <Empty
          icon="i-lucide-file-x"
          title="This import is not here"
          action={<LinkButton href={workspace().path('/crm/import')}>Choose a file</LinkButton>}
        >
          It may have been deleted.
        </Empty>
      </Match>
      <Match when={data('ready')}>{(ready) => <Preview import={ready()} onCancelled={props.onCancelled} />}</Match>
      <Match when={data('running', 'uploading')}>{(running) => <Running import={running()} />}</Match>
      <Match when={data('done', 'cancelled')}>{(ended) => <Result import={ended()} />}</Match>
      <Match when={query.error}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </Match>
    </Switch>
  )
}
