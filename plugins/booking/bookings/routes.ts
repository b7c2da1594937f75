import { and, eq } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { readCalendar } from '../calendar/read-calendar.ts'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import { afterCursor, orderBy, pageIn } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { boundsOf, durationOf, listSlots } from '../slots/list-slots.ts'
import { momentText } from '../slots/moment-text.ts'
import { diaryFrom, diaryQueries } from '../slots/read-diary.ts'
import { bookings } from '../tables.ts'
import { visitOf } from '../visit.ts'
import {
  cancelBooking,
  confirmBooking,
  declineBooking,
  markNoShow,
  moveToTime,
  updateBooking,
} from './change-booking.ts'
import { createBookings } from './create-booking.ts'
import { bookingOrders, matchingBookings, presentBooking, selectBookings } from './select-bookings.ts'

const read = { permission: 'booking.bookings.read' } as const
const write = { permission: 'booking.bookings.write' } as const
const one = { ...write, params: IdParam, answers: { 200: contract.Booking } } as const

export const bookingsRoutes = pluginRouter<Settings>()
  .get(
    '/slots',
    endpoint({
      ...read,
      summary: 'Finds times that can be booked',
      query: contract.SlotQuery,
      answers: { 200: contract.SlotDays },
    }),
    async (c) => {
      const { serviceId, from, to, timeZone, durationMinutes, party, resourceIds, movingId } = c.req.valid('query')
      const range = { from, to, timeZone: timeZone ?? c.var.tenant.timeZone }
      const { fromMs, toMs } = boundsOf(range)
      const rows = await c.var.read((db) => diaryQueries(db, { id: serviceId }, fromMs, toMs))
      const diary = diaryFrom(rows, c.var.tenant.timeZone)
      if (diary === undefined) throw errors.serviceNotFound({ id: serviceId })
      const wish = {
        nowMs: c.var.now.getTime(),
        durationMinutes: durationOf(diary.service, durationMinutes),
        party: party ?? diary.service.party.min,
        wanted: resourceIds ?? [],
        movingId,
      }
      return c.json(listSlots(diary, range, wish))
    },
  )
  .get(
    '/calendar',
    endpoint({
      ...read,
      summary: 'Shows all that a calendar draws of some days',
      query: contract.CalendarQuery,
      answers: { 200: contract.CalendarView },
    }),
    async (c) => c.json(await readCalendar(c.var, c.req.valid('query'))),
  )
  .get(
    '/bookings',
    endpoint({
      ...read,
      summary: 'Lists and finds bookings',
      query: contract.BookingQuery,
      answers: { 200: contract.BookingPage },
    }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const order = bookingOrders[sort]
      const rows = await selectBookings(c.var.db)
        .where(and(matchingBookings(filter), afterCursor(order, cursor)))
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      const page = pageIn(order, rows, limit)
      return c.json({ ...page, data: page.data.map(presentBooking) })
    },
  )
  .post(
    '/bookings',
    endpoint({
      ...write,
      summary: 'Books a time, or a series of them',
      description:
        'A time that is taken answers 409 `booking.slotTaken` with other times in `alternatives`. With `anyTime`, hours, notice and limits do not bind; what is taken always does.',
      body: contract.NewBooking,
      answers: { 201: contract.MadeBookings },
    }),
    async (c) => {
      const { serviceId, startsAt, resourceIds, timeZone, language, ...given } = c.req.valid('json')
      const { rows, skipped } = await createBookings(c.var, visitOf(c), {
        ...given,
        service: { id: serviceId },
        startMs: Date.parse(startsAt),
        wanted: resourceIds,
        timeZone,
        language,
        source: 'workspace',
        admit: () => undefined,
      })
      const [booking, ...series] = rows.map(presentBooking)
      if (booking === undefined) throw errors.slotTaken({ startsAt })
      setVersion(c, booking.version, booking)
      return c.json({ booking, series, skipped: skipped.map((ms) => momentText(ms)) }, 201)
    },
  )
  .get(
    '/bookings/:id',
    endpoint({ ...read, summary: 'Shows a booking', params: IdParam, answers: { 200: contract.Booking } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await selectBookings(c.var.db).where(eq(bookings.id, id))
      if (row === undefined) throw errors.bookingNotFound({ id })
      const booking = presentBooking(row)
      setVersion(c, booking.version, booking)
      return c.json(booking)
    },
  )
  .patch(
    '/bookings/:id',
    endpoint({ ...one, summary: 'Changes what a booking says, but not its time', body: contract.BookingPatch }),
    async (c) => {
      const booking = await updateBooking(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, booking.version, booking)
      return c.json(booking)
    },
  )
  .post(
    '/bookings/:id/move',
    endpoint({
      ...one,
      summary: 'Moves a booking to another time, other resources or both',
      body: contract.BookingMove,
    }),
    async (c) => {
      const { startsAt, ...wish } = c.req.valid('json')
      const startMs = startsAt === undefined ? undefined : Date.parse(startsAt)
      const { id } = c.req.valid('param')
      const booking = await moveToTime(c.var, visitOf(c), id, { ...wish, startMs }, wantedVersion(c))
      setVersion(c, booking.version, booking)
      return c.json(booking)
    },
  )
  .post(
    '/bookings/:id/cancel',
    endpoint({ ...one, summary: 'Cancels a booking, or the rest of its series', body: contract.BookingCancel }),
    async (c) =>
      c.json(await cancelBooking(c.var, visitOf(c), c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))),
  )
  .post(
    '/bookings/:id/confirm',
    endpoint({ ...one, summary: 'Says yes to a booking that waits for an answer', body: contract.BookingAnswer }),
    async (c) => c.json(await confirmBooking(c.var, visitOf(c), c.req.valid('param').id, c.req.valid('json').notify)),
  )
  .post(
    '/bookings/:id/decline',
    endpoint({ ...one, summary: 'Says no to a booking that waits for an answer', body: contract.BookingAnswer }),
    async (c) => c.json(await declineBooking(c.var, visitOf(c), c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/bookings/:id/no-show',
    endpoint({ ...one, summary: 'Notes that nobody came, or that somebody did', body: contract.NoShow }),
    async (c) => c.json(await markNoShow(c.var, c.req.valid('param').id, c.req.valid('json').noShow)),
  )
