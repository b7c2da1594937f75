import { createEffect, createUniqueId, type JSX, on, onMount, Show } from 'solid-js'
import { type Problem, siteHref, Trouble, useWords, zone } from '#site'
import { createWaiting } from './create-waiting.ts'
import { dayIn } from './days.ts'
import { DetailsForm } from './details-form.tsx'
import type { Draft, Wrong } from './draft.ts'
import { Field } from './field.tsx'
import { focusWrong } from './focus-wrong.ts'
import { writeDay } from './format.ts'
import type { PublicSlots, PublicWaiting } from './nouns.ts'
import type { Words } from './words/en.ts'

interface WaitingProps {
  readonly workspace: string
  readonly view: PublicSlots
  readonly onBack: () => void
}

/** Who finds no time waits for one between two days. */
export function WaitingForm(props: WaitingProps): JSX.Element {
  const words = useWords<Words>()
  const place = createWaiting(props.workspace, props.view)
  let box: HTMLDivElement | undefined
  let title: HTMLHeadingElement | undefined
  onMount(() => title?.focus())
  createEffect(on(place.wrong, (found) => Object.keys(found).length > 0 && focusWrong(box)))
  const say = ({ status }: Problem) => (status === 422 ? words().checkBelow : undefined)
  return (
    <Show
      when={place.done()}
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
          <Show when={place.trouble()}>{(error) => <Trouble error={error()} say={say} />}</Show>
          <DetailsForm
            service={props.view.service}
            draft={place.draft}
            wrong={place.wrong()}
            working={place.working()}
            action={words().joinList}
            onSubmit={() => void place.submit()}
            before={<DayFields draft={place.draft} wrong={place.wrong()} last={props.view.window.to} />}
          />
        </div>
      }
    >
      {(found) => <OnList workspace={props.workspace} place={found()} />}
    </Show>
  )
}

/** Between which days. */
function DayFields(props: { readonly draft: Draft; readonly wrong: Wrong; readonly last: string }): JSX.Element {
  const words = useWords<Words>()
  const id = createUniqueId()
  return (
    <div class="dates">
      <Field
        id={`${id}-from`}
        label={words().fromDay}
        type="date"
        wrong={props.wrong.fromDay}
        min={dayIn(zone(), new Date())}
        max={props.last}
        value={props.draft.fromDay}
        onInput={(value) => {
          props.draft.fromDay = value
        }}
      />
      <Field
        id={`${id}-to`}
        label={words().toDay}
        type="date"
        wrong={props.wrong.toDay}
        min={dayIn(zone(), new Date())}
        max={props.last}
        value={props.draft.toDay}
        onInput={(value) => {
          props.draft.toDay = value
        }}
      />
    </div>
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
