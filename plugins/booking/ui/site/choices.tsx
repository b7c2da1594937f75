import { For, type JSX, Show } from 'solid-js'
import { useWords } from '#site'
import { writeMinutes } from './format.ts'
import type { PublicService } from './nouns.ts'
import { readWanted, writeWanted } from './wanted.ts'
import type { Words } from './words/en.ts'

/** How long, how many, with whom: only what there is to choose. */
export function Choices(props: { readonly service: PublicService }): JSX.Element {
  const words = useWords<Words>()
  const durations = () => props.service.durations
  const party = () => props.service.party
  return (
    <>
      <Show when={durations().length > 1}>
        <Pills
          legend={words().howLong}
          name="minutes"
          options={durations().map((minutes) => ({ value: String(minutes), label: writeMinutes(minutes) }))}
          chosen={String(readWanted().durationMinutes ?? durations()[0])}
          onChoose={(value) => writeWanted({ durationMinutes: Number(value) })}
        />
      </Show>
      <Show when={party().max > 1}>
        <label class="field short">
          <span class="label">{words().howMany}</span>
          <select
            class="control"
            value={String(readWanted().party ?? party().min)}
            onChange={(event) => writeWanted({ party: Number(event.currentTarget.value) })}
          >
            <For each={range(party().min, Math.min(party().max, party().min + 99))}>
              {(count) => <option value={String(count)}>{words().people(count)}</option>}
            </For>
          </select>
        </label>
      </Show>
      <For each={props.service.choices}>{(choice) => <Resources choice={choice} />}</For>
    </>
  )
}

/** Anybody first: most visitors want a time, not a person. */
function Resources(props: { readonly choice: PublicService['choices'][number] }): JSX.Element {
  const words = useWords<Words>()
  const legend = () => props.choice.title ?? words().withWhom
  const ids = () => props.choice.resources.map(({ id }) => id)
  const mine = () => readWanted().resourceIds.filter((id) => ids().includes(id))
  const choose = (next: readonly string[]) =>
    writeWanted({ resourceIds: [...readWanted().resourceIds.filter((id) => !ids().includes(id)), ...next] })
  const options = () => [
    { value: '', label: words().anyone },
    ...props.choice.resources.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const toggle = (id: string, isOn: boolean) =>
    choose(isOn ? [...mine(), id].slice(-props.choice.count) : mine().filter((each) => each !== id))
  return (
    <Show
      when={props.choice.count > 1}
      fallback={
        <Pills
          legend={legend()}
          name={ids()[0] ?? 'with'}
          options={options()}
          chosen={mine()[0] ?? ''}
          onChoose={(value) => choose(value === '' ? [] : [value])}
        />
      }
    >
      <fieldset class="field">
        <legend>{legend()}</legend>
        <p class="soft small">{words().chooseUpTo(props.choice.count)}</p>
        <For each={props.choice.resources}>
          {({ id, name }) => (
            <label class="tick">
              <input
                type="checkbox"
                checked={mine().includes(id)}
                onChange={(event) => toggle(id, event.currentTarget.checked)}
              />
              <span>{name}</span>
            </label>
          )}
        </For>
      </fieldset>
    </Show>
  )
}

function Pills(props: {
  readonly legend: string
  readonly name: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: string
  readonly onChoose: (value: string) => void
}): JSX.Element {
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <div class="pills">
        <For each={props.options}>
          {({ value, label }) => (
            <label class="pill">
              <input
                type="radio"
                name={props.name}
                value={value}
                checked={value === props.chosen}
                onChange={() => props.onChoose(value)}
              />
              <span>{label}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
}
