import { type JSX, Show } from 'solid-js'
import { locale, useWords, zone } from '#site'
import { dayIn } from './days.ts'
import { writeDay, writeMoney, writeSpan, writeZone } from './format.ts'
import type { PublicBooking } from './nouns.ts'
import { placeOf } from './service-facts.tsx'
import type { Words } from './words/en.ts'

/** What is booked, when, where, with whom and for how much. */
export function BookingFacts(props: { readonly booking: PublicBooking }): JSX.Element {
  const words = useWords<Words>()
  const names = () => new Intl.ListFormat(locale()).format(props.booking.resources.map(({ name }) => name))
  const start = () => new Date(props.booking.startsAt)
  return (
    <dl class="what">
      <dt>{words().what}</dt>
      <dd>{props.booking.service.name}</dd>
      <dt>{words().when}</dt>
      <dd>
        <time dateTime={props.booking.startsAt}>
          {writeDay(dayIn(zone(), start()), true)}
          <br />
          {writeSpan(props.booking.startsAt, props.booking.endsAt, zone())}
        </time>{' '}
        <span class="soft small">{writeZone(zone(), start())}</span>
      </dd>
      <Show when={placeOf(words(), props.booking.location)}>
        {(place) => (
          <>
            <dt>{words().where}</dt>
            <dd>
              <LinkOrText text={place()} />
            </dd>
          </>
        )}
      </Show>
      <Show when={props.booking.resources.length > 0}>
        <dt>{words().who}</dt>
        <dd>{names()}</dd>
      </Show>
      <Show when={props.booking.party > 1}>
        <dt>{words().party}</dt>
        <dd>{words().people(props.booking.party)}</dd>
      </Show>
      <Show when={props.booking.price}>
        {(price) => (
          <>
            <dt>{words().howMuch}</dt>
            <dd>{words().payOnSite(writeMoney(price()))}</dd>
          </>
        )}
      </Show>
    </dl>
  )
}

/** A web address in it can be pressed; anything else is text, whatever it looks like. */
function LinkOrText(props: { readonly text: string }): JSX.Element {
  const found = () => /^(.*?)(https:\/\/\S+)(.*)$/s.exec(props.text)
  return (
    <Show when={found()} fallback={props.text}>
      {(parts) => (
        <>
          {parts()[1]}
          <a class="link" href={parts()[2]} target="_blank" rel="noopener noreferrer">
            {parts()[2]}
          </a>
          {parts()[3]}
        </>
      )}
    </Show>
  )
}
