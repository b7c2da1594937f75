import { createEffect, createSignal, createUniqueId, type JSX, on, onMount, Show } from 'solid-js'
import { language, type Problem, siteHref, Trouble, tellFrame, useWords, zone } from '#site'
import { bookingApi } from './api.ts'
import { addDays, dayIn } from './days.ts'
import { DetailsForm } from './details-form.tsx'
import { checkDraft, type Draft, formOf, newDraft, type Wrong } from './draft.ts'
import { Field } from './field.tsx'
import { focusWrong } from './focus-wrong.ts'
import { writeDay } from './format.ts'
import type { PublicSlots, PublicWaiting } from './nouns.ts'
import { wantedBody } from './wanted.ts'
import type { Words } from './words/en.ts'
import { wrongFrom } from './wrong-from.ts'

/** Who finds no time waits for one between two days. */
export function WaitingForm(props: {
  readonly workspace: string
  readonly view: PublicSlots
  readonly onBack: () => void
}): JSX.Element {
  const words = useWords<Words>()
  const id = createUniqueId()
  const draft: Draft = newDraft()
  draft.fromDay = dayIn(zone(), new Date())
  draft.toDay = addDays(draft.fromDay, 14)
  if (draft.toDay > props.view.window.to) draft.toDay = props.view.window.to
  const [wrong, setWrong] = createSignal<Wrong>({})
  const [trouble, setTrouble] = createSignal<unknown>()
  const [working, setWorking] = createSignal(false)
  const [done, setDone] = createSignal<PublicWaiting>()
  let box: HTMLDivElement | undefined
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  createEffect(on(wrong, (found) => Object.keys(found).length > 0 && focusWrong(box)))
  const submit = async () => {
    const days = { fromDay: draft.fromDay, toDay: draft.toDay }
    const isRange = days.fromDay !== '' && days.toDay !== '' && days.fromDay <= days.toDay
    setTrouble(undefined)
    setWrong({ ...(isRange ? {} : { toDay: words().daysMissing }), ...checkDraft(words(), draft, props.view.service) })
    if (Object.keys(wrong()).length > 0) return
    setWorking(true)
    try {
      const form = formOf(draft, { timeZone: zone(), language: language() })
      setDone(await bookingApi(props.workspace).wait({ ...wantedBody(props.view.service), ...days, ...form }))
      tellFrame({ dpf: 'top' })
      tellFrame({ dpf: 'done', what: 'waiting' })
    } catch (error) {
      const problem = error as Problem
      if (problem.status === 422) setWrong(wrongFrom(words(), problem))
      setTrouble(() => error)
    } finally {
      setWorking(false)
    }
  }
  const dates = (
    <div class="dates">
      <Field
        id={`${id}-from`}
        label={words().fromDay}
        type="date"
        wrong={wrong().fromDay}
        min={dayIn(zone(), new Date())}
        max={props.view.window.to}
        value={draft.fromDay}
        onInput={(value) => {
          draft.fromDay = value
        }}
      />
      <Field
        id={`${id}-to`}
        label={words().toDay}
        type="date"
        wrong={wrong().toDay}
        min={dayIn(zone(), new Date())}
        max={props.view.window.to}
        value={draft.toDay}
        onInput={(value) => {
          draft.toDay = value
        }}
      />
    </div>
  )
  return (
    <Show
      when={done()}
      fallback={
        <div class="stack narrow" ref={box}>
          <h2 tabindex="-1" ref={title}>
            {words().joinList}
          </h2>
          <p class="soft">{words().listWhy}</p>
          <div>
            <button type="button" class="button" onClick={props.onBack}>
              {words().otherTime}
            </button>
          </div>
          <Show when={trouble()}>
            {(error) => (
              <Trouble error={error()} say={({ status }) => (status === 422 ? words().checkBelow : undefined)} />
            )}
          </Show>
          <DetailsForm
            service={props.view.service}
            draft={draft}
            wrong={wrong()}
            working={working()}
            action={words().joinList}
            onSubmit={() => void submit()}
            before={dates}
          />
        </div>
      }
    >
      {(place) => <OnList workspace={props.workspace} place={place()} />}
    </Show>
  )
}

function OnList(props: { readonly workspace: string; readonly place: PublicWaiting }): JSX.Element {
  const words = useWords<Words>()
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  return (
    <div class="stack narrow">
      <h2 tabindex="-1" ref={title}>
        {words().onList}
      </h2>
      <p>{words().onListWhy(writeDay(props.place.fromDay), writeDay(props.place.toDay))}</p>
      <p>
        <a class="link" href={`${siteHref(props.workspace, '/waiting')}#${props.place.token}`}>
          {words().leaveList}
        </a>
      </p>
    </div>
  )
}
