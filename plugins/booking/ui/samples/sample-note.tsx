import { createSignal, type JSX, Show } from 'solid-js'
import { Button, focusTitle, notify, useWorkspace } from '#kit'
import { useDesk } from '../desk.ts'
import { may } from '../may.ts'
import { useServices } from '../queries.ts'
import { isSample, removeSamples } from './change-samples.ts'

/** Says that a sample salon is among the real things, and takes it away in one press. */
export function SampleNote(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const services = useServices()
  const [busy, setBusy] = createSignal(false)
  const isThere = () => workspace().can(may.manageServices) && services.all().some(isSample)
  const remove = async () => {
    setBusy(true)
    try {
      await removeSamples(desk())
      notify.done('The samples are gone')
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
          <span aria-hidden="true" class="i-lucide-sparkles" /> There is a sample salon among your things.
        </p>
        <Button look="quiet" busy={busy()} onClick={() => void remove()}>
          Remove the samples
        </Button>
      </div>
    </Show>
  )
}
