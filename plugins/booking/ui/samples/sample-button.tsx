import { createSignal, type JSX, Show } from 'solid-js'
import { Button, notify, notifyUndo, useWorkspace } from '#kit'
import { useDesk } from '../desk.ts'
import { may } from '../may.ts'
import { addSamples, removeSamples } from './change-samples.ts'

/** Fills an empty calendar with a salon to try. */
export function SampleButton(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [busy, setBusy] = createSignal(false)
  const add = async () => {
    setBusy(true)
    try {
      await addSamples(desk())
      notifyUndo('A sample salon is there', () => removeSamples(desk()))
    } catch (error) {
      notify.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={workspace().can(may.manageServices)}>
      <Button look="quiet" icon="i-lucide-sparkles" busy={busy()} onClick={() => void add()}>
        Try it with a sample salon
      </Button>
    </Show>
  )
}
