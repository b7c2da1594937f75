import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { useWords } from '#site'
import type { Draft } from './draft.ts'
import type { Words } from './words/en.ts'

/** Once, or as often in a row as the service allows. */
export function RepeatFields(props: { readonly draft: Draft; readonly most: number }): JSX.Element {
  const words = useWords<Words>()
  const id = createUniqueId()
  const [rule, setRule] = createSignal(props.draft.repeat)
  const counts = () => Array.from({ length: props.most - 1 }, (_, place) => place + 2)
  const choose = (value: string) => {
    props.draft.repeat = value as Draft['repeat']
    props.draft.count = Math.min(props.draft.count, props.most)
    setRule(props.draft.repeat)
  }
  return (
    <div class="stack">
      <div class="field">
        <label class="label" for={id}>
          {words().repeat}
        </label>
        <select id={id} class="control" value={rule()} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="once">{words().once}</option>
          <option value="week">{words().everyWeek}</option>
          <option value="twoWeeks">{words().everyTwoWeeks}</option>
          <option value="month">{words().everyMonth}</option>
        </select>
      </div>
      <Show when={rule() !== 'once'}>
        <div class="field">
          <label class="label" for={`${id}-count`}>
            {words().howOften}
          </label>
          <select
            id={`${id}-count`}
            class="control"
            value={String(props.draft.count)}
            onChange={(event) => {
              props.draft.count = Number(event.currentTarget.value)
            }}
          >
            <For each={counts()}>{(count) => <option value={String(count)}>{words().times(count)}</option>}</For>
          </select>
        </div>
        <label class="tick">
          <input
            type="checkbox"
            checked={props.draft.skipTaken}
            onChange={(event) => {
              props.draft.skipTaken = event.currentTarget.checked
            }}
          />
          <span>{words().skipTaken}</span>
        </label>
      </Show>
    </div>
  )
}
