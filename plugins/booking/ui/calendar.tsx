import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { Button, clockOf, createShortcut, dayOf, ErrorNote, Page, Skeleton, useWorkspace } from '#kit'
import { BookingPanel } from './bookings/booking-panel.tsx'
import { MoveDialog } from './bookings/move-dialog.tsx'
import { NewBookingDialog } from './bookings/new-booking.tsx'
import { createCalendarState } from './calendar/calendar-state.ts'
import { Days } from './calendar/days.tsx'
import { NobodyYet } from './calendar/nobody-yet.tsx'
import { Toolbar } from './calendar/toolbar.tsx'
import { BusyDialog } from './hours/busy-dialog.tsx'
import { may } from './may.ts'
import { firstOf } from './query-string.ts'
import { SampleNote } from './samples/sample-note.tsx'

/** The bookings of a day, a week or a month, by person or by day; all of it can be done by mouse, finger and keys. */
export default function CalendarPage(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const state = createCalendarState()
  const canWrite = () => workspace().can(may.writeBookings)
  const [refused, setRefused] = createSignal<unknown>()
  const open = (panel: Record<string, string | undefined>) =>
    setSearch({ booking: undefined, move: undefined, new: undefined, busy: undefined, ...panel })
  const close = () =>
    setSearch(
      {
        booking: undefined,
        move: undefined,
        new: undefined,
        at: undefined,
        with: undefined,
        busy: undefined,
      },
      { replace: true },
    )
  const add = () => open({ new: '1' })
  createShortcut('v a', 'New booking', () => canWrite() && add())
  const at = () => (firstOf(search.at) === '' ? undefined : Number(firstOf(search.at)))
  return (
    <Page
      title="Calendar"
      wide
      actions={
        <Show when={canWrite()}>
          <Button look="primary" icon="i-lucide-plus" onClick={add}>
            New booking
          </Button>
        </Show>
      }
    >
      <SampleNote />
      <Switch fallback={<Skeleton rows={10} />}>
        <Match when={state.view()}>
          {(view) => (
            <>
              <Toolbar state={state} />
              <ErrorNote error={state.query.error} retry={() => void state.query.refetch()} />
              <Show when={view().resources.length > 0 || state.isFiltered()} fallback={<NobodyYet />}>
                <Days
                  state={state}
                  view={view()}
                  canWrite={canWrite()}
                  onOpen={open}
                  onTaken={(id, problem) => {
                    setRefused(problem)
                    open({ move: id })
                  }}
                />
              </Show>
            </>
          )}
        </Match>
        <Match when={state.query.error}>
          <ErrorNote error={state.query.error} retry={() => void state.query.refetch()} />
        </Match>
      </Switch>
      <BookingPanel
        id={firstOf(search.booking) || undefined}
        onClose={close}
        onMove={(id) => {
          setRefused(undefined)
          open({ move: id })
        }}
      />
      <MoveDialog id={firstOf(search.move) || undefined} refused={refused()} onClose={close} />
      <BusyDialog
        busy={state.view()?.busy.find(({ id }) => id === firstOf(search.busy))}
        name={(id) => state.view()?.resources.find((each) => each.id === id)?.name ?? ''}
        onClose={close}
      />
      <NewBookingDialog
        open={firstOf(search.new) !== '' && canWrite()}
        day={at() === undefined ? state.period().day : dayOf(at() ?? 0, workspace().timeZone)}
        time={at() === undefined ? '' : clockOf(at() ?? 0, workspace().timeZone)}
        resourceId={firstOf(search.with) || state.filter().resourceIds}
        serviceId={state.filter().serviceId}
        onClose={close}
      />
    </Page>
  )
}
