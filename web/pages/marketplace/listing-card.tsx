import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { formatNumber, useWorkspace } from '#kit'
import { PublishedIcon } from '../../kit/published-icon.tsx'
import type { Listing } from '../plugins/contract.ts'
import { PublisherName } from './publisher-name.tsx'
import { StateBadge } from './state-badge.tsx'

/** A plugin among others: how it looks, what it does, who made it. */
export function ListingCard(props: { readonly listing: Listing }): JSX.Element {
  const workspace = useWorkspace()
  const shot = () => props.listing.screenshots[0]
  return (
    <li class="card relative flex min-w-0 flex-col overflow-hidden hover:border-faint">
      <div class="grid aspect-[16/9] place-items-center overflow-hidden border-b border-line bg-raised">
        <Show when={shot()} fallback={<PublishedIcon name={props.listing.icon} />}>
          {(picture) => (
            <img src={picture().url} alt="" loading="lazy" class="h-full w-full object-cover object-left-top" />
          )}
        </Show>
      </div>
      <div class="flex flex-1 flex-col gap-2 p-4">
        <div class="flex items-start gap-3">
          <PublishedIcon name={props.listing.icon} />
          <div class="min-w-0 flex-1">
            <h2 class="text-base font-semibold">
              {/* The whole card leads to the plugin. */}
              <A
                href={workspace().path(`/marketplace/${props.listing.id}`)}
                class="focusable rounded no-underline [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-['']"
              >
                {props.listing.title}
              </A>
            </h2>
            <p class="text-sm text-soft">
              <PublisherName publisher={props.listing.publisher} />
            </p>
          </div>
          <Show when={props.listing.installed}>{(installed) => <StateBadge state={installed().state} />}</Show>
        </div>
        <p class="line-clamp-3 text-soft [overflow-wrap:anywhere]">{props.listing.description}</p>
        <p class="mt-auto pt-1 text-sm text-soft">{installsWords(props.listing.installs)}</p>
      </div>
    </li>
  )
}

export function installsWords(installs: number): string {
  if (installs === 0) return 'New here'
  return installs === 1 ? 'In 1 workspace' : `In ${formatNumber(installs)} workspaces`
}
