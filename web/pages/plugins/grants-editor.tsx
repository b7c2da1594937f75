import { For, type JSX, Show } from 'solid-js'
import { Tick } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Sentence } from '../../shell/published-query.ts'
import { GrantAmount } from './grant-amount.tsx'
import { amountOf, type GrantPart, partsOf, withoutPart, withPart } from './grant-parts.ts'

export interface GrantsEditorProps {
  readonly asks: readonly Sentence[]
  /** All of it. */
  readonly asked: Grants
  readonly granted: Grants
  readonly onChange: (grants: Grants) => void
  /** Shows the limits that every plugin has too. */
  readonly withLimits: boolean
}

/** All that a plugin asks for: each can be left out, or lowered, before one says yes. */
export function GrantsEditor(props: GrantsEditorProps): JSX.Element {
  const parts = () => partsOf(props.asks, props.asked)
  const things = () => parts().filter(({ kind }) => kind !== 'limit')
  const limits = () => parts().filter(({ kind }) => kind === 'limit')
  const amount = (part: GrantPart) => (
    <GrantAmount
      part={part}
      asked={props.asked}
      granted={props.granted}
      onChange={(change) => props.onChange(withPart(props.granted, part, change))}
    />
  )
  return (
    <div class="flex flex-col gap-4">
      <For each={things()}>
        {(part) => (
          <div class="flex flex-col gap-2 rounded-lg border border-line p-3">
            <Tick
              label={part.text}
              hint={part.why === null ? undefined : `The publisher says why: ${part.why}`}
              name={part.id}
              checked={amountOf(props.granted, part) !== undefined}
              onChange={(isGranted) =>
                props.onChange(
                  isGranted ? withPart(props.granted, part, {}, props.asked) : withoutPart(props.granted, part),
                )
              }
            />
            <Show when={amountOf(props.granted, part) !== undefined}>
              <div class="flex flex-col gap-2 pl-9">{amount(part)}</div>
            </Show>
          </div>
        )}
      </For>
      <Show when={props.withLimits && limits().length > 0}>
        <details>
          <summary class="focusable min-h-6 w-fit cursor-pointer rounded font-medium">How much it may use</summary>
          <div class="mt-3 flex flex-col gap-4">
            <For each={limits()}>
              {(part) => (
                <div class="flex flex-col gap-1">
                  <p class="font-medium">{part.text}</p>
                  <Show when={part.why}>
                    {(why) => <p class="text-sm text-soft">The publisher says why: {why()}</p>}
                  </Show>
                  {amount(part)}
                </div>
              )}
            </For>
          </div>
        </details>
      </Show>
    </div>
  )
}
