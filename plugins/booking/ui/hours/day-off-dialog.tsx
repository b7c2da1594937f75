import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, DateField, Dialog, ErrorNote, notify, TextField, useWorkspace } from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { SpansEditor } from '../team/week-editor.tsx'
import type { Span } from '../types.ts'
import { useToday } from '../use-now.ts'

export interface DayOffDialogProps {
  readonly open: boolean
  /** Null for the whole business. */
  readonly resourceId: string | null
  readonly onClose: () => void
}

/** Days on which somebody is not there, or at other hours. */
export function DayOffDialog(props: DayOffDialogProps): JSX.Element {
  return (
    <Dialog title="Days off or other hours" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <DayOffForm {...props} />
      </Show>
    </Dialog>
  )
}

function DayOffForm(props: DayOffDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const today = useToday()
  const [from, setFrom] = createSignal(today())
  const [to, setTo] = createSignal<string>()
  const [spans, setSpans] = createSignal<Span[]>([])
  const form = createForm(async (data) => {
    await workspace().api('/booking/days-off', {
      method: 'POST',
      body: {
        resourceId: props.resourceId,
        fromDay: from(),
        toDay: to() ?? from(),
        spans: spans(),
        note: String(data.get('note') ?? '').trim() || null,
      },
    })
    notify.done(spans().length === 0 ? 'The days off are in the calendar' : 'The other hours are in the calendar')
    props.onClose()
    await refresh(desk())
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <div class="grid grid-cols-2 gap-4">
        <DateField
          label="First day"
          required
          autofocus
          value={from()}
          error={form.wrong('fromDay')}
          onChange={(day) => day !== null && setFrom(day)}
        />
        <DateField
          label="Last day"
          value={to() ?? from()}
          error={form.wrong('toDay')}
          onChange={(day) => setTo(day ?? undefined)}
        />
      </div>
      <SpansEditor
        label="Hours on these days"
        none="Closed all day"
        spans={spans()}
        onChange={setSpans}
        error={form.wrong('spans')}
      />
      <TextField label="What for" name="note" placeholder="Holiday" maxlength={200} error={form.wrong('note')} />
      <p class="text-sm text-soft">What is booked on these days stays booked: move or cancel it yourself.</p>
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Add
        </Button>
      </div>
    </form>
  )
}
