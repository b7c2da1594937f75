import { A } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { LinkButton, Loaded, Note, notify, Page, useWorkspace } from '#kit'
import { OwnDevices } from '../../shell/notifications/own-devices.tsx'
import { DailyMail } from './daily-mail.tsx'
import { KindRow } from './kind-row.tsx'
import { type Choices, type Kind, useChoices, useChoose } from './queries.ts'

/** What the person wants to be told of in this workspace, and how. */
export default function NotificationChoices(): JSX.Element {
  const workspace = useWorkspace()
  const choices = useChoices()
  const choose = useChoose()
  const [said, setSaid] = createSignal('')
  const keep = (work: Promise<void>) => {
    setSaid('')
    void work.then(() => setSaid('Saved'), notify.failed)
  }
  return (
    <Page
      title="How you are told"
      lead="Choose for each thing that can happen here. It holds for you alone, in this workspace, at once."
      actions={
        <LinkButton href={workspace().path('/notifications')} icon="i-lucide-bell">
          Your notifications
        </LinkButton>
      }
    >
      <p role="status" class="sr-only">
        {said()}
      </p>
      <Loaded query={choices} rows={8}>
        {(found) => (
          <>
            <Missing channels={found().channels} />
            <OwnDevices />
            <For each={modulesOf(found().kinds)}>
              {(module) => (
                <section aria-label={titleOf(found().kinds, module)} class="card">
                  <h2 class="border-b border-line px-4 py-3 text-lg font-semibold sm:px-5">
                    {titleOf(found().kinds, module)}
                  </h2>
                  <div class="divide-y divide-line">
                    <For each={found().kinds.filter((kind) => kind.module === module)}>
                      {(kind) => (
                        <KindRow
                          kind={kind}
                          channels={found().channels}
                          choose={(patch) => keep(choose.kind(kind, patch))}
                        />
                      )}
                    </For>
                  </div>
                </section>
              )}
            </For>
            <Show when={found().channels.mail !== 'not_connected'}>
              <DailyMail choices={found()} choose={(hour) => keep(choose.hour(hour))} />
            </Show>
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Names, so that a list that comes anew leaves what is drawn where it is. */
function modulesOf(kinds: readonly Kind[]): string[] {
  return [...new Set(kinds.map(({ module }) => module))]
}

function titleOf(kinds: readonly Kind[], module: string): string {
  return kinds.find((kind) => kind.module === module)?.moduleTitle ?? module
}

/** What is not connected here, and where to connect it. */
function Missing(props: { readonly channels: Choices['channels'] }): JSX.Element {
  return (
    <>
      <Show when={props.channels.push === 'not_connected'}>
        <NotHere what="Notifications on devices are not connected in this workspace." connector="push" />
      </Show>
      <Show when={props.channels.mail === 'not_connected'}>
        <NotHere what="Mail is not connected in this workspace, so nothing is told by mail." connector="email" />
      </Show>
      <Show when={props.channels.mail === 'captured'}>
        <Note icon="i-lucide-mail">
          Mail is not connected: on this machine it is shown at{' '}
          <a href="/mail" class="focusable rounded underline">
            /mail
          </a>{' '}
          instead of being sent.
        </Note>
      </Show>
    </>
  )
}

function NotHere(props: { readonly what: string; readonly connector: string }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Note icon="i-lucide-plug">
      {props.what}{' '}
      <Show when={workspace().can('plugins.manage')} fallback="An owner or manager can connect them under Connections.">
        <A href={workspace().path(`/connectors?open=${props.connector}`)} class="focusable rounded underline">
          Connect them under Connections
        </A>
      </Show>
    </Note>
  )
}
