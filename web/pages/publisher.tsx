import { type JSX, Show } from 'solid-js'
import { Badge, Loaded, Note, Page, useWorkspace } from '#kit'
import { Become } from './publisher/become.tsx'
import { Keys } from './publisher/keys.tsx'
import { OwnPlugins } from './publisher/own-plugins.tsx'
import { type OwnPublisher, useOwnPublisher } from './publisher/queries.ts'

/** For those who make plugins: who they publish as, by which keys, and how what they published fares. */
export default function PublisherPage(): JSX.Element {
  const workspace = useWorkspace()
  const own = useOwnPublisher()
  return (
    <Page title="Publishing" lead="Plugins that this workspace makes for others, and puts into the marketplace.">
      <Show
        when={workspace().can('publisher.manage')}
        fallback={<Note icon="i-lucide-lock">Owners and managers publish plugins.</Note>}
      >
        <Loaded query={own}>
          {(found) => (
            <Show when={found().publisher} fallback={<Become />}>
              {(publisher) => <Published publisher={publisher()} />}
            </Show>
          )}
        </Loaded>
      </Show>
    </Page>
  )
}

function Published(props: { readonly publisher: OwnPublisher }): JSX.Element {
  return (
    <>
      <section aria-labelledby="who" class="card max-w-3xl p-4 sm:p-5">
        <h2 id="who" class="flex flex-wrap items-center gap-3 text-lg font-semibold">
          <span class="min-w-0 [overflow-wrap:anywhere]">{props.publisher.name}</span>
          <Badge tone={props.publisher.verified ? 'good' : 'plain'}>
            {props.publisher.verified ? 'Verified' : 'Not verified yet'}
          </Badge>
        </h2>
        <p class="mt-1 text-soft [overflow-wrap:anywhere]">
          Under this name others see your plugins. Your short name is {props.publisher.slug}.
        </p>
        <Show when={props.publisher.website}>
          {(website) => <p class="mt-1 text-soft [overflow-wrap:anywhere]">Your website: {website()}</p>}
        </Show>
      </section>
      <OwnPlugins />
      <Keys />
    </>
  )
}
