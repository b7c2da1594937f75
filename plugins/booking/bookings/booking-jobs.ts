import type { JobRequest } from '#sdk'
import type { MessageKind, Service } from '../contract.ts'

const minuteMs = 60_000

/** What jobs of a booking go by. */
export interface JobFacts {
  readonly bookingId: string
  readonly startMs: number
  readonly endMs: number
  readonly now: Date
  /** Under which people reach the platform: links in messages begin with it. */
  readonly origin: string
}

type Schedule = Pick<Service, 'reminders' | 'followUpMinutes'>

/** Sends the customer a message about a booking. */
export function tellJob(
  { bookingId, origin }: Pick<JobFacts, 'bookingId' | 'origin'>,
  kind: MessageKind,
  reason: string | null = null,
): JobRequest {
  return { name: 'tell', payload: { bookingId, kind, origin, reason } }
}

/** Reminds the customer before the booking, and follows up after it; what would be in the past is left out. */
export function scheduleJobs({ reminders, followUpMinutes }: Schedule, facts: JobFacts): JobRequest[] {
  const { bookingId, startMs, endMs, now, origin } = facts
  const payload = { bookingId, origin, startsAt: new Date(startMs).toISOString() }
  const ahead = reminders.flatMap((minutes): JobRequest[] => {
    const dueAt = new Date(startMs - minutes * minuteMs)
    const key = reminderKey(bookingId, minutes)
    return dueAt <= now
      ? [{ cancel: key }]
      : [{ name: 'remind', payload: { ...payload, kind: 'reminder', minutes }, dueAt, key }]
  })
  if (followUpMinutes === null) return ahead
  const dueAt = new Date(Math.max(endMs + followUpMinutes * minuteMs, now.getTime()))
  return [
    ...ahead,
    { name: 'remind', payload: { ...payload, kind: 'followUp', minutes: 0 }, dueAt, key: followUpKey(bookingId) },
  ]
}

/** Takes back what was scheduled. */
export function unscheduleJobs({ reminders }: Schedule, bookingId: string): JobRequest[] {
  return [...reminders.map((minutes) => reminderKey(bookingId, minutes)), followUpKey(bookingId)].map((cancel) => ({
    cancel,
  }))
}

function reminderKey(bookingId: string, minutes: number): string {
  return `remind:${bookingId}:${minutes}`
}

function followUpKey(bookingId: string): string {
  return `follow:${bookingId}`
}

/** Looks for somebody on the waiting list once a time may have become free. */
export function offerJobs(
  service: Pick<Service, 'id' | 'waitingList'>,
  bookingId: string,
  origin: string,
  dueAt?: Date,
): JobRequest[] {
  if (!service.waitingList) return []
  const job = { name: 'offer', payload: { serviceId: service.id, origin }, key: `offer:${bookingId}` }
  return [dueAt === undefined ? job : { ...job, dueAt }]
}

const dayMs = 86_400_000

/** Removes holds that came to nothing, once a day at most. */
export function tidyJob(now: Date): JobRequest {
  const next = (Math.floor(now.getTime() / dayMs) + 1) * dayMs
  return { name: 'tidy', payload: {}, key: 'tidy', dueAt: new Date(next) }
}
