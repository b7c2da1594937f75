import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, Dialog, ErrorNote, Switch, TextField, useWorkspace } from '#kit'
import { cancelBooking } from '../change-booking.ts'
import { useDesk } from '../desk.ts'
import type { Booking } from '../types.ts'
import { customerOf, whenWords } from '../words.ts'

export interface CancelDialogProps {
  readonly booking: Booking
  readonly open: boolean
  readonly onClose: () => void
}

/** Calls a booking off. */
export function CancelDialog(props: CancelDialogProps): JSX.Element {
  return (
    <Dialog title="Cancel the booking?" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <CancelForm {...props} />
      </Show>
    </Dialog>
  )
}

function CancelForm(props: CancelDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [isTold, setIsTold] = createSignal(true)
  const form = createForm(async (data) => {
    await cancelBooking(desk(), props.booking, {
      reason: String(data.get('reason') ?? '').trim() || null,
      scope: data.get('scope') === 'following' ? 'following' : 'one',
      notify: isTold(),
    })
    props.onClose()
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <p class="text-soft">
        {customerOf(props.booking)}, {props.booking.service.name}, {whenWords(props.booking, workspace().timeZone)}. The
        time is free again at once.
      </p>
      <ErrorNote error={form.error()} />
      <Show when={props.booking.seriesId}>
        <Choice
          label="Which of the series"
          name="scope"
          options={[
            { value: 'one', label: 'This one alone' },
            { value: 'following', label: 'This one and all that follow' },
          ]}
        />
      </Show>
      <TextField
        label="Reason"
        name="reason"
        maxlength={500}
        hint="The customer reads it too."
        error={form.wrong('reason')}
      />
      <Switch label="Tell the customer" checked={isTold()} onChange={setIsTold} />
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => props.onClose()}>Keep it</Button>
        <Button type="submit" look="danger" busy={form.busy()}>
          Cancel the booking
        </Button>
      </div>
    </form>
  )
}
