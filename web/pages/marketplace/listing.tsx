import { A, useParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, createPanel, Empty, LinkButton, Loaded, Note, Page, Problem, useWorkspace } from '#kit'
import { PublishedIcon } from '../../kit/published-icon.tsx'
import type { ListingDetail } from '../plugins/contract.ts'
import { useListing } from '../plugins/queries.ts'
import { RoleRights } from '../plugins/role-rights.tsx'
import { AskList } from './ask-list.tsx'
import { InstallDialog } from './install-dialog.tsx'
import { installsWords } from './listing-card.tsx'
import { PublisherName } from './publisher-name.tsx'
import { Screenshots } from './screenshots.tsx'
import { StateBadge } from './state-badge.tsx'
import { VersionList } from './version-list.tsx'

/** One plugin of the marketplace: all that one should know before it is installed. */
export default function ListingPage(): JSX.Element {
  const workspace = useWorkspace()
  const params = useParams<{ plugin: string }>()
  const query = useListing(() => params.plugin)
  const install = createPanel('install')
  const found = () => (query.isSuccess || query.isRefetchError ? query.data : undefined)
  const isMissing = () => query.error instanceof Problem && [404, 422].includes(query.error.status)
  const mayInstall = () => workspace().can('plugins.manage')
  return (
    <Page
      title={found()?.title ?? 'Plugin'}
      {...(found() === undefined ? {} : { lead: found()?.description ?? '' })}
      actions={
        <Show when={found()}>
          {(listing) => (
            <Show
              when={listing().installed}
              fallback={
                <Show when={mayInstall()}>
                  <Button look="primary" icon="i-lucide-download" onClick={() => install.open()}>
                    Install
                  </Button>
                </Show>
              }
            >
              <LinkButton href={workspace().path(`/plugins/${listing().id}`)} look="primary">
                Settings and rights
              </LinkButton>
            </Show>
          )}
        </Show>
      }
    >
      <A
        href={workspace().path('/marketplace')}
        class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-soft"
      >
        <span aria-hidden="true" class="i-lucide-arrow-left" /> All plugins
      </A>
      <Show when={!mayInstall() && found()?.installed === null}>
        <Note icon="i-lucide-lock">Owners and managers install plugins.</Note>
      </Show>
      <Switch fallback={<Loaded query={query}>{(listing) => <Details listing={listing() as ListingDetail} />}</Loaded>}>
        <Match when={isMissing()}>
          <div class="card">
            <Empty
              icon="i-lucide-store"
              title="There is no such plugin"
              action={<LinkButton href={workspace().path('/marketplace')}>See all plugins</LinkButton>}
            >
              Its publisher may have taken it back, or the link is old.
            </Empty>
          </div>
        </Match>
      </Switch>
      <Show when={mayInstall() && install.value() !== undefined && found()?.installed === null && found()}>
        {(listing) => <InstallDialog listing={listing()} close={install.close} />}
      </Show>
    </Page>
  )
}

function Details(props: { readonly listing: ListingDetail }): JSX.Element {
  return (
    <>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2 text-soft">
        <PublishedIcon name={props.listing.icon} />
        <p>
          By <PublisherName publisher={props.listing.publisher} />
        </p>
        <p>Version {props.listing.version}</p>
        <p>{installsWords(props.listing.installs)}</p>
        <Show when={props.listing.installed}>{(installed) => <StateBadge state={installed().state} />}</Show>
      </div>
      <Screenshots listing={props.listing} />
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div class="flex min-w-0 flex-col gap-6">
          <section aria-labelledby="asks" class="card p-4 sm:p-5">
            <h2 id="asks" class="text-lg font-semibold">
              What it may do once you install it
            </h2>
            <p class="mt-1 text-soft">
              Nothing but this, and you can take each of these away again. It never sees another workspace.
            </p>
            <AskList asks={props.listing.asks} />
          </section>
          <VersionList versions={props.listing.versions} />
        </div>
        <div class="flex min-w-0 flex-col gap-6">
          <RoleRights permissions={props.listing.permissions} />
          <section aria-labelledby="publisher" class="card p-4 sm:p-5">
            <h2 id="publisher" class="text-lg font-semibold">
              Who publishes it
            </h2>
            <p class="mt-2">
              <PublisherName publisher={props.listing.publisher} />
            </p>
            <p class="mt-1 text-sm text-soft">
              {props.listing.publisher.verified
                ? 'Whoever runs this platform knows who this is.'
                : 'Nobody has checked yet who this is. Look well at what it asks for.'}{' '}
              Every version is signed by its publisher, and nobody can change it afterwards.
            </p>
          </section>
        </div>
      </div>
    </>
  )
}
