import { createEffect, For, type JSX, Match, on, onMount, Show, Switch } from 'solid-js'
import { type Problem, Trouble, useWords, zone } from '#site'
import { Countdown } from './countdown.tsx'
import type { Flow } from './create-flow.ts'
import { dayIn } from './days.ts'
import { DetailsForm } from './details-form.tsx'
import { focusWrong } from './focus-wrong.ts'
import { writeDay, writeMoney, writeSpan, writeTime, writeZone } from './format.ts'
import type { PublicSlots, Slot } from './nouns.ts'
import { RepeatFields } from './repeat-fields.tsx'
import type { Words } from './words/en.ts'

/** The time that was chosen, and who comes. */
export function TimeForm(props: { readonly view: PublicSlots; readonly slot: Slot; readonly flow: Flow }): JSX.Element {
  const words = useWords<Words>()
  let title: HTMLHeadingElement | undefined
  let box: HTMLDivElement | undefined
  onMount(() => title?.focus())
  createEffect(on(props.flow.wrong, (wrong) => Object.keys(wrong).length > 0 && focusWrong(box)))
  const say = ({ status }: Problem) => (status === 422 ? words().checkBelow : undefined)
  return (
    <div class="stack narrow" ref={box}>
      <div class="stack tight">
        <h2 tabindex="-1" ref={title}>
          {words().yourDetails}
        </h2>
        <p>
          <strong>{writeDay(dayIn(zone(), new Date(props.slot.startsAt)), true)}</strong>
          <br />
          {writeSpan(props.slot.startsAt, props.slot.endsAt, zone())}{' '}
          <span class="soft small">{writeZone(zone(), new Date(props.slot.startsAt))}</span>
        </p>
        <Show when={props.flow.hold()?.price}>
          {(price) => <p class="soft">{words().payOnSite(writeMoney(price()))}</p>}
        </Show>
        <div>
          <button type="button" class="button" onClick={props.flow.back}>
            {words().otherTime}
          </button>
        </div>
      </div>
      <Switch>
        <Match when={props.flow.others()}>
          {(others) => <Others slots={others()} near={props.slot} onChoose={props.flow.choose} />}
        </Match>
        <Match when={props.flow.hold()}>{(hold) => <Countdown until={hold().heldUntil} />}</Match>
      </Switch>
      <Show when={props.flow.trouble()}>{(error) => <Trouble error={error()} say={say} />}</Show>
      <DetailsForm
        service={props.view.service}
        draft={props.flow.draft}
        wrong={props.flow.wrong()}
        working={props.flow.working()}
        action={props.view.service.needsConfirmation ? words().askForIt : words().bookNow}
        onSubmit={() => void props.flow.submit()}
        after={
          <Show when={props.view.service.maxRepeats > 1}>
            <RepeatFields draft={props.flow.draft} most={props.view.service.maxRepeats} />
          </Show>
        }
      />
    </div>
  )
}

/** Somebody else was faster: other times, and nothing that was written is lost. */
function Others(props: {
  readonly slots: readonly Slot[]
  readonly near: Slot
  readonly onChoose: (slot: Slot) => void
}): JSX.Element {
  const words = useWords<Words>()
  const dayOf = (slot: Slot) => dayIn(zone(), new Date(slot.startsAt))
  const label = (slot: Slot) => {
    const time = writeTime(slot.startsAt, zone())
    return dayOf(slot) === dayOf(props.near) ? time : `${writeDay(dayOf(slot))}, ${time}`
  }
  return (
    <div class="trouble" role="alert">
      <Show when={props.slots.length > 0} fallback={<p>{words().takenAll}</p>}>
        <p>{words().taken}</p>
        <ul class="row">
          <For each={props.slots}>
            {(slot) => (
              <li>
                <button type="button" class="button" onClick={() => props.onChoose(slot)}>
                  {label(slot)}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
