import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { formatDate, useWorkspace } from '#kit'
import { PublishedIcon } from '../../kit/published-icon.tsx'
import { entriesOf } from '../../shell/published.ts'
import type { Installed } from '../../shell/published-query.ts'
import { PublisherName } from '../marketplace/publisher-name.tsx'
import { StateBadge } from '../marketplace/state-badge.tsx'

const restWords = {
  suspended: 'It does not run: somebody has paused it here. Its records stay, and it goes on where it was.',
  killed: 'It does not run: whoever runs this platform has stopped it everywhere. Its records stay.',
  yanked: 'It does not run: its version was called back. Its records stay, and it goes on with another version.',
} as const

/** Whether an installed plugin runs, who made it, and where its pages are. */
export function Standing(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const rest = () => (props.plugin.state === 'on' ? undefined : restWords[props.plugin.state])
  return (
    <section aria-label="How it stands" class="card flex items-start gap-4 p-4 sm:p-5">
      <PublishedIcon name={props.plugin.icon} off={props.plugin.state !== 'on'} />
      <div class="flex min-w-0 flex-1 flex-col gap-2">
        <p class="flex flex-wrap items-center gap-x-4 gap-y-1">
          <StateBadge state={props.plugin.state} />
          <span>
            By <PublisherName publisher={props.plugin.publisher} />
          </span>
          <span class="text-soft">
            Version {props.plugin.version}, installed {formatDate(props.plugin.installedAt)}
          </span>
        </p>
        <Show when={rest()}>
          {(words) => (
            <p class="text-danger">
              {words()}
              <Show when={props.plugin.reason}>
                {(reason) => <span class="[overflow-wrap:anywhere]"> The reason: {reason()}</span>}
              </Show>
            </p>
          )}
        </Show>
        <Show when={entriesOf(props.plugin).length > 0}>
          <p class="flex flex-wrap gap-x-4 gap-y-1">
            <span class="text-soft">Its pages:</span>
            <For each={entriesOf(props.plugin)}>
              {(entry) => (
                <A href={workspace().path(entry.path)} class="focusable min-h-6 rounded text-accent">
                  {entry.label}
                </A>
              )}
            </For>
          </p>
        </Show>
      </div>
    </section>
  )
}
