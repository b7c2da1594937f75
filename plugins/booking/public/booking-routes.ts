import { endpoint, pluginRouter } from '#sdk'
import { confirmHold, findBooking, releaseHold } from '../bookings/change-booking.ts'
import { createBookings, placeHold } from '../bookings/create-booking.ts'
import { presentBooking } from '../bookings/select-bookings.ts'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { boundsOf, durationOf, listSlots } from '../slots/list-slots.ts'
import { diaryFrom, diaryQueries } from '../slots/read-diary.ts'
import { visitOf } from '../visit.ts'
import { cancelByCustomer, moveByCustomer } from './manage.ts'
import { presentBusiness, presentPublicService } from './present-public.ts'
import { admitVisitor, findPublicService, readPublicServices } from './read-service.ts'
import { showBooked, showBooking } from './show-booking.ts'
import { makeToken, readToken } from './tokens.ts'

const look = { audience: 'public', routeClass: 'read' } as const
const act = { audience: 'public', routeClass: 'submit' } as const
/** A visitor's next look is answered by the cache; a booking asks the database anyway. */
const cacheControl = 'public, max-age=10, stale-while-revalidate=30'

/** What visitors of a workspace's page see and do, under `/api/public/<workspace>/booking`. */
export const publicBookingRoutes = pluginRouter<Settings>()
  .get(
    '/page',
    endpoint({ ...look, summary: 'Shows what can be booked', answers: { 200: contract.BookingPageView } }),
    async (c) => {
      const { services, resources } = await readPublicServices(c.var)
      c.header('cache-control', cacheControl)
      return c.json({
        business: presentBusiness(c.var.tenant, c.var.settings),
        services: services.map((service) => presentPublicService(service, resources)),
      })
    },
  )
  .get(
    '/services/:slug',
    endpoint({
      ...look,
      summary: 'Shows a service',
      params: contract.ServiceSlug,
      query: contract.ServiceKeyQuery,
      answers: { 200: contract.ServiceView },
    }),
    async (c) => {
      const found = await findPublicService(c.var, c.req.valid('param').slug, c.req.valid('query').key)
      c.header('cache-control', cacheControl)
      return c.json({
        business: presentBusiness(c.var.tenant, c.var.settings),
        service: presentPublicService(found.service, found.resources),
      })
    },
  )
  .get(
    '/services/:slug/slots',
    endpoint({
      ...look,
      summary: 'Finds times of a service that can be booked',
      params: contract.ServiceSlug,
      query: contract.PublicSlotQuery,
      answers: { 200: contract.PublicSlots },
    }),
    async (c) => {
      const { from, to, timeZone, durationMinutes, party, resourceIds, key } = c.req.valid('query')
      const range = { from, to, timeZone: timeZone ?? c.var.tenant.timeZone }
      const { fromMs, toMs } = boundsOf(range)
      const rows = await c.var.read((db) => diaryQueries(db, c.req.valid('param'), fromMs, toMs))
      const diary = diaryFrom(rows, c.var.tenant.timeZone)
      if (diary === undefined) throw errors.serviceNotFound()
      admitVisitor(key)(diary.service)
      const wish = {
        nowMs: c.var.now.getTime(),
        durationMinutes: durationOf(diary.service, durationMinutes),
        party: party ?? diary.service.party.min,
        wanted: resourceIds ?? [],
      }
      c.header('cache-control', cacheControl)
      return c.json({
        business: presentBusiness(c.var.tenant, c.var.settings),
        service: presentPublicService(diary.service, diary.resources),
        ...listSlots(diary, range, wish),
      })
    },
  )
  .post(
    '/holds',
    endpoint({
      ...act,
      summary: 'Holds a time while a form is filled',
      description: 'A time that is taken answers 409 `booking.slotTaken` with other times in `alternatives`.',
      body: contract.NewHold,
      answers: { 201: contract.Hold },
    }),
    async (c) => {
      const { service, key, startsAt, resourceIds, ...given } = c.req.valid('json')
      const { row } = await placeHold(c.var, visitOf(c), {
        ...given,
        service: { slug: service },
        startMs: Date.parse(startsAt),
        wanted: resourceIds,
        anyTime: false,
        admit: admitVisitor(key),
        source: 'page',
        heldUntil: new Date(c.var.now.getTime() + c.var.settings.holdMinutes * 60_000),
      })
      const { startsAt: from, endsAt, heldUntil, price } = presentBooking(row)
      const token = await makeToken(c.var.belongings, 'hold', row.id)
      return c.json({ token, startsAt: from, endsAt, heldUntil: heldUntil ?? from, price }, 201)
    },
  )
  .delete(
    '/holds/:token',
    endpoint({
      ...act,
      summary: 'Lets go of a time that was held',
      params: contract.TokenParam,
      answers: { 204: null },
    }),
    async (c) => {
      await releaseHold(c.var, visitOf(c), await readToken(c.var.belongings, 'hold', c.req.valid('param').token))
      return c.body(null, 204)
    },
  )
  .post(
    '/holds/:token/confirm',
    endpoint({
      ...act,
      summary: 'Books a time that was held',
      description:
        'After the hold has ended it still works while nobody else wanted the time; then it answers 409 `booking.holdOver`.',
      params: contract.TokenParam,
      body: contract.HoldForm,
      answers: { 201: contract.BookedAnswer },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'hold', c.req.valid('param').token)
      const { timeZone, language, ...form } = c.req.valid('json')
      const { row } = await confirmHold(c.var, visitOf(c), id, { ...form, timeZone, language, source: 'page' })
      return c.json(await showBooked(c, [row], []), 201)
    },
  )
  .post(
    '/bookings',
    endpoint({
      ...act,
      summary: 'Books a time, or several in a row',
      body: contract.NewPublicBooking,
      answers: { 201: contract.BookedAnswer },
    }),
    async (c) => {
      const { service, key, startsAt, resourceIds, timeZone, language, ...given } = c.req.valid('json')
      const { rows, skipped } = await createBookings(c.var, visitOf(c), {
        ...given,
        service: { slug: service },
        startMs: Date.parse(startsAt),
        wanted: resourceIds,
        timeZone,
        language,
        staffNote: null,
        anyTime: false,
        notify: true,
        source: 'page',
        admit: admitVisitor(key),
      })
      return c.json(await showBooked(c, rows, skipped), 201)
    },
  )
  .get(
    '/manage/:token',
    endpoint({
      ...look,
      summary: 'Shows a booking to its customer',
      params: contract.TokenParam,
      answers: { 200: contract.PublicBooking },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'manage', c.req.valid('param').token)
      c.header('cache-control', 'private, no-store')
      return c.json(await showBooking(c, id))
    },
  )
  .get(
    '/manage/:token/slots',
    endpoint({
      ...look,
      summary: 'Finds times that a booking can move to',
      params: contract.TokenParam,
      query: contract.ManageSlotQuery,
      answers: { 200: contract.SlotDays },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'manage', c.req.valid('param').token)
      const { row, service } = await findBooking(c.var, id)
      const { from, to, timeZone } = c.req.valid('query')
      const range = { from, to, timeZone: timeZone ?? row.timeZone }
      const { fromMs, toMs } = boundsOf(range)
      const rows = await c.var.read((db) => diaryQueries(db, { id: service.id }, fromMs, toMs))
      const diary = diaryFrom(rows, c.var.tenant.timeZone)
      if (diary === undefined) throw errors.serviceNotFound()
      const wish = {
        nowMs: c.var.now.getTime(),
        durationMinutes: presentBooking(row).durationMinutes,
        party: row.party,
        wanted: [],
        movingId: id,
      }
      c.header('cache-control', 'private, no-store')
      return c.json(listSlots(diary, range, wish))
    },
  )
  .post(
    '/manage/:token/move',
    endpoint({
      ...act,
      summary: 'Moves a booking for its customer',
      params: contract.TokenParam,
      body: contract.PublicMove,
      answers: { 200: contract.PublicBooking },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'manage', c.req.valid('param').token)
      const { startsAt, durationMinutes, resourceIds } = c.req.valid('json')
      await moveByCustomer(c.var, visitOf(c), id, { startMs: Date.parse(startsAt), durationMinutes, resourceIds })
      return c.json(await showBooking(c, id))
    },
  )
  .post(
    '/manage/:token/cancel',
    endpoint({
      ...act,
      summary: 'Cancels a booking for its customer',
      params: contract.TokenParam,
      body: contract.PublicCancel,
      answers: { 200: contract.PublicBooking },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'manage', c.req.valid('param').token)
      await cancelByCustomer(c.var, visitOf(c), id, c.req.valid('json').reason)
      return c.json(await showBooking(c, id))
    },
  )
