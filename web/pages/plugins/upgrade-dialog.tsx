import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, Loaded, notify } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { AskList } from '../marketplace/ask-list.tsx'
import { asAbove } from './as-above.ts'
import type { Plan } from './contract.ts'
import { copyOf } from './grant-parts.ts'
import { GrantsEditor } from './grants-editor.tsx'
import { usePlan, usePluginDeeds } from './queries.ts'

export interface UpgradeDialogProps {
  readonly plugin: Installed
  readonly version: string
  readonly close: () => void
}

/** Shows what another version changes before one says yes: what it wants besides, and what happens to the tables. */
export function UpgradeDialog(props: UpgradeDialogProps): JSX.Element {
  const plan = usePlan(
    () => props.plugin.id,
    () => props.version,
  )
  return (
    <Dialog title={`Update ${props.plugin.title} to ${props.version}?`} open onClose={props.close}>
      <Loaded query={plan}>{(found) => <Question {...props} plan={found()} />}</Loaded>
    </Dialog>
  )
}

function Question(props: UpgradeDialogProps & { readonly plan: Plan }): JSX.Element {
  const deeds = usePluginDeeds()
  const [grants, setGrants] = createSignal(copyOf(props.plan.grants))
  const { id, title } = props.plugin
  const form = createForm(async () => {
    const { to } = props.plan
    await deeds.do(id, 'upgrade', { version: to, grants: grants() }).catch(asAbove)
    props.close()
    notify.done(`${title} is now version ${to}`)
  })
  return (
    <form novalidate class="flex flex-col gap-5" onSubmit={form.onSubmit}>
      <Show when={props.plan.changes !== ''}>
        <section aria-label="What is new">
          <h3 class="text-base font-medium">What is new</h3>
          <p class="whitespace-pre-line text-soft [overflow-wrap:anywhere]">{props.plan.changes}</p>
        </section>
      </Show>
      <section aria-label="What it asks for besides">
        <h3 class="text-base font-medium">What it asks for besides</h3>
        <Show
          when={props.plan.asksMore.length > 0}
          fallback={<p class="text-soft">Nothing. It keeps to what you have allowed.</p>}
        >
          <p class="pb-3 text-soft">Leave out what you do not want to give, or give less.</p>
          <GrantsEditor
            asks={props.plan.asksMore}
            asked={props.plan.grants}
            granted={grants()}
            onChange={setGrants}
            withLimits={props.plan.asksMore.some(({ kind }) => kind === 'limit')}
          />
        </Show>
      </section>
      <Show when={props.plan.asksLess.length > 0}>
        <section aria-label="What it gives up">
          <h3 class="text-base font-medium">What it no longer needs</h3>
          <AskList asks={props.plan.asksLess} />
        </section>
      </Show>
      <DatabasePlan steps={props.plan.database} />
      <ErrorNote error={form.error()} />
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => props.close()}>Not now</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          {props.plan.asksMore.length > 0 ? 'Yes, allow it and update' : 'Yes, update'}
        </Button>
      </div>
    </form>
  )
}

/** What happens to the plugin's tables, in words; the statements are there for whoever reads them. */
function DatabasePlan(props: { readonly steps: Plan['database'] }): JSX.Element {
  return (
    <section aria-label="What changes in its tables">
      <h3 class="text-base font-medium">What changes in its tables</h3>
      <Show when={props.steps.length > 0} fallback={<p class="text-soft">Nothing.</p>}>
        <p class="text-soft">Something may be added; nothing that is there is changed or deleted.</p>
        <ol class="mt-2 flex flex-col gap-2">
          <For each={props.steps}>
            {(step) => (
              <li>
                <p class="[overflow-wrap:anywhere]">{step.text}</p>
                <details>
                  <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-sm text-accent">
                    Show it as SQL <span class="sr-only">: {step.text}</span>
                  </summary>
                  <pre class="m-0 whitespace-pre-wrap rounded-lg bg-raised p-3 text-sm [overflow-wrap:anywhere]">
                    <code>{step.sql}</code>
                  </pre>
                </details>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}
