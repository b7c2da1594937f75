import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { AppError, type EmailMessage, type JobOutcome } from '#sdk'
import { findBooking } from '../bookings/change-booking.ts'
import { presentBooking } from '../bookings/select-bookings.ts'
import { type Booking, MessageKind, pages } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { writeCalendar } from '../feeds/write-calendar.ts'
import { makeToken } from '../public/tokens.ts'
import { messages } from '../tables.ts'
import { fillIn, type Values } from './fill-in.ts'
import { originals } from './originals.ts'
import { valuesOf } from './values-of.ts'

const Payload = v.object({
  bookingId: v.string(),
  kind: MessageKind,
  origin: v.string(),
  reason: v.optional(v.nullable(v.string()), null),
  /** When the booking began as the message was planned: one that has moved since has a message of its own. */
  startsAt: v.optional(v.string()),
  /** The place on the waiting list that is offered a time. */
  waitingId: v.optional(v.string()),
  to: v.optional(v.object({ name: v.string(), email: v.string(), language: v.string(), timeZone: v.string() })),
})
type Payload = v.InferOutput<typeof Payload>

type TellContext = Desk & { readonly jobId: string }

/** The job: writes to a customer about a booking. With no email connected there is nobody to carry it, and it is done. */
export async function tell(context: TellContext, given: Readonly<Record<string, unknown>>): Promise<JobOutcome> {
  const payload = v.parse(Payload, given)
  const { row } = await findBooking(context, payload.bookingId)
  const [own] = await context.db.select().from(messages).where(eq(messages.kind, payload.kind))
  const booking = addressed(presentBooking(row), payload)
  if (own?.enabled === false || booking.customer?.email == null || !isStillSo(booking, payload)) return 'done'
  const link = await linkOf(context, payload)
  const values = valuesOf({
    booking,
    business: context.tenant.name,
    link,
    reason: payload.reason,
    until: booking.heldUntil,
  })
  const message = {
    ...composed(booking, values, own ?? originals[payload.kind]),
    action: actionOf(payload.kind, link),
    attachments: attachmentsOf(context, booking, payload.kind, link),
    idempotencyKey: `booking-${payload.kind}-${context.jobId}`,
  }
  return send(context, message)
}

/** An offer goes to whoever waits; the hold itself has no customer yet. */
function addressed(booking: Booking, { to }: Payload): Booking {
  if (to === undefined) return booking
  const { name, email, language, timeZone } = to
  return { ...booking, customer: { name, email, phone: null }, language, timeZone }
}

/** Whether a message that was planned ahead still says what is so. */
function isStillSo({ status, startsAt }: Booking, { kind, startsAt: planned }: Payload): boolean {
  if (planned !== undefined && Date.parse(planned) !== Date.parse(startsAt)) return false
  if (kind === 'reminder' || kind === 'followUp') return status === 'confirmed'
  return kind === 'offered' ? status === 'held' : true
}

async function linkOf({ belongings, tenant }: Desk, { kind, origin, bookingId, waitingId }: Payload): Promise<string> {
  if (kind === 'offered' && waitingId !== undefined)
    return `${origin}${pages.waiting(tenant.slug, await makeToken(belongings, 'waiting', waitingId))}`
  return `${origin}${pages.manage(tenant.slug, await makeToken(belongings, 'manage', bookingId))}`
}

function composed(booking: Booking, values: Values, words: { readonly subject: string; readonly body: string }) {
  const { subject, paragraphs } = fillIn(words, values)
  const facts = [
    { label: 'What', value: values.service },
    { label: 'When', value: `${values.date}, ${values.time}` },
    { label: 'How long', value: values.duration },
    { label: 'With', value: values.with },
    { label: 'Where', value: values.place },
    { label: 'Price', value: values.price === '' ? '' : `${values.price}, paid on site` },
  ].filter(({ value }) => value !== '')
  const { email, name } = booking.customer ?? { email: null, name: '' }
  return {
    to: email ?? '',
    toName: name.slice(0, 100),
    subject: subject === '' ? values.service : subject,
    template: {
      heading: subject.slice(0, 200),
      paragraphs,
      facts: facts.map(({ label, value }) => ({ label, value: value.slice(0, 500) })),
    },
    category: 'transactional',
    about: [`booking:${booking.id}`],
  } as const
}

/** The kinds that leave something to do, and what the button says. */
const buttons: Partial<Record<MessageKind, string>> = {
  confirmed: 'Move or cancel',
  pending: 'See your request',
  moved: 'Move or cancel',
  reminder: 'Move or cancel',
  offered: 'Take this time',
}

function actionOf(kind: MessageKind, url: string) {
  const label = buttons[kind]
  return label === undefined ? undefined : { label, url }
}

function attachmentsOf({ tenant, now }: Desk, booking: Booking, kind: MessageKind, link: string) {
  if (kind !== 'confirmed' && kind !== 'moved' && kind !== 'cancelled') return []
  const method = kind === 'cancelled' ? 'CANCEL' : 'PUBLISH'
  const titleOf = () => `${booking.service.name}, ${tenant.name}`
  const text = writeCalendar([booking], { business: tenant.name, now, method, titleOf, linkOf: () => link })
  const content = btoa(String.fromCharCode(...new TextEncoder().encode(text)))
  return [{ name: 'booking.ics', type: `text/calendar; method=${method}`, content }]
}

type Draft = Omit<EmailMessage, 'template'> & {
  readonly template: NonNullable<EmailMessage['template']>
  readonly action: { readonly label: string; readonly url: string } | undefined
}

async function send({ ports }: Desk, { action, template, ...message }: Draft): Promise<JobOutcome> {
  try {
    await ports.email.send({ ...message, template: { ...template, ...(action === undefined ? {} : { action }) } })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'kernel.notConnected') throw error
  }
  return 'done'
}
