import { A } from '@solidjs/router'
import { For, type JSX } from 'solid-js'
import { Loaded } from '#kit'
import { useOwnWorkspaces } from '../../shell/mine.ts'

/** The way to what each workspace tells the person, and how. */
export function NotificationsSection(): JSX.Element {
  const workspaces = useOwnWorkspaces()
  return (
    <section aria-labelledby="notifications" class="card p-4 sm:p-6">
      <h2 id="notifications" class="text-lg font-semibold">
        Notifications
      </h2>
      <p class="mb-3 mt-1 text-soft">What you are told by mail and on this device, you choose for each workspace.</p>
      <Loaded query={workspaces} rows={2}>
        {(list) => (
          <ul class="flex flex-col gap-1">
            <For each={list().data}>
              {(tenant) => (
                <li>
                  <A
                    href={`/w/${tenant.slug}/notifications/choices`}
                    class="focusable inline-flex min-h-8 items-center gap-2 rounded underline"
                  >
                    <span aria-hidden="true" class="i-lucide-bell" /> {tenant.name}
                  </A>
                </li>
              )}
            </For>
          </ul>
        )}
      </Loaded>
    </section>
  )
}
