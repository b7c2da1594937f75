import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, formatDateTime, notify, relativeTime, useWorkspace } from '#kit'
import { sayAction } from '../webhooks/say-events.ts'
import { type Undone, undoneKey } from './queries.ts'

export interface UndoneRowProps {
  readonly undone: Undone
  /** Whose work it was, in words; undefined for what is gone. */
  readonly owner: string | undefined
}

/** One thing that was not done: whose work it was, what went wrong, and a button that tries it again. */
export function UndoneRow(props: UndoneRowProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const again = () => {
    setBusy(true)
    workspace()
      .api('/deliveries/replay', { method: 'POST', body: { ids: [props.undone.id] } })
      .then(() => queries.invalidateQueries({ queryKey: undoneKey(workspace().slug) }))
      .then(() => notify.done('It is tried again now'), notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div class="min-w-0 flex-1 basis-60">
        <p class="[overflow-wrap:anywhere]">
          <span class="font-medium">{sayWork(props.undone, props.owner)}</span>{' '}
          <time
            class="text-sm text-soft"
            datetime={props.undone.createdAt}
            title={formatDateTime(props.undone.createdAt)}
          >
            {relativeTime(props.undone.createdAt)}
          </time>
        </p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">{sayOutcome(props.undone)}</p>
      </div>
      <Show when={props.undone.state === 'dead'}>
        <Button
          icon="i-lucide-rotate-cw"
          busy={busy()}
          aria-label={`Try again: ${sayWork(props.undone, props.owner)}, ${formatDateTime(props.undone.createdAt)}`}
          onClick={again}
        >
          Try again
        </Button>
      </Show>
    </li>
  )
}

function sayWork({ kind, action }: Undone, owner: string | undefined): string {
  if (kind === 'job') return `${owner ?? 'A module that is gone'}: a task of its own, “${sayAction(action)}”`
  const whose = owner ?? (kind === 'webhook' ? 'A webhook that is gone' : 'A module that is gone')
  return `${whose}, told of: ${sayAction(action)}`
}

function sayOutcome({ attempts, lastError, nextAttemptAt, state }: Undone): string {
  const tries = attempts === 1 ? 'Tried once' : `Tried ${attempts} times`
  const next = state === 'failed' && nextAttemptAt !== null ? `Next try ${relativeTime(nextAttemptAt)}` : ''
  return [attempts === 0 ? '' : tries, lastError ?? '', next]
    .filter((sentence) => sentence !== '')
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ')
}
