import { createSignal, For, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, TextField } from '#kit'
import type { Deal } from '../types.ts'

export interface LostDialogProps {
  readonly deal: Deal | undefined
  readonly onClose: () => void
  readonly onLost: (reason: string) => Promise<unknown>
}

const usual = ['Too expensive', 'Chose somebody else', 'No answer', 'Not needed any more', 'Bad timing']

/** Asks why a deal was lost; one may say nothing. */
export function LostDialog(props: LostDialogProps): JSX.Element {
  return (
    <Dialog
      title={`Why was ${props.deal?.title ?? 'the deal'} lost?`}
      open={props.deal !== undefined}
      onClose={props.onClose}
    >
      <Show when={props.deal !== undefined}>
        <LostForm {...props} />
      </Show>
    </Dialog>
  )
}

function LostForm(props: LostDialogProps): JSX.Element {
  const [reason, setReason] = createSignal('')
  const form = createForm(async () => {
    await props.onLost(reason().trim())
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextField
        label="Reason"
        hint="You find out later what most deals fail for. You may leave it empty."
        value={reason()}
        maxlength={500}
        autocomplete="off"
        autofocus
        error={form.wrong('lostReason')}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <ul aria-label="Usual reasons" class="flex flex-wrap gap-2">
        <For each={usual}>
          {(words) => (
            <li>
              <Button aria-pressed={reason() === words} onClick={() => setReason(words)}>
                {words}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Mark as lost
        </Button>
      </div>
    </form>
  )
}
