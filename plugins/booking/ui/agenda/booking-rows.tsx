import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Badge, Keyed, useWorkspace } from '#kit'
import type { Booking } from '../types.ts'
import { customerOf, namesOf, statusWords, timesOf } from '../words.ts'

/** Bookings of a day, one a row; the whole row leads to its page. */
export function BookingRows(props: { readonly bookings: readonly Booking[] }): JSX.Element {
  const workspace = useWorkspace()
  const isGone = (booking: Booking) => booking.status === 'cancelled' || booking.status === 'declined'
  return (
    <ul class="flex flex-col divide-y divide-line">
      <Keyed each={props.bookings}>
        {(booking) => (
          <li class="relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-2 py-3 hover:bg-raised">
            <span
              aria-hidden="true"
              class="h-9 w-1.5 rounded-full"
              style={{ background: booking().service.colour, opacity: isGone(booking()) ? 0.4 : 1 }}
            />
            <div class="min-w-0">
              <p class="flex flex-wrap items-baseline gap-x-3">
                <span class="tabular-nums text-soft">{timesOf(booking(), workspace().timeZone)}</span>
                <A
                  href={workspace().path(`/booking/bookings/${booking().id}`)}
                  class={`inline-block min-h-6 rounded font-medium no-underline outline-none [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid focus-visible:after:-outline-offset-3 ${isGone(booking()) ? 'line-through' : ''}`}
                >
                  {customerOf(booking())}
                </A>
              </p>
              <p class="text-sm text-soft [overflow-wrap:anywhere]">
                {[booking().service.name, namesOf(booking().resources)].filter((part) => part !== '').join(', ')}
                <Show when={booking().party > 1}>, {booking().party} people</Show>
              </p>
            </div>
            <Show when={booking().status !== 'confirmed'}>
              <Badge tone={statusWords[booking().status].tone}>{statusWords[booking().status].label}</Badge>
            </Show>
          </li>
        )}
      </Keyed>
    </ul>
  )
}
