import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, Index, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, Empty, ErrorNote, formatNumber, known, Page, SearchField, Skeleton, useWorkspace } from '#kit'
import { companiesKey } from './companies/company-cache.ts'
import { CompanyDialog } from './companies/company-dialog.tsx'
import { CompanyItem } from './companies/company-item.tsx'
import { DeleteCompany } from './companies/delete-company.tsx'
import { firstOf, toQuery } from './query-string.ts'
import type { CompanyPage } from './types.ts'

/** The companies of the workspace's contacts. */
export default function Companies(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<Record<'q' | 'edit' | 'delete', string>>()
  const q = createMemo(() => firstOf(search.q))
  const query = useInfiniteQuery(() => ({
    queryKey: [...companiesKey(workspace().slug), 'listed', q()],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<CompanyPage>(`/crm/companies?${toQuery({ q: q(), limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: CompanyPage) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const companies = createMemo(() => known(query)?.pages.flatMap((page) => page.data) ?? [])
  const canWrite = () => workspace().can('crm.companies.write')
  const open = (panel: 'edit' | 'delete', id: string) => setSearch({ [panel]: id })
  const close = () => setSearch({ edit: '', delete: '' }, { replace: true })
  const words = () => {
    if (query.isPending || (companies().length === 0 && q() === '')) return ''
    if (query.hasNextPage) return 'More than 100 companies'
    return companies().length === 1 ? '1 company' : `${formatNumber(companies().length)} companies`
  }
  return (
    <Page
      title="Companies"
      actions={
        <Show when={canWrite()}>
          <Button look="primary" icon="i-lucide-plus" onClick={() => open('edit', 'new')}>
            Add company
          </Button>
        </Show>
      }
    >
      <Show when={q() !== '' || companies().length > 0}>
        <SearchField
          label="Search companies"
          value={q()}
          onSearch={(next) => setSearch({ q: next }, { replace: true })}
        />
      </Show>
      <p role="status" class="text-sm text-soft empty:hidden">
        {words()}
      </p>
      <Switch>
        <Match when={query.error && companies().length === 0}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
        <Match when={query.isPending}>
          <Skeleton rows={6} />
        </Match>
        <Match when={companies().length === 0 && q() !== ''}>
          <Empty
            icon="i-lucide-search-x"
            title="No such company"
            action={<Button onClick={() => setSearch({ q: '' })}>Show all companies</Button>}
          >
            Try fewer letters or another spelling.
          </Empty>
        </Match>
        <Match when={companies().length === 0}>
          <div class="card">
            <Empty
              icon="i-lucide-building-2"
              title="No companies yet"
              action={
                <Show when={canWrite()}>
                  <Button look="primary" icon="i-lucide-plus" onClick={() => open('edit', 'new')}>
                    Add the first company
                  </Button>
                </Show>
              }
            >
              Companies come along when you import contacts, or add them here.
            </Empty>
          </div>
        </Match>
        <Match when={true}>
          <ul
            class={`card divide-y divide-line transition-opacity ${query.isPlaceholderData ? 'opacity-60' : ''}`}
            aria-label="Companies"
          >
            <Index each={companies()}>
              {(company) => (
                <CompanyItem
                  company={company()}
                  canWrite={canWrite()}
                  onEdit={() => open('edit', company().id)}
                  onDelete={() => open('delete', company().id)}
                />
              )}
            </Index>
          </ul>
          <ErrorNote error={query.error} retry={() => void query.fetchNextPage()} />
          <Show when={query.hasNextPage}>
            <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </Show>
        </Match>
      </Switch>
      <CompanyDialog id={canWrite() ? firstOf(search.edit) : ''} onClose={close} />
      <DeleteCompany
        company={canWrite() ? companies().find(({ id }) => id === firstOf(search.delete)) : undefined}
        onClose={close}
      />
    </Page>
  )
}
