import './booking.css'
import { createResource, createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import { Problem, SiteFrame, type SitePageProps, siteHref, Trouble, useWords, zone } from '#site'
import { bookingApi } from './api.ts'
import { Booked } from './booked.tsx'
import { DeadLink } from './dead-link.tsx'
import { writeDay, writeMoment, writeSpan, writeZone } from './format.ts'
import type { BookedAnswer, PublicWaiting } from './nouns.ts'
import { readToken } from './token.ts'
import type { Words } from './words/en.ts'

/** The page behind the secret link of the waiting list: take a time that is offered, or leave. */
export default function WaitingPage(props: SitePageProps): JSX.Element {
  const words = useWords<Words>()
  const api = bookingApi(props.workspace)
  const token = readToken()
  const [place, { mutate, refetch }] = createResource(() => api.waiting(token))
  const [booked, setBooked] = createSignal<BookedAnswer>()
  const [trouble, setTrouble] = createSignal<unknown>()
  const [working, setWorking] = createSignal(false)
  const shown = () => (place.error === undefined ? place.latest : undefined)
  const attempt = async (what: () => Promise<void>) => {
    if (working()) return
    setWorking(true)
    setTrouble(undefined)
    try {
      await what()
    } catch (error) {
      setTrouble(() => error)
      if (error instanceof Problem && error.status === 409) void refetch()
    } finally {
      setWorking(false)
    }
  }
  const say = ({ status }: Problem) => (status === 409 || status === 410 ? words().offerGone : undefined)
  return (
    <Switch
      fallback={
        <SiteFrame host={undefined} title={words().onList}>
          {null}
        </SiteFrame>
      }
    >
      <Match when={place.error}>
        <DeadLink workspace={props.workspace} error={place.error} onAgain={() => void refetch()} />
      </Match>
      <Match when={booked()}>
        {(answer) => (
          <SiteFrame host={answer().booking.business} title={words().booked}>
            <Booked workspace={props.workspace} answer={answer()} />
          </SiteFrame>
        )}
      </Match>
      <Match when={shown()}>
        {(found) => (
          <SiteFrame host={found().business} title={found().service.name}>
            <div class="panel lone">
              <Place workspace={props.workspace} place={found()} />
              <Show when={trouble()}>{(error) => <Trouble error={error()} say={say} />}</Show>
              <div class="row">
                <Show when={found().state === 'offered'}>
                  <button
                    type="button"
                    class="button main"
                    aria-disabled={working()}
                    onClick={() => void attempt(async () => void setBooked(await api.accept(token)))}
                  >
                    {working() ? words().working : words().takeIt}
                  </button>
                </Show>
                <Show when={found().state === 'offered' || found().state === 'waiting'}>
                  <button
                    type="button"
                    class="button"
                    aria-disabled={working()}
                    onClick={() => void attempt(async () => void mutate(await api.leave(token)))}
                  >
                    {words().leaveList}
                  </button>
                </Show>
              </div>
            </div>
          </SiteFrame>
        )}
      </Match>
    </Switch>
  )
}

function Place(props: { readonly workspace: string; readonly place: PublicWaiting }): JSX.Element {
  const words = useWords<Words>()
  return (
    <div class="stack" aria-live="polite">
      <p class="soft">{props.place.service.name}</p>
      <Switch>
        <Match when={props.place.state === 'offered' && props.place.offer}>
          {(offer) => (
            <>
              <Title text={words().offered} />
              <p>
                <strong>{writeMoment(offer().startsAt, zone())}</strong>
                <br />
                {writeSpan(offer().startsAt, offer().endsAt, zone())}{' '}
                <span class="soft small">{writeZone(zone(), new Date(offer().startsAt))}</span>
              </p>
              <p class="note">{words().offeredUntil(writeMoment(offer().until, zone()))}</p>
            </>
          )}
        </Match>
        <Match when={props.place.state === 'waiting'}>
          <Title text={words().onList} />
          <p>{words().onListWhy(writeDay(props.place.fromDay), writeDay(props.place.toDay))}</p>
        </Match>
        <Match when={props.place.state === 'booked'}>
          <Title text={words().listBooked} />
          <p>{words().listBookedWhy}</p>
        </Match>
        <Match when={true}>
          <Title text={props.place.state === 'left' ? words().leftList : words().listOver} />
          <p>{props.place.state === 'left' ? '' : words().listOverWhy}</p>
          <p>
            <a class="link" href={siteHref(props.workspace, `/book/${props.place.service.slug}`)}>
              {words().bookAgain}
            </a>
          </p>
        </Match>
      </Switch>
    </div>
  )
}

function Title(props: { readonly text: string }): JSX.Element {
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  return (
    <h1 tabindex="-1" ref={title}>
      {props.text}
    </h1>
  )
}
