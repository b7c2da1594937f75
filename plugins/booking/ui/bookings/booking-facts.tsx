import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Badge, useWorkspace } from '#kit'
import type { Booking } from '../types.ts'
import { durationWords, longDay, namesOf, priceWords, statusWords, timesOf } from '../words.ts'

const places = { place: 'At your place', phone: 'By phone', video: 'By video', customer: 'At the customer’s' } as const
const sources = {
  page: 'The customer, on your booking page',
  workspace: 'Your team',
  waitingList: 'The customer, from the waiting list',
} as const
const link = 'focusable rounded text-accent underline underline-offset-3 [overflow-wrap:anywhere]'

export interface BookingFactsProps {
  readonly booking: Booking
  /** Leaves out what the booking's own page has besides. */
  readonly isShort?: boolean
}

/** When, what, who, where and for how much. */
export function BookingFacts(props: BookingFactsProps): JSX.Element {
  const workspace = useWorkspace()
  const zone = () => workspace().timeZone
  const place = () => {
    const { kind, details } = props.booking.location
    return details === null ? places[kind] : `${places[kind]}: ${details}`
  }
  return (
    <dl class="grid gap-x-8 gap-y-3 sm:grid-cols-2">
      <div class="min-w-0 sm:col-span-2">
        <dt class="sr-only">When</dt>
        <dd class="m-0">
          <p class="text-lg font-semibold">{longDay(props.booking.startsAt, zone())}</p>
          <p class="tabular-nums">
            {timesOf(props.booking, zone())}{' '}
            <span class="text-soft">({durationWords(props.booking.durationMinutes)})</span>
          </p>
        </dd>
      </div>
      <Fact label="Service">
        <span
          aria-hidden="true"
          class="mr-2 inline-block h-3 w-3 rounded-full"
          style={{ background: props.booking.service.colour }}
        />
        {props.booking.service.name}
      </Fact>
      <Fact label="State">
        <Badge tone={statusWords[props.booking.status].tone}>{statusWords[props.booking.status].label}</Badge>
        <Show when={props.booking.cancelReason}>{(reason) => <span class="block text-soft">{reason()}</span>}</Show>
      </Fact>
      <Show when={props.booking.customer}>
        {(customer) => (
          <>
            <Fact label="Phone">
              <Show when={customer().phone} fallback="–">
                {(phone) => (
                  <a class={link} href={`tel:${phone().replace(/[^+\d]/g, '')}`}>
                    {phone()}
                  </a>
                )}
              </Show>
            </Fact>
            <Fact label="Email">
              <Show when={customer().email} fallback="–">
                {(email) => (
                  <a class={link} href={`mailto:${email()}`}>
                    {email()}
                  </a>
                )}
              </Show>
            </Fact>
          </>
        )}
      </Show>
      <Show when={props.booking.resources.length > 0}>
        <Fact label="With">{namesOf(props.booking.resources)}</Fact>
      </Show>
      <Show when={props.booking.party > 1}>
        <Fact label="People">{props.booking.party}</Fact>
      </Show>
      <Show when={props.booking.price}>
        {(price) => <Fact label="Price, paid on site">{priceWords(price())}</Fact>}
      </Show>
      <Show when={props.isShort !== true}>
        <Fact label="Where">{place()}</Fact>
        <Fact label="Booked by">{sources[props.booking.source]}</Fact>
        <For each={props.booking.answers}>
          {(answered) => <Fact label={answered.label}>{answerWords(answered.answer)}</Fact>}
        </For>
        <Show when={props.booking.seriesId}>
          {(id) => (
            <Fact label="Series">
              <A class={link} href={workspace().path(`/booking/agenda?series=${id()}`)}>
                All bookings of it
              </A>
            </Fact>
          )}
        </Show>
      </Show>
      <Show when={props.booking.note}>
        {(note) => (
          <Fact label="From the customer" wide>
            {note()}
          </Fact>
        )}
      </Show>
      <Show when={props.booking.staffNote}>
        {(note) => (
          <Fact label="Note for your team" wide>
            {note()}
          </Fact>
        )}
      </Show>
    </dl>
  )
}

function Fact(props: { readonly label: string; readonly wide?: boolean; readonly children: JSX.Element }): JSX.Element {
  return (
    <div class={`min-w-0 ${props.wide === true ? 'sm:col-span-2' : ''}`}>
      <dt class="text-sm text-soft [overflow-wrap:anywhere]">{props.label}</dt>
      <dd class="m-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{props.children}</dd>
    </div>
  )
}

function answerWords(answer: Booking['answers'][number]['answer']): string {
  if (typeof answer === 'boolean') return answer ? 'Yes' : 'No'
  return Array.isArray(answer) ? answer.join(', ') : answer
}
