import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  createForm,
  DateField,
  Dialog,
  ErrorNote,
  minutesOf,
  momentAt,
  notify,
  TextField,
  TimeField,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { useToday } from '../use-now.ts'

export interface BusyFormProps {
  readonly open: boolean
  readonly resourceId: string
  readonly onClose: () => void
}

/** A time at which somebody is not to be booked. */
export function BusyForm(props: BusyFormProps): JSX.Element {
  return (
    <Dialog title="Block a time" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <Fields {...props} />
      </Show>
    </Dialog>
  )
}

function Fields(props: BusyFormProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const today = useToday()
  const [day, setDay] = createSignal(today())
  const [from, setFrom] = createSignal('12:00')
  const [to, setTo] = createSignal('13:00')
  const form = createForm(async (data) => {
    const at = (clock: string) => new Date(momentAt(day(), minutesOf(clock) ?? 0, workspace().timeZone)).toISOString()
    await workspace().api('/booking/busy-times', {
      method: 'POST',
      body: {
        resourceId: props.resourceId,
        startsAt: at(from()),
        endsAt: at(to()),
        title: String(data.get('title') ?? '').trim() || null,
      },
    })
    notify.done('The time is blocked')
    props.onClose()
    await refresh(desk())
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <DateField label="Day" required autofocus value={day()} onChange={(next) => next !== null && setDay(next)} />
      <div class="grid grid-cols-2 gap-4">
        <TimeField
          label="From"
          value={from()}
          error={form.wrong('startsAt')}
          onChange={(next) => setFrom(next ?? '')}
        />
        <TimeField label="Until" value={to()} error={form.wrong('endsAt')} onChange={(next) => setTo(next ?? '')} />
      </div>
      <TextField
        label="What for"
        name="title"
        placeholder="Dentist"
        maxlength={200}
        hint="Customers do not see it."
        error={form.wrong('title')}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Block it
        </Button>
      </div>
    </form>
  )
}
