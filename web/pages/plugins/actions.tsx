import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createPanel, LinkButton, notify, useWorkspace } from '#kit'
import { entriesOf } from '../../shell/published.ts'
import type { Installed } from '../../shell/published-query.ts'
import { usePluginDeeds } from './queries.ts'
import { UninstallDialog } from './uninstall-dialog.tsx'

/** What can be done with an installed plugin as a whole. */
export function PluginActions(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const deeds = usePluginDeeds()
  const uninstall = createPanel('uninstall')
  const [busy, setBusy] = createSignal(false)
  const mayManage = () => workspace().can('plugins.manage')
  const turn = (deed: 'suspend' | 'resume', done: string) => {
    setBusy(true)
    deeds
      .do(props.plugin.id, deed)
      .then(() => notify.done(`${props.plugin.title} ${done}`), notify.failed)
      .finally(() => setBusy(false))
  }
  const first = () => entriesOf(props.plugin)[0]
  return (
    <>
      <Show when={first()}>
        {(entry) => (
          <LinkButton href={workspace().path(entry().path)} look="primary" icon="i-lucide-arrow-right">
            Open
          </LinkButton>
        )}
      </Show>
      <Show when={mayManage()}>
        <Show when={props.plugin.state === 'on'}>
          <Button icon="i-lucide-pause" busy={busy()} onClick={() => turn('suspend', 'is paused')}>
            Pause
          </Button>
        </Show>
        <Show when={props.plugin.state === 'suspended'}>
          <Button icon="i-lucide-play" look="primary" busy={busy()} onClick={() => turn('resume', 'runs again')}>
            Go on
          </Button>
        </Show>
        <Button icon="i-lucide-trash-2" onClick={() => uninstall.open()}>
          Uninstall
        </Button>
        <Show when={uninstall.value()}>
          <UninstallDialog plugin={props.plugin} close={uninstall.close} />
        </Show>
      </Show>
    </>
  )
}
