import { createSignal, type JSX, Show } from 'solid-js'
import { Button, notify, notifyUndo, useWorkspace } from '#kit'
import { useDesk } from '../records/desk.ts'
import { addSamples, removeSamples } from './change-samples.ts'

/** Fills an empty place with something to try. */
export function SampleButton(): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [busy, setBusy] = createSignal(false)
  const add = async () => {
    setBusy(true)
    try {
      await addSamples(desk())
      notifyUndo('Sample people, deals and tasks are there', () => removeSamples(desk()))
    } catch (error) {
      notify.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={workspace().can('crm.contacts.write')}>
      <Button look="quiet" icon="i-lucide-sparkles" busy={busy()} onClick={() => void add()}>
        Try it with sample data
      </Button>
    </Show>
  )
}
