import type { JSX } from 'solid-js'
import { Badge } from '#kit'
import type { DeliveryState, Webhook } from './queries.ts'

/** Whether a webhook works, in a word. */
export function WebhookBadge(props: { readonly webhook: Webhook }): JSX.Element {
  const state = () => stateOf(props.webhook)
  return <Badge tone={state().tone}>{state().word}</Badge>
}

function stateOf({ enabled, disabledReason, lastSuccessAt, lastFailureAt }: Webhook) {
  if (!enabled) return { tone: disabledReason === null ? 'plain' : 'danger', word: 'Off' } as const
  if (lastFailureAt !== null && (lastSuccessAt === null || lastFailureAt > lastSuccessAt))
    return { tone: 'warn', word: 'Failing' } as const
  return lastSuccessAt === null
    ? ({ tone: 'plain', word: 'Nothing sent yet' } as const)
    : ({ tone: 'good', word: 'Works' } as const)
}

export const deliveryStates = {
  pending: { tone: 'plain', word: 'On its way' },
  delivered: { tone: 'good', word: 'Delivered' },
  failed: { tone: 'warn', word: 'Failed, tries again' },
  dead: { tone: 'danger', word: 'Given up' },
} as const satisfies Readonly<Record<DeliveryState, { tone: string; word: string }>>

/** What became of a message, in a word. */
export function DeliveryBadge(props: { readonly state: DeliveryState }): JSX.Element {
  return <Badge tone={deliveryStates[props.state].tone}>{deliveryStates[props.state].word}</Badge>
}
