import { type JSX, Show } from 'solid-js'
import { Button, Menu, type MenuItem, notify, useWorkspace } from '#kit'
import { bookAgain, confirmBooking, declineBooking, setNoShow } from '../change-booking.ts'
import { copyOf } from '../copy-of.ts'
import { useDesk } from '../desk.ts'
import { may } from '../may.ts'
import type { Booking } from '../types.ts'
import { useNow } from '../use-now.ts'
import { customerOf } from '../words.ts'

export interface BookingActionsProps {
  readonly booking: Booking
  readonly onMove: () => void
  readonly onCancel: () => void
  readonly onChange?: () => void
}

/** What can be done with a booking as it is now. */
export function BookingActions(props: BookingActionsProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const now = useNow()
  const status = () => props.booking.status
  const isAhead = () => status() === 'pending' || status() === 'confirmed'
  const hasBegun = () => Date.parse(props.booking.startsAt) <= now()
  const run = (work: Promise<void>) => void work.catch(notify.failed)
  const items = (): MenuItem[] => [
    ...(props.onChange === undefined
      ? []
      : [{ label: 'Change customer and notes', icon: 'i-lucide-pencil', onSelect: props.onChange }]),
    ...(status() === 'confirmed' && hasBegun()
      ? [
          {
            label: 'Did not come',
            icon: 'i-lucide-user-round-x',
            onSelect: () => run(setNoShow(desk(), props.booking, true)),
          },
        ]
      : []),
    ...(status() === 'noShow'
      ? [
          {
            label: 'Came after all',
            icon: 'i-lucide-user-round-check',
            onSelect: () => run(setNoShow(desk(), props.booking, false)),
          },
        ]
      : []),
    ...(isAhead()
      ? [{ label: 'Cancel the booking', icon: 'i-lucide-calendar-x', danger: true, onSelect: props.onCancel }]
      : []),
    ...(status() === 'cancelled' || status() === 'declined'
      ? [
          {
            label: 'Book it again',
            icon: 'i-lucide-undo-2',
            onSelect: () => run(bookAgain(desk(), copyOf(props.booking), true)),
          },
        ]
      : []),
  ]
  return (
    <Show when={workspace().can(may.writeBookings)}>
      <Show when={status() === 'pending'}>
        <Button look="primary" icon="i-lucide-check" onClick={() => run(confirmBooking(desk(), props.booking))}>
          Confirm
        </Button>
        <Button icon="i-lucide-x" onClick={() => run(declineBooking(desk(), props.booking))}>
          Decline
        </Button>
      </Show>
      <Show when={isAhead()}>
        <Button icon="i-lucide-calendar-clock" onClick={() => props.onMove()}>
          Move
        </Button>
      </Show>
      <Show when={items().length > 0}>
        <Menu label={`More to do with ${customerOf(props.booking)}`} items={items()} />
      </Show>
    </Show>
  )
}
