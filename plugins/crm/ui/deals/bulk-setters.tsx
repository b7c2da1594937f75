import { Choice, DateField } from '#kit'
import type { Setter } from '../bulk/setter.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import type { Pipeline } from '../types.ts'

/** What can be set for many deals at once. */
export function dealSetters(pipeline: Pipeline | undefined): readonly Setter[] {
  return [ownerSetter, ...(pipeline === undefined ? [] : [stageSetter(pipeline)]), closeSetter]
}

const ownerSetter: Setter = {
  id: 'ownerId',
  label: 'Owner',
  done: 'Owner set',
  control: (control) => (
    <PersonChoice
      label={control.label}
      none="Nobody"
      value={control.value}
      onChange={control.onChange}
      error={control.error}
      autofocus
    />
  ),
}

function stageSetter(pipeline: Pipeline): Setter {
  return {
    id: 'stageId',
    label: 'Stage',
    done: 'Stage set',
    control: (control) => (
      <Choice
        label={control.label}
        options={[
          { value: '', label: 'Choose a stage' },
          ...pipeline.stages.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={control.value ?? ''}
        error={control.error}
        autofocus
        required
        onChange={(event) => control.onChange(event.currentTarget.value || null)}
      />
    ),
  }
}

const closeSetter: Setter = {
  id: 'expectedClose',
  label: 'Should close on',
  done: 'Date set',
  control: (control) => (
    <DateField
      label={control.label}
      value={control.value}
      onChange={control.onChange}
      error={control.error}
      autofocus
    />
  ),
}
