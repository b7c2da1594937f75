import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, createPanel, formatDate, formatDateTime, relativeTime } from '#kit'
import type { Key } from './queries.ts'

export interface KeyRowProps {
  readonly key: Key
  /** A permission in plain words. */
  readonly titleOf: (permission: string) => string
}

/** One key: what it is called, what it may do, and when it was last at work. */
export function KeyRow(props: KeyRowProps): JSX.Element {
  const [replace, revoke] = [createPanel('replace'), createPanel('revoke')]
  return (
    <li class="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-4">
      <div class="min-w-0 flex-1 basis-60">
        <p class="flex flex-wrap items-center gap-2">
          <span class="font-medium [overflow-wrap:anywhere]">{props.key.name}</span>
          <Show when={props.key.expiresAt}>
            {(until) => <Badge tone={isSoon(until()) ? 'warn' : 'plain'}>Works until {formatDateTime(until())}</Badge>}
          </Show>
        </p>
        <p class="text-sm text-soft">
          Ends in <code class="font-mono [overflow-wrap:anywhere]">{props.key.hint}</code>
        </p>
        <p class="text-sm text-soft">
          Made {formatDate(props.key.createdAt)},{' '}
          {props.key.lastUsedAt === null ? 'never used' : `last used ${relativeTime(props.key.lastUsedAt)}`}
        </p>
        <details class="mt-1">
          <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-sm text-accent">
            May do {props.key.permissions.length} {props.key.permissions.length === 1 ? 'thing' : 'things'}
          </summary>
          <ul class="mt-1 list-disc pl-5 text-sm text-soft">
            <For each={props.key.permissions}>{(permission) => <li>{props.titleOf(permission)}</li>}</For>
          </ul>
        </details>
      </div>
      <div class="flex flex-wrap items-center gap-2">
        <Button look="quiet" aria-label={`Replace ${props.key.name}`} onClick={() => replace.open(props.key.id)}>
          Replace
        </Button>
        <Button look="quiet" aria-label={`Revoke ${props.key.name}`} onClick={() => revoke.open(props.key.id)}>
          Revoke
        </Button>
      </div>
    </li>
  )
}

function isSoon(time: string): boolean {
  return Date.parse(time) - Date.now() < 14 * 86_400_000
}
