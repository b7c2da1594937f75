import './booking.css'
import { createMemo, createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import { NotHere, Problem, readQuery, SiteFrame, type SitePageProps, siteHref, Trouble, useWords } from '#site'
import { bookingApi } from './api.ts'
import { Booked } from './booked.tsx'
import { Choices } from './choices.tsx'
import { createFlow, type Flow } from './create-flow.ts'
import { createMonths } from './create-months.ts'
import type { PublicSlots } from './nouns.ts'
import { ServiceFacts } from './service-facts.tsx'
import { TimeForm } from './time-form.tsx'
import { TimePicker } from './time-picker.tsx'
import { WaitingForm } from './waiting-form.tsx'
import { readWanted, wantedQuery } from './wanted.ts'
import type { Words } from './words/en.ts'

/** `/s/<workspace>/book/<service>`: choose a time, say who you are, done. One request shows all of it. */
export default function Book(props: SitePageProps): JSX.Element {
  const api = bookingApi(props.workspace)
  const wanted = createMemo(() => wantedQuery(readWanted()))
  const months = createMonths<PublicSlots>({
    load: (range, fresh) => api.slots(props.params.service ?? '', range, wanted(), fresh),
    key: () => JSON.stringify(wanted()),
  })
  const service = () => months.latest()?.service
  const flow = createFlow(props.workspace, service, months.renew)
  const isMissing = () => {
    const error = months.error()
    return error instanceof Problem && error.status === 404
  }
  return (
    <Switch fallback={<Frame view={months.latest()}>{<div class="panel blank" />}</Frame>}>
      <Match when={isMissing()}>
        <NotHere />
      </Match>
      <Match when={months.latest() === undefined && months.error()}>
        {(error) => (
          <Frame view={undefined}>
            <Trouble error={error()} onAgain={months.renew} />
          </Frame>
        )}
      </Match>
      <Match when={flow.done()}>
        {(answer) => (
          <Frame view={months.latest()}>
            <Booked workspace={props.workspace} answer={answer()} />
          </Frame>
        )}
      </Match>
      <Match when={months.latest()}>
        {(view) => (
          <Frame view={view()}>
            <Panel workspace={props.workspace} view={view()}>
              <Show
                when={flow.chosen()}
                fallback={<Times workspace={props.workspace} view={view()} months={months} flow={flow} />}
              >
                {(slot) => <TimeForm view={view()} slot={slot()} flow={flow} />}
              </Show>
            </Panel>
          </Frame>
        )}
      </Match>
    </Switch>
  )
}

function Frame(props: { readonly view: PublicSlots | undefined; readonly children: JSX.Element }): JSX.Element {
  const words = useWords<Words>()
  return (
    <SiteFrame host={props.view?.business} title={props.view?.service.name ?? words().book}>
      {props.children}
    </SiteFrame>
  )
}

function Panel(props: {
  readonly workspace: string
  readonly view: PublicSlots
  readonly children: JSX.Element
}): JSX.Element {
  const words = useWords<Words>()
  return (
    <div class="panel book">
      <div class="stack about">
        <div class="stack tight">
          <Show when={readQuery('key') === undefined}>
            <a class="link small" href={siteHref(props.workspace, '/book')}>
              {words().allServices}
            </a>
          </Show>
          <h1>{props.view.service.name}</h1>
          <ServiceFacts service={props.view.service} />
        </div>
        <Show when={props.view.service.description}>{(text) => <p class="soft lines">{text()}</p>}</Show>
        <Show when={props.view.service.needsConfirmation}>
          <p class="small soft">{words().confirmsFirst(props.view.business.name)}</p>
        </Show>
      </div>
      <div class="stack do">{props.children}</div>
    </div>
  )
}

function Times(props: {
  readonly workspace: string
  readonly view: PublicSlots
  readonly months: Parameters<typeof TimePicker>[0]['months']
  readonly flow: Flow
}): JSX.Element {
  const words = useWords<Words>()
  const [waits, setWaits] = createSignal(false)
  let title: HTMLHeadingElement | undefined
  onMount(() => props.flow.isBack() && title?.focus())
  return (
    <Show
      when={!waits()}
      fallback={<WaitingForm workspace={props.workspace} view={props.view} onBack={() => setWaits(false)} />}
    >
      <Choices service={props.view.service} />
      <h2 tabindex="-1" ref={title}>
        {words().chooseDay}
      </h2>
      <TimePicker
        months={props.months}
        home={props.view.business.timeZone}
        showsPlaces={props.view.service.seats > 1}
        onChoose={props.flow.choose}
      />
      <Show when={props.view.service.waitingList}>
        <p class="row">
          <span class="soft">{words().noTimeSuits}</span>
          <button type="button" class="button plain" onClick={() => setWaits(true)}>
            {words().joinList}
          </button>
        </p>
      </Show>
    </Show>
  )
}
