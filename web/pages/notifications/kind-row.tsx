import { createUniqueId, For, type JSX } from 'solid-js'
import type { Channels, Choices, Kind, MailChoice } from './queries.ts'

export interface KindRowProps {
  readonly kind: Kind
  readonly channels: Choices['channels']
  readonly choose: (patch: Partial<Channels>) => void
}

const mails: readonly { readonly value: MailChoice; readonly label: string }[] = [
  { value: 'now', label: 'At once' },
  { value: 'daily', label: 'In the daily mail' },
  { value: 'off', label: 'No mail' },
]

/** One kind of notification, and the ways on which it is told. */
export function KindRow(props: KindRowProps): JSX.Element {
  const id = createUniqueId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: the legend of a fieldset is no part of a grid
    <div
      role="group"
      aria-labelledby={`${id}-title`}
      class="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-2 sm:px-5 xl:grid-cols-[1fr_10.5rem_9.5rem_15rem] xl:items-center"
    >
      <p id={`${id}-title`} class="font-medium sm:col-span-2 xl:col-span-1">
        {props.kind.title}
      </p>
      <Way label="In the workspace" checked={props.kind.inApp} onChange={(inApp) => props.choose({ inApp })} />
      <Way
        label="On my devices"
        checked={props.kind.push && props.channels.push !== 'not_connected'}
        disabled={props.channels.push === 'not_connected'}
        onChange={(push) => props.choose({ push })}
      />
      <div class="flex items-center gap-2">
        <label for={id} class="text-soft">
          Mail
        </label>
        <select
          id={id}
          class="control min-w-0 flex-1"
          disabled={props.channels.mail === 'not_connected'}
          onChange={(event) => props.choose({ mail: event.currentTarget.value as MailChoice })}
        >
          <For each={mails}>
            {(mail) => (
              <option value={mail.value} selected={mail.value === props.kind.mail}>
                {mail.label}
              </option>
            )}
          </For>
        </select>
      </div>
    </div>
  )
}

interface WayProps {
  readonly label: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

function Way(props: WayProps): JSX.Element {
  return (
    <label class={`flex min-h-8 items-center gap-2 ${props.disabled === true ? 'text-faint' : 'cursor-pointer'}`}>
      <input
        type="checkbox"
        class="focusable h-6 w-6 shrink-0 rounded accent-[var(--accent)]"
        checked={props.checked}
        disabled={props.disabled === true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  )
}
