import { useParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  createForm,
  createPanel,
  Dialog,
  Empty,
  ErrorNote,
  known,
  LinkButton,
  notify,
  Page,
  Problem,
  RecordPanels,
  Skeleton,
  TextArea,
  useWorkspace,
} from '#kit'
import { BackLink } from './back-link.tsx'
import { BookingActions } from './bookings/booking-actions.tsx'
import { BookingFacts } from './bookings/booking-facts.tsx'
import { CancelDialog } from './bookings/cancel-dialog.tsx'
import { CustomerFields, readCustomer } from './bookings/customer-fields.tsx'
import { MoveDialog } from './bookings/move-dialog.tsx'
import { refresh, useDesk } from './desk.ts'
import { useBooking } from './queries.ts'
import { Timeline } from './timeline/timeline.tsx'
import type { Booking } from './types.ts'
import { customerOf } from './words.ts'

/** One booking: what is known of it, and what happened with it. */
export default function BookingPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const workspace = useWorkspace()
  const query = useBooking(() => params.id)
  const panel = createPanel('do')
  const booking = () => known(query)
  const isMissing = () => query.error instanceof Problem && (query.error.status === 404 || query.error.status === 422)
  return (
    <Page
      title={booking() === undefined ? 'Booking' : customerOf(booking() ?? { customer: null })}
      actions={
        <Show when={booking()}>
          {(shown) => (
            <BookingActions
              booking={shown()}
              onMove={() => panel.open('move')}
              onCancel={() => panel.open('cancel')}
              onChange={() => panel.open('change')}
            />
          )}
        </Show>
      }
    >
      <BackLink path="/booking/calendar">Calendar</BackLink>
      <Switch fallback={<Skeleton rows={6} />}>
        <Match when={booking()}>
          {(shown) => (
            <>
              <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
                <section class="card min-w-0 p-4 sm:p-6" aria-label="What is booked">
                  <BookingFacts booking={shown()} />
                </section>
                <section class="card min-w-0 p-4 sm:p-6" aria-labelledby="history">
                  <h2 id="history" class="mb-4 text-lg font-semibold">
                    What happened
                  </h2>
                  <Timeline id={shown().id} />
                </section>
              </div>
              <RecordPanels subject={`booking:${shown().id}`} />
              <CancelDialog booking={shown()} open={panel.value() === 'cancel'} onClose={panel.close} />
              <ChangeDialog booking={shown()} open={panel.value() === 'change'} onClose={panel.close} />
              <MoveDialog id={panel.value() === 'move' ? shown().id : undefined} onClose={panel.close} />
            </>
          )}
        </Match>
        <Match when={isMissing()}>
          <Empty
            icon="i-lucide-search-x"
            title="This booking is not here"
            action={<LinkButton href={workspace().path('/booking/calendar')}>Open the calendar</LinkButton>}
          >
            The link may be old.
          </Empty>
        </Match>
        <Match when={query.error}>
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </Match>
      </Switch>
    </Page>
  )
}

interface ChangeProps {
  readonly booking: Booking
  readonly open: boolean
  readonly onClose: () => void
}

function ChangeDialog(props: ChangeProps): JSX.Element {
  return (
    <Dialog title="Change customer and notes" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <ChangeForm {...props} />
      </Show>
    </Dialog>
  )
}

function ChangeForm(props: ChangeProps): JSX.Element {
  const desk = useDesk()
  const [version] = createSignal(props.booking.version)
  const form = createForm(async (data) => {
    const text = (name: string) => String(data.get(name) ?? '').trim() || null
    await desk().workspace.api(`/booking/bookings/${props.booking.id}`, {
      method: 'PATCH',
      headers: { 'if-match': `"${version()}"` },
      body: { customer: readCustomer(data), note: text('note'), staffNote: text('staffNote') },
    })
    notify.done('Saved')
    props.onClose()
    await refresh(desk())
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <CustomerFields wrong={form.wrong} customer={props.booking.customer} autofocus />
      <TextArea
        label="From the customer"
        name="note"
        rows={2}
        value={props.booking.note ?? ''}
        error={form.wrong('note')}
      />
      <TextArea
        label="Note for your team"
        name="staffNote"
        rows={3}
        value={props.booking.staffNote ?? ''}
        error={form.wrong('staffNote')}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
    </form>
  )
}
