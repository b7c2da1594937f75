import { For, type JSX, Show } from 'solid-js'
import { formatNumber, TextField, Tick } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import { amountOf, fieldsOf, type GrantChange, type GrantPart, isBytes } from './grant-parts.ts'

const megabyte = 1_000_000

export interface GrantAmountProps {
  readonly part: GrantPart
  /** As much as it asks for: nobody grants more. */
  readonly asked: Grants
  readonly granted: Grants
  readonly onChange: (change: GrantChange) => void
  readonly error?: string | undefined
  readonly autofocus?: boolean
}

/** How much of one thing a plugin may have, and which fields of it. */
export function GrantAmount(props: GrantAmountProps): JSX.Element {
  const unit = () => (isBytes(props.part) ? megabyte : 1)
  const most = () => amountOf(props.asked, props.part)
  const amount = () => amountOf(props.granted, props.part)
  const label = () => {
    if (isBytes(props.part)) return 'Megabytes at most'
    return props.part.kind === 'limit' && props.part.key === 'rows' ? 'At most' : 'At most a day'
  }
  return (
    <>
      <Show when={typeof most() === 'number' && most()}>
        {(asked) => (
          <div class="max-w-60">
            <TextField
              label={label()}
              aria-label={`${label()}: ${props.part.text}`}
              type="number"
              min="0"
              max={asked() / unit()}
              step={isBytes(props.part) ? 'any' : '1'}
              autofocus={props.autofocus === true}
              hint={`It asks for ${formatNumber(asked() / unit())}.`}
              error={props.error}
              value={String((amount() ?? 0) / unit())}
              onInput={({ currentTarget }) => {
                const typed = currentTarget.valueAsNumber
                if (Number.isFinite(typed)) props.onChange({ amount: Math.round(typed * unit()) })
              }}
            />
          </div>
        )}
      </Show>
      <Show when={fieldsOf(props.asked, props.part)}>
        {(fields) => (
          <fieldset class="m-0 min-w-0 border-0 p-0">
            <legend class="text-sm text-soft">What it sees of each</legend>
            <div class="flex flex-wrap gap-x-5">
              <For each={fields()}>
                {(field) => (
                  <Tick
                    label={field}
                    name={`${props.part.id} ${field}`}
                    checked={fieldsOf(props.granted, props.part)?.includes(field) === true}
                    onChange={(isSeen) => {
                      const others = (fieldsOf(props.granted, props.part) ?? []).filter((each) => each !== field)
                      const chosen = [...others, ...(isSeen ? [field] : [])]
                      // In the order in which they are asked for.
                      props.onChange({ fields: fields().filter((each) => chosen.includes(each)) })
                    }}
                  />
                )}
              </For>
            </div>
          </fieldset>
        )}
      </Show>
    </>
  )
}
