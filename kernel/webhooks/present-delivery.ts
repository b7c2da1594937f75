import type { InferOutput } from 'valibot'
import type { Delivery } from './schemas.ts'
import { deliveries } from './tables.ts'

/** What is read of a delivery to show it. */
export const shownDelivery = {
  id: deliveries.id,
  eventId: deliveries.ledgerId,
  action: deliveries.action,
  state: deliveries.state,
  attempts: deliveries.attempts,
  dueAt: deliveries.dueAt,
  lastStatus: deliveries.lastStatus,
  lastError: deliveries.lastError,
  createdAt: deliveries.createdAt,
  request: deliveries.request,
  response: deliveries.response,
}

type Row = Pick<typeof deliveries.$inferSelect, Exclude<keyof typeof shownDelivery, 'eventId'>> & {
  readonly eventId: string
}

/** A delivery as the API shows it; `url` is where one goes that was not tried yet. */
export function presentDelivery(row: Row, url: string): InferOutput<typeof Delivery> {
  const { dueAt, state, request, ...rest } = row
  const isPending = state === 'pending'
  return {
    ...rest,
    state: isPending && row.lastError !== null ? 'failed' : state,
    nextAttemptAt: isPending ? dueAt : null,
    request: request ?? { method: 'POST', url, headers: {}, body: '' },
  }
}
