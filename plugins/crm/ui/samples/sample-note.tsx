import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, focusTitle, known, notify, useWorkspace } from '#kit'
import { useDesk } from '../records/desk.ts'
import { tagsKey } from '../records/keys.ts'
import { removeSamples } from './change-samples.ts'
import { sampleTag } from './sample-data.ts'

/** Says that sample data is among the real, and takes it away in one press. */
export function SampleNote(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [busy, setBusy] = createSignal(false)
  const tags = useQuery(() => ({
    queryKey: tagsKey(workspace().slug),
    queryFn: () => workspace().api<{ data: { tag: string; contacts: number }[] }>('/crm/tags'),
    enabled: workspace().can('crm.contacts.write'),
  }))
  const isThere = () => known(tags)?.data.some(({ tag }) => tag === sampleTag) === true
  const remove = async () => {
    setBusy(true)
    try {
      const count = await removeSamples(desk())
      notify.done(count === 1 ? '1 sample is gone' : `${count} samples are gone`)
      focusTitle()
    } catch (error) {
      notify.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={isThere()}>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg bg-raised px-4 py-2">
        <p class="text-soft">
          <span aria-hidden="true" class="i-lucide-sparkles" /> There is sample data among yours.
        </p>
        <Button look="quiet" busy={busy()} onClick={() => void remove()}>
          Remove the samples
        </Button>
      </div>
    </Show>
  )
}
