import { For, type JSX, onMount, Show } from 'solid-js'
import { siteHref, useWords, zone } from '#site'
import { BookingFacts } from './booking-facts.tsx'
import { CalendarLinks } from './calendar-links.tsx'
import { writeMoment } from './format.ts'
import type { BookedAnswer } from './nouns.ts'
import { manageHref } from './token.ts'
import type { Words } from './words/en.ts'

/** It is done: what is booked, into the calendar with it, and how to change it later. */
export function Booked(props: { readonly workspace: string; readonly answer: BookedAnswer }): JSX.Element {
  const words = useWords<Words>()
  const booking = () => props.answer.booking
  const email = () => booking().customer?.email ?? ''
  const isAsked = () => booking().status === 'pending'
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  return (
    <div class="panel lone">
      <div class="stack tight">
        <p class="seal" aria-hidden="true">
          ✓
        </p>
        <h1 tabindex="-1" ref={title}>
          {isAsked() ? words().asked : words().booked}
        </h1>
        <p class="soft">
          {isAsked() ? words().askedWhy(booking().business.name, email()) : words().bookedWhy(email())}
        </p>
      </div>
      <BookingFacts booking={booking()} />
      <Show when={props.answer.series.length > 0 || props.answer.skipped.length > 0}>
        <Series answer={props.answer} />
      </Show>
      <CalendarLinks booking={booking()} manageHref={manageHref(props.workspace, props.answer.token)} />
      <div class="row apart">
        <a class="link" href={manageHref(props.workspace, props.answer.token)}>
          {words().moveOrCancel}
        </a>
        <a class="link" href={siteHref(props.workspace, '/book')}>
          {words().bookAnother}
        </a>
      </div>
    </div>
  )
}

function Series(props: { readonly answer: BookedAnswer }): JSX.Element {
  const words = useWords<Words>()
  return (
    <div class="stack tight">
      <h2 class="small-title">{words().seriesOf(props.answer.series.length + 1)}</h2>
      <ul class="facts">
        <For each={props.answer.series}>{({ startsAt }) => <li>{writeMoment(startsAt, zone())}</li>}</For>
      </ul>
      <Show when={props.answer.skipped.length > 0}>
        <p class="soft">{words().skipped}</p>
        <ul class="facts soft">
          <For each={props.answer.skipped}>{(startsAt) => <li>{writeMoment(startsAt, zone())}</li>}</For>
        </ul>
      </Show>
    </div>
  )
}
