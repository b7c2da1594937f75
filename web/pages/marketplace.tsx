import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, Empty, Keyed, LinkButton, Loaded, Page, SearchField, useWorkspace } from '#kit'
import { ListingCard } from './marketplace/listing-card.tsx'
import { useListings } from './plugins/queries.ts'

/** What others have made for workspaces like this one. */
export default function Marketplace(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<{ q: string }>()
  const q = () => (typeof search.q === 'string' ? search.q : '')
  const listings = useListings(q)
  const found = () =>
    listings.isSuccess || listings.isRefetchError ? (listings.data?.pages.flatMap(({ data }) => data) ?? []) : []
  const find = (value: string) => setSearch({ q: value === '' ? undefined : value }, { replace: true, scroll: false })
  return (
    <Page
      title="Marketplace"
      lead="Plugins that others have made. Each runs apart from everything else here, and does only what you allow."
      actions={
        <Show when={workspace().can('publisher.manage')}>
          <LinkButton href={workspace().path('/publisher')} icon="i-lucide-upload">
            Publish your own
          </LinkButton>
        </Show>
      }
    >
      <search class="max-w-xl">
        <SearchField label="Search plugins" value={q()} onSearch={find} />
      </search>
      <p role="status" class="sr-only">
        {listings.isSuccess ? `${found().length} ${found().length === 1 ? 'plugin' : 'plugins'} found` : ''}
      </p>
      <Loaded query={listings} rows={8}>
        {() => (
          <Show when={found().length > 0} fallback={<Nothing isFiltered={q() !== ''} showAll={() => find('')} />}>
            <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3" aria-busy={listings.isFetching}>
              <Keyed each={found()}>{(listing) => <ListingCard listing={listing()} />}</Keyed>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={listings.hasNextPage}>
        <Button class="self-center" busy={listings.isFetchingNextPage} onClick={() => void listings.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </Page>
  )
}

function Nothing(props: { readonly isFiltered: boolean; readonly showAll: () => void }): JSX.Element {
  return (
    <div class="card">
      <Show
        when={props.isFiltered}
        fallback={
          <Empty icon="i-lucide-store" title="No plugins yet">
            Nobody has published one on this platform so far. The modules work without them.
          </Empty>
        }
      >
        <Empty
          icon="i-lucide-search-x"
          title="No plugin fits"
          action={<Button onClick={() => props.showAll()}>Show all plugins</Button>}
        >
          Try fewer letters, or another word for what you want to do.
        </Empty>
      </Show>
    </div>
  )
}
