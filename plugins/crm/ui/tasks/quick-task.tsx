import { createSignal, type JSX } from 'solid-js'
import { Button, createForm, ErrorNote, Field } from '#kit'
import { usePeople } from '../people/people.ts'
import { useDesk } from '../records/desk.ts'
import { useToday } from '../use-today.ts'
import { addTask } from './change-task.ts'
import { readQuickTask } from './read-quick-task.ts'

/** A task in one line: type it, press Enter, type the next. */
export function QuickTask(props: {
  /** What the task is kept with: `{ contactId }`. */
  readonly link?: Readonly<Record<string, string>>
}): JSX.Element {
  const desk = useDesk()
  const people = usePeople()
  const today = useToday()
  const [text, setText] = createSignal('')
  const [said, setSaid] = createSignal('')
  const form = createForm(async () => {
    const typed = text()
    const task = readQuickTask(typed, today())
    if (task.title === '') return
    // The next one can be typed while this one is on its way.
    setText('')
    try {
      await addTask(desk(), { ...task, assigneeId: people.me() ?? null, ...props.link })
      setSaid(`Added: ${task.title}`)
    } catch (error) {
      if (text() === '') setText(typed)
      throw error
    }
  })
  return (
    <form class="flex flex-col gap-2" onSubmit={form.onSubmit}>
      <Field
        label="New task"
        hint="End it with “today” or “tomorrow” to give it a day. Press Enter."
        error={form.wrong('title')}
      >
        {(ids) => (
          <div class="flex gap-2">
            <input
              type="text"
              id={ids.id}
              data-quick-task
              aria-describedby={ids.describedBy}
              aria-invalid={ids.invalid}
              autocomplete="off"
              maxlength={200}
              placeholder="Call Anna tomorrow"
              class="control"
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" icon="i-lucide-plus" busy={form.busy()}>
              Add
            </Button>
          </div>
        )}
      </Field>
      <ErrorNote error={form.error()} />
      <p class="sr-only" aria-live="polite">
        {said()}
      </p>
    </form>
  )
}
