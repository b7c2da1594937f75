import { For, type JSX, Match, Switch } from 'solid-js'
import { Choice, Field, TextArea, TextField } from '#kit'
import type { Question } from '../types.ts'

type Answer = string | boolean | string[]

export interface QuestionFieldsProps {
  readonly questions: readonly Question[]
  readonly wrong: (pointer: string) => string | undefined
}

const nameOf = ({ key }: Question) => `answer-${key}`

/** The questions of a service. */
export function QuestionFields(props: QuestionFieldsProps): JSX.Element {
  return (
    <For each={props.questions}>
      {(question) => (
        <Switch
          fallback={
            <TextField
              label={question.label}
              name={nameOf(question)}
              type={question.kind === 'phone' ? 'tel' : 'text'}
              inputmode={question.kind === 'number' ? 'decimal' : undefined}
              error={props.wrong(`answers/${question.key}`)}
            />
          }
        >
          <Match when={question.kind === 'longText'}>
            <TextArea
              label={question.label}
              name={nameOf(question)}
              rows={3}
              error={props.wrong(`answers/${question.key}`)}
            />
          </Match>
          <Match when={question.kind === 'choice' || question.kind === 'yesNo'}>
            <Choice
              label={question.label}
              name={nameOf(question)}
              options={choicesOf(question)}
              error={props.wrong(`answers/${question.key}`)}
            />
          </Match>
          <Match when={question.kind === 'choices'}>
            <Field
              label={question.label}
              hint="Hold Ctrl to choose several."
              error={props.wrong(`answers/${question.key}`)}
            >
              {(ids) => (
                <select multiple id={ids.id} name={nameOf(question)} aria-describedby={ids.describedBy} class="control">
                  <For each={question.choices}>{(choice) => <option value={choice}>{choice}</option>}</For>
                </select>
              )}
            </Field>
          </Match>
        </Switch>
      )}
    </For>
  )
}

function choicesOf({ kind, choices }: Question) {
  const all =
    kind === 'yesNo' ? [['yes', 'Yes'] as const, ['no', 'No'] as const] : choices.map((each) => [each, each] as const)
  return [{ value: '', label: '–' }, ...all.map(([value, label]) => ({ value, label }))]
}

/** The answers as the API takes them; what was left empty is left out. */
export function readAnswers(questions: readonly Question[], data: FormData): Record<string, Answer> {
  const answers: Record<string, Answer> = {}
  for (const question of questions) {
    const values = data
      .getAll(nameOf(question))
      .map(String)
      .filter((value) => value.trim() !== '')
    if (values.length === 0) continue
    if (question.kind === 'choices') answers[question.key] = values
    else answers[question.key] = question.kind === 'yesNo' ? values[0] === 'yes' : (values[0] ?? '').trim()
  }
  return answers
}
