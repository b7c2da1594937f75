import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { TextField } from '#kit'
import { type BirthdayParts, joinBirthday, months, splitBirthday } from './birthday.ts'

export interface BirthdayInputProps {
  readonly value: string
  readonly onChange: (birthday: string) => void
  readonly hint?: string | undefined
  readonly error?: string | undefined
}

/** A day, a month, and a year for those who told it. */
export function BirthdayInput(props: BirthdayInputProps): JSX.Element {
  const id = createUniqueId()
  const parts = () => splitBirthday(props.value)
  const set = (part: Partial<BirthdayParts>) => props.onChange(joinBirthday({ ...parts(), ...part }))
  const digits = (value: string) => value.replaceAll(/\D/g, '')
  const invalid = () => props.error !== undefined
  return (
    <fieldset class="m-0 min-w-0 border-0 p-0" aria-describedby={`${id}-note`}>
      <legend class="mb-1.5 p-0 font-medium">Birthday</legend>
      <div class="grid grid-cols-[4.5rem_minmax(0,1fr)_5.5rem] gap-2">
        <TextField
          label="Day"
          inputmode="numeric"
          maxlength={2}
          autocomplete="off"
          value={parts().day}
          aria-invalid={invalid()}
          onInput={(event) => set({ day: digits(event.currentTarget.value) })}
        />
        <div class="flex flex-col gap-1.5">
          <label for={`${id}-month`} class="font-medium">
            Month
          </label>
          <select id={`${id}-month`} class="control" onChange={(event) => set({ month: event.currentTarget.value })}>
            <option value="">–</option>
            <For each={months}>
              {(month) => (
                <option value={month.value} selected={month.value === parts().month}>
                  {month.label}
                </option>
              )}
            </For>
          </select>
        </div>
        <TextField
          label="Year"
          inputmode="numeric"
          maxlength={4}
          autocomplete="off"
          value={parts().year}
          onInput={(event) => set({ year: digits(event.currentTarget.value) })}
        />
      </div>
      <div id={`${id}-note`} class="mt-1.5 text-sm">
        <p class="text-soft">{props.hint ?? 'Leave the year empty if you do not know it.'}</p>
        <Show when={props.error}>
          <p class="text-danger">Give a day and a month; a year has four digits.</p>
        </Show>
      </div>
    </fieldset>
  )
}
