import { For, type JSX, Show } from 'solid-js'
import { Badge, formatDate } from '#kit'
import type { ListingDetail } from '../plugins/contract.ts'

/** What changed from version to version, the latest first. */
export function VersionList(props: { readonly versions: ListingDetail['versions'] }): JSX.Element {
  return (
    <section aria-labelledby="versions" class="card p-4 sm:p-5">
      <h2 id="versions" class="text-lg font-semibold">
        What is new
      </h2>
      <ol class="mt-2 divide-y divide-line">
        <For each={props.versions}>
          {(version) => (
            <li class="py-3">
              <h3 class="flex flex-wrap items-center gap-x-3 gap-y-1 text-base font-medium">
                Version {version.version}
                <span class="text-sm font-normal text-soft">{formatDate(version.at)}</span>
                <Show when={version.state !== 'live'}>
                  <Badge tone="danger">Called back</Badge>
                </Show>
              </h3>
              <p class="mt-1 whitespace-pre-line text-soft [overflow-wrap:anywhere]">
                {version.changes === '' ? 'The publisher says nothing about it.' : version.changes}
              </p>
            </li>
          )}
        </For>
      </ol>
    </section>
  )
}
