import { createMemo, For, type JSX, onCleanup } from 'solid-js'
import { useWords } from '#site'
import { type CalendarEntry, calendarFile, stamp } from './calendar-file.ts'
import type { PublicBooking } from './nouns.ts'
import { placeOf } from './service-facts.tsx'
import type { Words } from './words/en.ts'

/** Into the visitor's own calendar: a file that all of them read, and the two on the web. */
export function CalendarLinks(props: { readonly booking: PublicBooking; readonly manageHref: string }): JSX.Element {
  const words = useWords<Words>()
  const entry = (): CalendarEntry => ({
    id: props.booking.id,
    startsAt: props.booking.startsAt,
    endsAt: props.booking.endsAt,
    title: `${props.booking.service.name}, ${props.booking.business.name}`,
    place: placeOf(words(), props.booking.location),
    url: addressOf(props.manageHref),
  })
  const file = createMemo(() => {
    const url = URL.createObjectURL(new Blob([calendarFile(entry(), new Date())], { type: 'text/calendar' }))
    onCleanup(() => URL.revokeObjectURL(url))
    return url
  })
  const links = () => [
    { label: 'Google Calendar', href: googleHref(entry()) },
    { label: 'Outlook', href: outlookHref(entry()) },
  ]
  return (
    <div class="stack tight">
      <h2 class="small-title">{words().calendar}</h2>
      <div class="row">
        <a class="button" href={file()} download="booking.ics">
          {words().calendarFile}
        </a>
        <For each={links()}>
          {({ label, href }) => (
            <a class="button" href={href} target="_blank" rel="noopener noreferrer">
              {label}
            </a>
          )}
        </For>
      </div>
    </div>
  )
}

/** For later and elsewhere: without what is only for this visit, such as the frame that it is in. */
function addressOf(href: string): string {
  const url = new URL(href, location.origin)
  url.search = ''
  return url.href
}

function googleHref({ startsAt, endsAt, title, place = '' }: CalendarEntry): string {
  const facts = { action: 'TEMPLATE', text: title, dates: `${stamp(startsAt)}/${stamp(endsAt)}`, location: place }
  return `https://calendar.google.com/calendar/render?${new URLSearchParams(facts)}`
}

function outlookHref({ startsAt, endsAt, title, place = '' }: CalendarEntry): string {
  const facts = { subject: title, startdt: startsAt, enddt: endsAt, location: place }
  return `https://outlook.live.com/calendar/0/deeplink/compose?${new URLSearchParams(facts)}`
}
