import { type JSX, Show } from 'solid-js'
import { Button, createPanel, useWorkspace } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { UpgradeDialog } from './upgrade-dialog.tsx'

export interface UpdateCardProps {
  readonly plugin: Installed
  readonly update: NonNullable<Installed['update']>
}

/** Says that there is a newer version, and whether it waits for a yes. */
export function UpdateCard(props: UpdateCardProps): JSX.Element {
  const workspace = useWorkspace()
  const upgrade = createPanel('upgrade')
  const mayManage = () => workspace().can('plugins.manage')
  return (
    <section aria-labelledby="update" class="rounded-xl bg-accent-soft p-4 sm:p-5">
      <div class="flex flex-wrap items-start justify-between gap-4">
        <div class="min-w-0 flex-1 basis-60">
          <h2 id="update" class="text-lg font-semibold">
            Version {props.update.version} is there
          </h2>
          <Show when={props.update.changes !== ''}>
            <p class="mt-1 whitespace-pre-line [overflow-wrap:anywhere]">{props.update.changes}</p>
          </Show>
          <p class="mt-1">
            {props.update.asksMore.length > 0
              ? 'It asks for more than you have allowed, so it waits for your yes.'
              : 'It asks for nothing more than you have allowed.'}
          </p>
        </div>
        <Show when={mayManage()}>
          <Button look="primary" onClick={() => upgrade.open(props.update.version)}>
            Look at the update
          </Button>
        </Show>
      </div>
      <Show when={mayManage() && upgrade.value()}>
        {(version) => <UpgradeDialog plugin={props.plugin} version={version()} close={upgrade.close} />}
      </Show>
    </section>
  )
}
