import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { Dialog, ErrorNote, known, LinkButton, Skeleton, useWorkspace } from '#kit'
import { useBooking } from '../queries.ts'
import { customerOf } from '../words.ts'
import { BookingActions } from './booking-actions.tsx'
import { BookingFacts } from './booking-facts.tsx'
import { CancelDialog } from './cancel-dialog.tsx'

export interface BookingPanelProps {
  /** The booking's id; undefined while it is closed. */
  readonly id: string | undefined
  readonly onClose: () => void
  readonly onMove: (id: string) => void
}

/** A booking in front of the calendar: what it is, and what can be done with it. */
export function BookingPanel(props: BookingPanelProps): JSX.Element {
  const workspace = useWorkspace()
  const query = useBooking(() => props.id)
  const [isCancelling, setIsCancelling] = createSignal(false)
  const booking = () => (props.id === undefined ? undefined : known(query))
  return (
    <>
      <Dialog
        title={booking() === undefined ? 'Booking' : customerOf(booking() ?? { customer: null })}
        open={props.id !== undefined && !isCancelling()}
        onClose={props.onClose}
      >
        <Switch fallback={<Skeleton rows={5} />}>
          <Match when={booking()}>
            {(shown) => (
              <div class="flex flex-col gap-5">
                <BookingFacts booking={shown()} isShort />
                <div class="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
                  <LinkButton look="quiet" href={workspace().path(`/booking/bookings/${shown().id}`)}>
                    All about it
                  </LinkButton>
                  <BookingActions
                    booking={shown()}
                    onMove={() => props.onMove(shown().id)}
                    onCancel={() => setIsCancelling(true)}
                  />
                </div>
              </div>
            )}
          </Match>
          <Match when={query.error}>
            <ErrorNote error={query.error} retry={() => void query.refetch()} />
          </Match>
        </Switch>
      </Dialog>
      <Show when={booking()}>
        {(shown) => (
          <CancelDialog
            booking={shown()}
            open={isCancelling()}
            onClose={() => {
              setIsCancelling(false)
              props.onClose()
            }}
          />
        )}
      </Show>
    </>
  )
}
