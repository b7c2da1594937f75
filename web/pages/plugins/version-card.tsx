import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, Confirm, createPanel, notify, Switch, useWorkspace } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { usePluginDeeds } from './queries.ts'

/** Which version runs here, whether newer ones come by themselves, and the way back. */
export function VersionCard(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const deeds = usePluginDeeds()
  const back = createPanel('back')
  const mayManage = () => workspace().can('plugins.manage')
  const choose = (autoUpdate: boolean) =>
    deeds
      .change(props.plugin.id, { autoUpdate })
      .then(() => notify.done(autoUpdate ? 'Updates come by themselves' : 'Updates wait for you'), notify.failed)
  const rollBack = async () => {
    const { id, title, previousVersion } = props.plugin
    await deeds.do(id, 'rollback')
    notify.done(`${title} is version ${previousVersion} again`)
  }
  return (
    <section aria-labelledby="version" class="card flex max-w-3xl flex-col gap-4 p-4 sm:p-5">
      <h2 id="version" class="text-lg font-semibold">
        Version {props.plugin.version}
      </h2>
      <Show
        when={mayManage()}
        fallback={<p>{props.plugin.autoUpdate ? 'Updates come by themselves.' : 'Updates wait for a manager.'}</p>}
      >
        <Switch
          label="Update by itself"
          hint="A version that asks for more than you have allowed waits for you all the same."
          checked={props.plugin.autoUpdate}
          onChange={(isOn) => void choose(isOn)}
        />
      </Show>
      <Show when={props.plugin.previousVersion}>
        {(previous) => (
          <div class="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
            <p class="min-w-0 flex-1 basis-60 text-soft">
              Before this one it was version {previous()}. Going back deletes nothing: what was written meanwhile stays.
            </p>
            <Show when={mayManage()}>
              <Button icon="i-lucide-undo-2" onClick={() => back.open()}>
                Go back to {previous()}
              </Button>
            </Show>
            <Show when={mayManage() && back.value()}>
              <Confirm
                open
                title={`Go back to version ${previous()}?`}
                action={`Go back to ${previous()}`}
                onClose={back.close}
                onConfirm={rollBack}
              >
                It holds at once, for everybody here. Its records stay as they are.
              </Confirm>
            </Show>
          </div>
        )}
      </Show>
      <A
        href={workspace().path(`/marketplace/${props.plugin.id}`)}
        class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-accent"
      >
        All versions and what is new in them
      </A>
    </section>
  )
}
