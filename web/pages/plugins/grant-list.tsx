import { For, type JSX, Show } from 'solid-js'
import { createPanel, ErrorNote, known, Note, notify, notifyUndo, useWorkspace } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Installed } from '../../shell/published-query.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { amountOf, copyOf, type GrantPart, partsOf, withoutPart, withPart } from './grant-parts.ts'
import { GrantRow } from './grant-row.tsx'
import { usePluginDeeds, useUsage } from './queries.ts'
import { usedOf } from './used.ts'

/** All that a plugin was granted, what it has used of it today, and how each is lowered or taken away. */
export function GrantList(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const deeds = usePluginDeeds()
  const panel = createPanel('grant')
  const usage = useUsage(() => props.plugin.id)
  const mayManage = () => workspace().can('plugins.manage')
  const parts = () => partsOf(props.plugin.asks, props.plugin.asked)
  const things = () => parts().filter(({ kind }) => kind !== 'limit')
  const limits = () => parts().filter(({ kind }) => kind === 'limit')
  const save = (grants: Grants) => deeds.change(props.plugin.id, { grants })
  const take = (part: GrantPart) => {
    const before = copyOf(props.plugin.grants)
    save(withoutPart(before, part)).then(
      () => notifyUndo(`Taken away: ${part.text}`, () => save(withPart(props.plugin.grants, part, {}, before))),
      notify.failed,
    )
  }
  const give = (part: GrantPart) => {
    save(withPart(props.plugin.grants, part, {}, props.plugin.asked)).then(
      () => notify.done(`Allowed: ${part.text}`),
      notify.failed,
    )
  }
  const row = (part: GrantPart) => (
    <GrantRow
      part={part}
      used={usedOf(known(usage), part)}
      grants={props.plugin.grants}
      mayManage={mayManage()}
      onChange={() => panel.open(part.id)}
      onTake={() => take(part)}
      onGive={() => give(part)}
    />
  )
  const open = () => parts().find(({ id }) => id === panel.value())
  return (
    <div class="flex flex-col gap-6">
      <ErrorNote error={usage.error} retry={() => void usage.refetch()} />
      <Show when={!mayManage()}>
        <Note icon="i-lucide-lock">Owners and managers decide what a plugin may do.</Note>
      </Show>
      <section aria-labelledby="things" class="card p-4 sm:p-5">
        <h2 id="things" class="text-lg font-semibold">
          What it may do
        </h2>
        <Show
          when={things().length > 0}
          fallback={<p class="mt-2 text-soft">It asks for nothing beyond its own records and pages.</p>}
        >
          <p class="mt-1 text-soft">
            What you take away or lower holds from its very next step. Counting begins anew each day.
          </p>
          <ul class="mt-2 divide-y divide-line">
            <For each={things()}>{row}</For>
          </ul>
        </Show>
      </section>
      <section aria-labelledby="limits" class="card p-4 sm:p-5">
        <h2 id="limits" class="text-lg font-semibold">
          How much it may use
        </h2>
        <ul class="mt-2 divide-y divide-line">
          <For each={limits()}>{row}</For>
        </ul>
      </section>
      <Show
        when={
          mayManage() &&
          open() !== undefined &&
          amountOf(props.plugin.grants, open() as GrantPart) !== undefined &&
          open()
        }
      >
        {(part) => <GrantDialog plugin={props.plugin} part={part()} save={save} close={panel.close} />}
      </Show>
    </div>
  )
}
