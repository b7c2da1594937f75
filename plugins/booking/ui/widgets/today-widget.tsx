import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { addDays, Loaded, startOfDay, useWorkspace } from '#kit'
import { BookingRows } from '../agenda/booking-rows.tsx'
import { keyOf } from '../queries.ts'
import { toQuery } from '../query-string.ts'
import type { Booking, Paged } from '../types.ts'
import { useNow, useToday } from '../use-now.ts'

/** Who comes yet today, and what waits for an answer. */
export default function TodayWidget(): JSX.Element {
  const workspace = useWorkspace()
  const [today, now] = [useToday(), useNow()]
  const at = (day: string) => new Date(startOfDay(day, workspace().timeZone)).toISOString()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'today', today()),
    queryFn: () =>
      workspace().api<Paged<Booking>>(
        `/booking/bookings?${toQuery({ from: at(today()), to: at(addDays(today(), 1)), status: 'pending,confirmed', limit: 50 })}`,
      ),
  }))
  return (
    <div class="flex flex-col gap-4">
      <Loaded query={query} rows={3}>
        {(page) => {
          const left = () => page().data.filter(({ endsAt }) => Date.parse(endsAt) > now())
          return (
            <Show when={left().length > 0} fallback={<p class="text-soft">Nobody else is booked today.</p>}>
              <BookingRows bookings={left().slice(0, 6)} />
            </Show>
          )
        }}
      </Loaded>
      <A
        href={workspace().path('/booking/calendar')}
        class="focusable inline-flex min-h-6 items-center self-start rounded text-accent hover:underline"
      >
        Open the calendar
      </A>
    </div>
  )
}
