import { createSignal, type JSX, Match, Show, Switch as When } from 'solid-js'
import {
  Button,
  Choice,
  clockOf,
  createForm,
  Dialog,
  dayOf,
  ErrorNote,
  known,
  Problem,
  Skeleton,
  Switch,
  useWorkspace,
} from '#kit'
import { moveBooking } from '../change-booking.ts'
import { copyOf } from '../copy-of.ts'
import { useDesk } from '../desk.ts'
import { useBooking, useServices } from '../queries.ts'
import type { Booking } from '../types.ts'
import { customerOf, durationWords, whenWords } from '../words.ts'
import { focusLate } from './focus-late.ts'
import { TakenNote } from './taken-note.tsx'
import { createWhen } from './when.ts'
import { WhenFields } from './when-fields.tsx'
import { WhoFields } from './who-fields.tsx'

export interface MoveDialogProps {
  /** The booking's id; undefined while it is closed. */
  readonly id: string | undefined
  /** Where it was to go when somebody else was faster: what was said of that. */
  readonly refused?: unknown
  readonly onClose: () => void
}

/** Another time, other people or both: what dragging does, by form. */
export function MoveDialog(props: MoveDialogProps): JSX.Element {
  const query = useBooking(() => props.id)
  return (
    <Dialog title="Move the booking" open={props.id !== undefined} onClose={props.onClose}>
      <Show when={props.id} keyed>
        {(_id) => (
          <When fallback={<Skeleton rows={5} />}>
            <Match when={known(query)}>{(booking) => <MoveForm {...props} booking={copyOf(booking())} />}</Match>
            <Match when={query.error}>
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            </Match>
          </When>
        )}
      </Show>
    </Dialog>
  )
}

function MoveForm(props: MoveDialogProps & { readonly booking: Booking }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const services = useServices()
  const service = () => services.find(props.booking.service.id)
  const { timeZone } = workspace()
  const begins = Date.parse(props.booking.startsAt)
  const when = createWhen({ day: dayOf(begins, timeZone), time: clockOf(begins, timeZone) })
  const [who, setWho] = createSignal<readonly string[]>(props.booking.resources.map(({ id }) => id))
  const [duration, setDuration] = createSignal(props.booking.durationMinutes)
  const [isTold, setIsTold] = createSignal(true)
  const [refused, setRefused] = createSignal(props.refused)
  const durations = () =>
    [...new Set([props.booking.durationMinutes, ...(service()?.durations ?? [])])].toSorted((a, b) => a - b)
  const form = createForm(async () => {
    setRefused(undefined)
    await moveBooking(desk(), props.booking, {
      startsAt: when.startsAt() ?? '',
      durationMinutes: duration(),
      resourceIds: who(),
      notify: isTold(),
    })
    props.onClose()
  })
  const error = () => form.error() ?? (refused() instanceof Problem ? refused() : undefined)
  return (
    <form ref={focusLate} class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <p class="text-soft">
        {customerOf(props.booking)}, {props.booking.service.name}, now {whenWords(props.booking, timeZone)}
      </p>
      <TakenNote error={error()} onChoose={when.choose} />
      <div class="grid gap-4 sm:grid-cols-2">
        <WhoFields service={service()} value={who()} onChange={setWho} />
        <Show when={durations().length > 1}>
          <Choice
            label="How long"
            class="min-h-10.5"
            options={durations().map((each) => ({ value: String(each), label: durationWords(each) }))}
            value={String(duration())}
            onChange={(event) => setDuration(Number(event.currentTarget.value))}
          />
        </Show>
      </div>
      <WhenFields
        when={when}
        wish={{
          serviceId: props.booking.service.id,
          durationMinutes: duration(),
          resourceIds: who(),
          party: props.booking.party,
          movingId: props.booking.id,
        }}
        error={form.wrong('startsAt')}
      />
      <Switch label="Tell the customer" checked={isTold()} onChange={setIsTold} />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Move
        </Button>
      </div>
    </form>
  )
}
