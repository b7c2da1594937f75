import { eq, sql } from 'drizzle-orm'
import type { HeardRecord, NewNotification, NotificationContext } from '#sdk'
import { type BookingRow, selectBookings } from '../bookings/select-bookings.ts'
import { bookings } from '../tables.ts'

/** Tells of a new booking. Of a series it tells once. */
export async function tellBooked(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const found = await findTold(context, record)
  if (found?.row.status !== 'confirmed') return []
  const { row, customer, colleague } = found
  const title =
    colleague === undefined
      ? `${customer} booked ${row.serviceName}`
      : `${colleague} booked ${row.serviceName} for ${customer}`
  const body = `${sayWhen(context, row.startsAt)}${sayWith(row)}${row.seriesId === null ? '' : ', and again after that'}`
  return [{ ...addressed(found), title, body, key: row.seriesId ?? row.id }]
}

/** Tells of a booking that waits for somebody's yes, as long as nobody has answered. */
export async function tellWaiting(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const found = await findTold(context, record)
  if (found?.row.status !== 'pending') return []
  const { row, customer } = found
  const body = `${sayWhen(context, row.startsAt)}${sayWith(row)}. Say yes or no.`
  return [
    {
      ...addressed(found),
      title: `${customer} asks for ${row.serviceName}`,
      body,
      key: row.seriesId ?? row.id,
    },
  ]
}

/** Tells that a booking has another time or goes to somebody else. */
export async function tellMoved(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const found = await findTold(context, record)
  if (found === undefined) return []
  const { startsAt, fromStartsAt } = record.data
  const [now, before] = [startsAt, fromStartsAt].map((moment) => sayWhen(context, String(moment)))
  const body = now === before ? `${now}${sayWith(found.row)}` : `Now ${now}${sayWith(found.row)}. It was ${before}.`
  return [{ ...addressed(found), title: sayChange(found, 'moved'), body }]
}

/** Tells that a time is free again. */
export async function tellCancelled(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const found = await findTold(context, record)
  if (found === undefined) return []
  const { row } = found
  const reason = row.cancelReason === null ? '' : `: ${row.cancelReason}`
  const body = `${sayWhen(context, row.startsAt)}${sayWith(row)}${reason}`
  return [{ ...addressed(found), title: sayChange(found, 'cancelled'), body }]
}

interface Told {
  readonly row: BookingRow
  readonly customer: string
  /** Who did it, when it was somebody of the workspace. */
  readonly colleague: string | undefined
  readonly to: NewNotification['to']
}

/** The booking that a record is of, and whom it concerns; undefined when that is nobody. */
async function findTold(
  { read, nameOf }: NotificationContext,
  { subject, actor }: HeardRecord,
): Promise<Told | undefined> {
  const id = subject.slice('booking:'.length)
  const [[row], people] = await read((db) => [
    selectBookings(db).where(eq(bookings.id, id)),
    db
      .select({ userId: sql<string>`r.user_id` })
      .from(sql`booking.claims c join booking.resources r on r.id = c.resource_id`)
      .where(sql`c.booking_id = ${id}::uuid and r.user_id is not null`),
  ])
  if (row === undefined || row.name === null) return undefined
  const isCustomer = actor === 'anonymous'
  const colleague = isCustomer ? undefined : ((await nameOf(actor)) ?? 'Somebody')
  const to = people.map(({ userId }) => userId)
  // What the workspace does itself concerns those who are booked; what a customer does, somebody must hear of.
  if (to.length === 0 && !isCustomer) return undefined
  return { row, customer: row.name, colleague, to: to.length === 0 ? 'everybody' : to }
}

function addressed({ row, to }: Told): Pick<NewNotification, 'to' | 'path'> {
  return { to, path: `/booking/bookings/${row.id}` }
}

function sayChange({ row, customer, colleague }: Told, verb: string): string {
  return colleague === undefined
    ? `${customer} ${verb} ${row.serviceName}`
    : `${colleague} ${verb} ${row.serviceName} of ${customer}`
}

/** "Thursday, December 3 at 10:00 AM", by the clocks of the workspace. */
function sayWhen({ tenant }: NotificationContext, moment: string): string {
  return new Intl.DateTimeFormat('en', {
    timeZone: tenant.timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(moment))
}

function sayWith({ resources }: BookingRow): string {
  return resources.length === 0 ? '' : `, with ${resources.map(({ name }) => name).join(', ')}`
}
