import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, formatNumber, known, notify, Tick, useWorkspace } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { asAbove } from './as-above.ts'
import { usePluginDeeds, useUsage } from './queries.ts'

export interface UninstallDialogProps {
  readonly plugin: Installed
  readonly close: () => void
}

/** Asks what becomes of a plugin's records before it is uninstalled, and names what is lost. */
export function UninstallDialog(props: UninstallDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const deeds = usePluginDeeds()
  const { id, title } = props.plugin
  const usage = useUsage(() => id)
  const [data, setData] = createSignal<'keep' | 'delete'>('keep')
  const [isSure, setIsSure] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const records = () => {
    const rows = known(usage)?.rows.used
    if (rows === undefined) return 'all its records'
    return rows === 1 ? 'its 1 record' : `its ${formatNumber(rows)} records`
  }
  const form = createForm(async () => {
    await deeds.do(id, 'uninstall', { data: data() }).catch(asAbove)
    notify.done(
      data() === 'keep' ? `${title} is uninstalled; its records are kept` : `${title} and its records are gone`,
    )
    navigate(workspace().path('/modules'), { replace: true })
  })
  const save = () => {
    setBusy(true)
    workspace()
      .download(`/plugins/${id}/export`, `${id}.ndjson`)
      .catch(notify.failed)
      .finally(() => setBusy(false))
  }
  const choices = () => [
    {
      value: 'keep' as const,
      label: 'Keep its records',
      hint: 'Install it again later, and everything is where it was.',
    },
    {
      value: 'delete' as const,
      label: 'Delete its records for good',
      hint: `Lost are ${records()}, its settings, and the passwords and keys that it was given.`,
    },
  ]
  return (
    <Dialog title={`Uninstall ${title}?`} open onClose={props.close}>
      <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="text-soft">Its pages disappear for everybody here, and it stops at once.</p>
        <fieldset class="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
          <legend class="pb-1 font-medium">What becomes of its records</legend>
          <For each={choices()}>
            {(choice) => (
              <label class="flex min-h-8 cursor-pointer items-start gap-3">
                <input
                  type="radio"
                  name="data"
                  value={choice.value}
                  checked={data() === choice.value}
                  class="focusable mt-0.5 h-6 w-6 shrink-0 rounded-full accent-[var(--accent)]"
                  onChange={() => setData(choice.value)}
                />
                <span class="min-w-0">
                  {choice.label}
                  <span class="block text-sm text-soft">{choice.hint}</span>
                </span>
              </label>
            )}
          </For>
        </fieldset>
        <div class="flex flex-wrap items-center gap-3">
          <Button icon="i-lucide-download" busy={busy()} onClick={save}>
            Save its records in a file first
          </Button>
        </div>
        <Show when={data() === 'delete'}>
          <Tick
            label={`Yes, delete ${records()}. I know that nobody can bring them back.`}
            name="sure"
            checked={isSure()}
            onChange={setIsSure}
          />
        </Show>
        <ErrorNote error={form.error()} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="danger" disabled={data() === 'delete' && !isSure()} busy={form.busy()}>
            {data() === 'keep' ? 'Uninstall it' : 'Uninstall it and delete its records'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
