import { Choice, DateField } from '#kit'
import type { Setter } from '../bulk/setter.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import { priorities } from './task-shape.ts'

/** What can be set for many tasks at once. */
export const taskSetters: readonly Setter[] = [
  {
    id: 'assigneeId',
    label: 'For whom',
    done: 'Person set',
    control: (control) => (
      <PersonChoice
        label={control.label}
        none="Nobody yet"
        value={control.value}
        onChange={control.onChange}
        error={control.error}
        autofocus
      />
    ),
  },
  {
    id: 'dueOn',
    label: 'Due on',
    done: 'Day set',
    control: (control) => (
      <DateField
        label={control.label}
        hint="Leave it empty to take the day away."
        value={control.value}
        onChange={control.onChange}
        error={control.error}
        autofocus
      />
    ),
  },
  {
    id: 'priority',
    label: 'How important',
    done: 'Importance set',
    control: (control) => (
      <Choice
        label={control.label}
        required
        autofocus
        options={[{ value: '', label: 'Choose one' }, ...priorities]}
        value={control.value ?? ''}
        error={control.error}
        onChange={(event) => control.onChange(event.currentTarget.value || null)}
      />
    ),
  },
]
