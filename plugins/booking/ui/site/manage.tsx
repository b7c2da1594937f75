import './booking.css'
import { createResource, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { SiteFrame, type SitePageProps, siteHref, useWords, zone } from '#site'
import { bookingApi } from './api.ts'
import { BookingFacts } from './booking-facts.tsx'
import { CalendarLinks } from './calendar-links.tsx'
import { CancelForm } from './cancel-form.tsx'
import { DeadLink } from './dead-link.tsx'
import { writeMinutes, writeMoment } from './format.ts'
import { MoveForm } from './move-form.tsx'
import type { PublicBooking } from './nouns.ts'
import { manageHref, readToken } from './token.ts'
import type { Words } from './words/en.ts'

/** The page behind a booking's secret link: see it, move it, cancel it. */
export default function Manage(props: SitePageProps): JSX.Element {
  const words = useWords<Words>()
  const token = readToken()
  const [booking, { mutate, refetch }] = createResource(() => bookingApi(props.workspace).booking(token))
  const shown = () => (booking.error === undefined ? booking.latest : undefined)
  return (
    <Switch
      fallback={
        <SiteFrame host={undefined} title={words().yourBooking}>
          {null}
        </SiteFrame>
      }
    >
      <Match when={booking.error}>
        <DeadLink workspace={props.workspace} error={booking.error} onAgain={() => void refetch()} />
      </Match>
      <Match when={shown()}>
        {(found) => (
          <SiteFrame host={found().business} title={words().yourBooking}>
            <Shown workspace={props.workspace} token={token} booking={found()} onChanged={mutate} />
          </SiteFrame>
        )}
      </Match>
    </Switch>
  )
}

interface ShownProps {
  readonly workspace: string
  readonly token: string
  readonly booking: PublicBooking
  readonly onChanged: (booking: PublicBooking) => void
}

function Shown(props: ShownProps): JSX.Element {
  const words = useWords<Words>()
  const [step, setStep] = createSignal<'see' | 'move' | 'cancel'>('see')
  const [isMoved, setIsMoved] = createSignal(false)
  const changed = (next: PublicBooking, moved: boolean) => {
    setIsMoved(moved)
    setStep('see')
    props.onChanged(next)
    queueMicrotask(() => document.querySelector<HTMLElement>('h1')?.focus())
  }
  return (
    <div class="panel lone" classList={{ wide: step() === 'move' }}>
      <h1 tabindex="-1">{isMoved() ? words().moved : titleOf(words(), props.booking)}</h1>
      <Show when={props.booking.status === 'pending'}>
        <p class="soft">{words().requestWhy(props.booking.business.name)}</p>
      </Show>
      <BookingFacts booking={props.booking} />
      <Show when={props.booking.cancelReason}>
        {(reason) => (
          <p class="soft lines">
            {words().reason}: {reason()}
          </p>
        )}
      </Show>
      <Switch>
        <Match when={step() === 'move'}>
          <MoveForm {...props} onBack={() => setStep('see')} onMoved={(next) => changed(next, true)} />
        </Match>
        <Match when={step() === 'cancel'}>
          <CancelForm {...props} onBack={() => setStep('see')} onCancelled={(next) => changed(next, false)} />
        </Match>
        <Match when={isAhead(props.booking)}>
          <Changes booking={props.booking} onMove={() => setStep('move')} onCancel={() => setStep('cancel')} />
          <CalendarLinks booking={props.booking} manageHref={manageHref(props.workspace, props.token)} />
        </Match>
        <Match when={true}>
          <p>
            <a class="button" href={siteHref(props.workspace, `/book/${props.booking.service.slug}`)}>
              {words().bookAgain}
            </a>
          </p>
        </Match>
      </Switch>
    </div>
  )
}

/** What is still possible, and until when; what is not any more, and whom to ask. */
function Changes(props: {
  readonly booking: PublicBooking
  readonly onMove: () => void
  readonly onCancel: () => void
}): JSX.Element {
  const words = useWords<Words>()
  const over = () => {
    const { business, service } = props.booking
    return service.changeNoticeMinutes === 0
      ? words().changeOverAtStart(business.name)
      : words().changeOver(business.name, writeMinutes(service.changeNoticeMinutes))
  }
  return (
    <Show when={props.booking.changeableUntil} fallback={<p class="note">{over()}</p>}>
      {(until) => (
        <div class="stack tight">
          <div class="row">
            <button type="button" class="button main" onClick={props.onMove}>
              {words().move}
            </button>
            <button type="button" class="button danger" onClick={props.onCancel}>
              {words().cancel}
            </button>
          </div>
          <p class="soft small">{words().changeUntil(writeMoment(until(), zone()))}</p>
        </div>
      )}
    </Show>
  )
}

function isAhead({ status, endsAt }: PublicBooking): boolean {
  return (status === 'confirmed' || status === 'pending') && Date.parse(endsAt) > Date.now()
}

function titleOf(words: Words, booking: PublicBooking): string {
  if (booking.status === 'cancelled') return words.isCancelled
  if (booking.status === 'declined') return words.isDeclined
  if (!isAhead(booking)) return words.isOver
  return booking.status === 'pending' ? words.yourRequest : words.yourBooking
}
