import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { useWords } from '#site'
import type { Draft, Wrong } from './draft.ts'
import { Field } from './field.tsx'
import type { PublicService } from './nouns.ts'
import { QuestionField } from './question-field.tsx'
import type { Words } from './words/en.ts'

/** Who comes, what the business asks, and the button that does it. */
export function DetailsForm(props: {
  readonly service: PublicService
  readonly draft: Draft
  readonly wrong: Wrong
  readonly working: boolean
  readonly action: string
  readonly onSubmit: () => void
  /** Fields above and below those that are always there. */
  readonly before?: JSX.Element
  readonly after?: JSX.Element
}): JSX.Element {
  const words = useWords<Words>()
  const id = createUniqueId()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!props.working) props.onSubmit()
  }
  return (
    <form class="stack" onSubmit={submit} novalidate>
      {props.before}
      <Field
        id={`${id}-name`}
        label={words().name}
        wrong={props.wrong.name}
        autocomplete="name"
        value={props.draft.name}
        onInput={(value) => {
          props.draft.name = value
        }}
      />
      <Field
        id={`${id}-email`}
        label={words().email}
        hint={words().emailWhy}
        wrong={props.wrong.email}
        type="email"
        autocomplete="email"
        value={props.draft.email}
        onInput={(value) => {
          props.draft.email = value
        }}
      />
      <Field
        id={`${id}-phone`}
        label={words().phone}
        isOptional={props.service.location.kind !== 'phone'}
        wrong={props.wrong.phone}
        type="tel"
        autocomplete="tel"
        value={props.draft.phone}
        onInput={(value) => {
          props.draft.phone = value
        }}
      />
      <For each={props.service.questions}>
        {(question) => (
          <QuestionField
            id={`${id}-${question.key}`}
            question={question}
            answer={props.draft.answers[question.key]}
            wrong={props.wrong[`answers/${question.key}`]}
            onAnswer={(answer) => {
              props.draft.answers[question.key] = answer
            }}
          />
        )}
      </For>
      <Field
        id={`${id}-note`}
        label={words().note}
        isOptional
        isLong
        wrong={props.wrong.note}
        value={props.draft.note}
        onInput={(value) => {
          props.draft.note = value
        }}
      />
      {props.after}
      <button type="submit" class="button main" aria-disabled={props.working}>
        <Show when={props.working} fallback={props.action}>
          {words().working}
        </Show>
      </button>
    </form>
  )
}
