import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { BoardCard, dayWords, formatMoney, type MenuItem, useWorkspace } from '#kit'
import { todayIn } from '../days.ts'
import type { Deal } from '../types.ts'
import { isLate, partnerOf } from './deal-words.ts'

export interface DealCardProps {
  readonly deal: Deal
  readonly owner: string
  readonly actions: readonly MenuItem[]
}

/** A deal on the board: what it is, what it is worth, with whom, and until when. */
export function DealCard(props: DealCardProps): JSX.Element {
  const workspace = useWorkspace()
  const today = () => todayIn(workspace().timeZone)
  const late = () => isLate(props.deal, today())
  return (
    <BoardCard id={props.deal.id} label={props.deal.title} columnId={props.deal.stageId} actions={props.actions}>
      <A
        href={workspace().path(`/crm/deals/${props.deal.id}`)}
        draggable={false}
        class="focusable block rounded font-medium no-underline [overflow-wrap:anywhere] hover:underline"
      >
        {props.deal.title}
      </A>
      <Show when={props.deal.amount}>
        {(amount) => <p class="font-medium tabular-nums text-accent">{formatMoney(amount())}</p>}
      </Show>
      <Show when={partnerOf(props.deal)}>
        {(partner) => <p class="text-sm text-soft [overflow-wrap:anywhere]">{partner()}</p>}
      </Show>
      <Show when={props.deal.expectedClose !== null || props.owner !== ''}>
        <p class="flex flex-wrap gap-x-3 text-sm text-soft">
          <Show when={props.deal.status === 'open' && props.deal.expectedClose}>
            {(day) => (
              <span class={late() ? 'font-medium text-danger' : ''}>
                <span aria-hidden="true" class={late() ? 'i-lucide-calendar-x-2' : 'i-lucide-calendar'} />{' '}
                <span class="sr-only">{late() ? 'Should have closed: ' : 'Should close: '}</span>
                {dayWords(day(), today())}
              </span>
            )}
          </Show>
          <Show when={props.owner}>
            <span class="[overflow-wrap:anywhere]">
              <span aria-hidden="true" class="i-lucide-user-round" /> <span class="sr-only">Owner: </span>
              {props.owner}
            </span>
          </Show>
        </p>
      </Show>
    </BoardCard>
  )
}
