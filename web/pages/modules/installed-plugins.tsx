import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Badge, Keyed, useWorkspace } from '#kit'
import { PublishedIcon } from '../../kit/published-icon.tsx'
import { usePublishedPlugins } from '../../shell/published.ts'
import type { Installed } from '../../shell/published-query.ts'
import { PublisherName } from '../marketplace/publisher-name.tsx'
import { StateBadge } from '../marketplace/state-badge.tsx'

/** The plugins of others that are installed here, below the platform's own modules. */
export function InstalledPlugins(): JSX.Element {
  const plugins = usePublishedPlugins()
  return (
    <Show when={plugins().length > 0}>
      <section aria-labelledby="installed" class="flex flex-col gap-4">
        <div>
          <h2 id="installed" class="text-lg font-semibold">
            From the marketplace
          </h2>
          <p class="text-soft">Made by others. Each does only what you allow.</p>
        </div>
        <ul class="grid gap-4 md:grid-cols-2">
          <Keyed each={plugins()}>{(plugin) => <InstalledCard plugin={plugin()} />}</Keyed>
        </ul>
      </section>
    </Show>
  )
}

function InstalledCard(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <li class="card flex gap-4 p-4 sm:p-5">
      <PublishedIcon name={props.plugin.icon} off={props.plugin.state !== 'on'} />
      <div class="flex min-w-0 flex-1 flex-col gap-2">
        <div class="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
          <h3 class="min-w-0 text-base font-medium [overflow-wrap:anywhere]">{props.plugin.title}</h3>
          <span class="flex flex-wrap gap-2">
            <Show when={props.plugin.update}>
              <Badge tone="accent">Update</Badge>
            </Show>
            <StateBadge state={props.plugin.state} />
          </span>
        </div>
        <p class="text-soft [overflow-wrap:anywhere]">{props.plugin.description}</p>
        <p class="text-sm text-soft">
          By <PublisherName publisher={props.plugin.publisher} />
        </p>
        <A
          href={workspace().path(`/plugins/${props.plugin.id}`)}
          class="focusable mt-auto inline-flex min-h-6 w-fit items-center gap-1 rounded text-accent"
        >
          Settings and rights <span class="sr-only">of {props.plugin.title}</span>
        </A>
      </div>
    </li>
  )
}
