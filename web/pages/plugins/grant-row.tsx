import { type JSX, Show } from 'solid-js'
import { Badge, Button, Progress } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import { amountOf, fieldsOf, type GrantPart } from './grant-parts.ts'
import { type Used, usedWords } from './used.ts'

export interface GrantRowProps {
  readonly part: GrantPart
  readonly used: Used | undefined
  readonly grants: Grants
  readonly mayManage: boolean
  readonly onChange: () => void
  readonly onTake: () => void
  readonly onGive: () => void
}

/** One thing that a plugin may do: how much of it is used up today, and how it is lowered or taken away. */
export function GrantRow(props: GrantRowProps): JSX.Element {
  const isGranted = () => amountOf(props.grants, props.part) !== undefined
  const isFull = () => props.used !== undefined && props.used.used >= props.used.cap
  const isCounted = () => typeof amountOf(props.grants, props.part) === 'number'
  const canChange = () => isCounted() || Array.isArray(fieldsOf(props.grants, props.part))
  return (
    <li class="flex flex-col gap-2 py-3">
      <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div class="min-w-0 flex-1 basis-60">
          <p class="[overflow-wrap:anywhere]">{props.part.text}</p>
          <Show when={props.part.why}>
            {(why) => <p class="text-sm text-soft [overflow-wrap:anywhere]">The publisher says why: {why()}</p>}
          </Show>
          <Show when={isGranted() && fieldsOf(props.grants, props.part)}>
            {(fields) => (
              <p class="text-sm text-soft [overflow-wrap:anywhere]">
                It sees: {fields().length === 0 ? 'nothing of them' : fields().join(', ')}
              </p>
            )}
          </Show>
        </div>
        <Show when={!isGranted()}>
          <Badge tone="warn">Taken away</Badge>
        </Show>
        <Show when={isFull() && isGranted()}>
          <Badge tone="danger">Used up</Badge>
        </Show>
        <Show when={props.mayManage}>
          <div class="flex flex-wrap gap-1">
            <Show
              when={isGranted()}
              fallback={
                <Button aria-label={`Allow: ${props.part.text}`} onClick={() => props.onGive()}>
                  Allow
                </Button>
              }
            >
              <Show when={canChange()}>
                <Button look="quiet" aria-label={`Change: ${props.part.text}`} onClick={() => props.onChange()}>
                  Change
                </Button>
              </Show>
              <Show when={props.part.kind !== 'limit'}>
                <Button look="quiet" aria-label={`Take away: ${props.part.text}`} onClick={() => props.onTake()}>
                  Take away
                </Button>
              </Show>
            </Show>
          </div>
        </Show>
      </div>
      <Show when={isGranted() && props.used}>
        {(used) => (
          <div class="flex flex-col gap-1">
            <Progress
              label={`Used of: ${props.part.text}`}
              value={used().cap === 0 ? 1 : used().used / used().cap}
              words={usedWords(props.part, used())}
            />
            <p class="text-sm tabular-nums text-soft">{usedWords(props.part, used())}</p>
          </div>
        )}
      </Show>
    </li>
  )
}
