import { For, type JSX, Match, Switch } from 'solid-js'
import { useWords } from '#site'
import type { Answer } from './draft.ts'
import { describedBy, Fault, Field, Label, Optional } from './field.tsx'
import type { Question } from './nouns.ts'
import type { Words } from './words/en.ts'

interface QuestionProps {
  readonly id: string
  readonly question: Question
  readonly answer: Answer | undefined
  readonly wrong: string | undefined
  readonly onAnswer: (answer: Answer) => void
}

/** A question of the business, as its kind asks for it. */
export function QuestionField(props: QuestionProps): JSX.Element {
  const kind = () => props.question.kind
  return (
    <Switch fallback={<Written {...props} />}>
      <Match when={kind() === 'choice'}>
        <OneOf {...props} />
      </Match>
      <Match when={kind() === 'choices'}>
        <SomeOf {...props} />
      </Match>
      <Match when={kind() === 'yesNo'}>
        <div class="field">
          <label class="tick">
            <input
              id={props.id}
              type="checkbox"
              checked={props.answer === true}
              aria-invalid={props.wrong !== undefined}
              aria-describedby={describedBy(props)}
              onChange={(event) => props.onAnswer(event.currentTarget.checked)}
            />
            <span>{props.question.label}</span>
          </label>
          <Fault id={props.id} wrong={props.wrong} />
        </div>
      </Match>
    </Switch>
  )
}

function Written(props: QuestionProps): JSX.Element {
  const kind = () => props.question.kind
  return (
    <Field
      id={props.id}
      label={props.question.label}
      isOptional={!props.question.required}
      isLong={kind() === 'longText'}
      type={kind() === 'phone' ? 'tel' : 'text'}
      {...(kind() === 'number' ? { inputMode: 'decimal' as const } : {})}
      wrong={props.wrong}
      value={typeof props.answer === 'string' ? props.answer : ''}
      onInput={props.onAnswer}
    />
  )
}

function OneOf(props: QuestionProps): JSX.Element {
  const words = useWords<Words>()
  return (
    <div class="field">
      <Label for={props.id} text={props.question.label} isOptional={!props.question.required} />
      <select
        id={props.id}
        class="control"
        aria-required={props.question.required}
        aria-invalid={props.wrong !== undefined}
        aria-describedby={describedBy(props)}
        value={typeof props.answer === 'string' ? props.answer : ''}
        onChange={(event) => props.onAnswer(event.currentTarget.value)}
      >
        <option value="">{words().choose}</option>
        <For each={props.question.choices}>{(choice) => <option value={choice}>{choice}</option>}</For>
      </select>
      <Fault id={props.id} wrong={props.wrong} />
    </div>
  )
}

function SomeOf(props: QuestionProps): JSX.Element {
  const words = useWords<Words>()
  const chosen = new Set(Array.isArray(props.answer) ? props.answer : [])
  const toggle = (choice: string, isOn: boolean) => {
    if (isOn) chosen.add(choice)
    else chosen.delete(choice)
    props.onAnswer([...chosen])
  }
  return (
    <fieldset class="field" aria-invalid={props.wrong !== undefined} aria-describedby={describedBy(props)}>
      <legend>
        {props.question.label} <Optional when={!props.question.required} word={words().optional} />
      </legend>
      <For each={props.question.choices}>
        {(choice, place) => (
          <label class="tick">
            <input
              id={place() === 0 ? props.id : undefined}
              type="checkbox"
              checked={chosen.has(choice)}
              onChange={(event) => toggle(choice, event.currentTarget.checked)}
            />
            <span>{choice}</span>
          </label>
        )}
      </For>
      <Fault id={props.id} wrong={props.wrong} />
    </fieldset>
  )
}
