import type { JSX } from 'solid-js'
import { Choice } from '#kit'
import { usePeople } from './people.ts'

export interface PersonChoiceProps {
  readonly label: string
  /** What stands for nobody: `Nobody`, `Everybody`. */
  readonly none: string
  readonly value: string | null
  readonly onChange: (id: string | null) => void
  readonly error?: string | undefined
  readonly autofocus?: boolean
}

/** One of the people who work here. */
export function PersonChoice(props: PersonChoiceProps): JSX.Element {
  const people = usePeople()
  const options = () => {
    const known = people.options(props.none)
    const value = props.value ?? ''
    return known.some((option) => option.value === value)
      ? known
      : [...known, { value, label: people.nameOf(props.value) }]
  }
  return (
    <Choice
      label={props.label}
      class="min-h-10.5"
      options={options()}
      value={props.value ?? ''}
      error={props.error}
      autofocus={props.autofocus === true}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  )
}
