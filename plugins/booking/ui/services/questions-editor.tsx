import { Index, type JSX, Show } from 'solid-js'
import { Button, Choice, Switch, TextArea, TextField } from '#kit'
import type { Question } from '../types.ts'
import { newQuestion } from './service-draft.ts'

const kinds: readonly { readonly value: Question['kind']; readonly label: string }[] = [
  { value: 'text', label: 'A line of text' },
  { value: 'longText', label: 'Several lines of text' },
  { value: 'phone', label: 'A phone number' },
  { value: 'number', label: 'A number' },
  { value: 'choice', label: 'One of some choices' },
  { value: 'choices', label: 'Several of some choices' },
  { value: 'yesNo', label: 'Yes or no' },
]

export interface QuestionsEditorProps {
  readonly questions: readonly Question[]
  readonly onChange: (questions: Question[]) => void
  readonly wrong: (pointer: string) => string | undefined
}

/** What customers are asked besides their name. */
export function QuestionsEditor(props: QuestionsEditorProps): JSX.Element {
  const change = (place: number, part: Partial<Question>) =>
    props.onChange(props.questions.map((each, at) => (at === place ? { ...each, ...part } : each)))
  return (
    <div class="flex flex-col gap-4">
      <Index each={props.questions}>
        {(question, place) => (
          <fieldset class="m-0 flex min-w-0 flex-col gap-4 rounded-lg border border-line p-4">
            <legend class="px-1 font-medium">Question {place + 1}</legend>
            <div class="grid gap-4 sm:grid-cols-2">
              <TextField
                label="Question"
                placeholder="Is this your first visit?"
                maxlength={200}
                value={question().label}
                error={props.wrong(`questions/${place}/label`)}
                onChange={(event) => change(place, { label: event.currentTarget.value.trim() })}
              />
              <Choice
                label="Answer"
                class="min-h-10.5"
                options={kinds}
                value={question().kind}
                onChange={(event) => change(place, { kind: event.currentTarget.value as Question['kind'] })}
              />
            </div>
            <Show when={question().kind.startsWith('choice')}>
              <TextArea
                label="Choices, one a line"
                rows={3}
                value={question().choices.join('\n')}
                error={props.wrong(`questions/${place}/choices`)}
                onChange={(event) => change(place, { choices: linesOf(event.currentTarget.value) })}
              />
            </Show>
            <Switch
              label="Has to be answered"
              checked={question().required}
              onChange={(required) => change(place, { required })}
            />
            <div>
              <Button
                look="quiet"
                icon="i-lucide-trash-2"
                onClick={() => props.onChange(props.questions.filter((_, at) => at !== place))}
              >
                Remove this question
              </Button>
            </div>
          </fieldset>
        )}
      </Index>
      <div>
        <Button icon="i-lucide-plus" onClick={() => props.onChange([...props.questions, newQuestion(props.questions)])}>
          Add a question
        </Button>
      </div>
    </div>
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
