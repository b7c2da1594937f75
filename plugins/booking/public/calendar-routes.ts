import { endpoint, pluginRouter } from '#sdk'
import { findBooking } from '../bookings/change-booking.ts'
import { presentBooking } from '../bookings/select-bookings.ts'
import * as contract from '../contract.ts'
import { readFeed } from '../feeds/read-feed.ts'
import { writeCalendar } from '../feeds/write-calendar.ts'
import type { Settings } from '../settings.ts'
import { visitOf } from '../visit.ts'
import { readToken } from './tokens.ts'

const look = { audience: 'public', routeClass: 'read', params: contract.TokenParam } as const

/** Bookings for calendar programs. */
export const publicCalendarRoutes = pluginRouter<Settings>()
  .get(
    '/manage/:token/invite.ics',
    endpoint({ ...look, summary: 'Downloads a booking for a calendar program', answers: { 200: 'text/calendar' } }),
    async (c) => {
      const { token } = c.req.valid('param')
      const { tenant, now, belongings } = c.var
      const { row } = await findBooking(c.var, await readToken(belongings, 'manage', token))
      const link = `${visitOf(c).origin}${contract.pages.manage(tenant.slug, token)}`
      const text = writeCalendar([presentBooking(row)], {
        business: tenant.name,
        now,
        titleOf: ({ service }) => `${service.name}, ${tenant.name}`,
        linkOf: () => link,
      })
      return c.body(text, 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="booking.ics"',
        'cache-control': 'private, no-store',
      })
    },
  )
  .get(
    '/feeds/:token',
    endpoint({ ...look, summary: 'Shows bookings to a calendar program', answers: { 200: 'text/calendar' } }),
    async (c) => {
      const { tenant, now } = c.var
      const text = writeCalendar(await readFeed(c.var, c.req.valid('param').token), {
        business: tenant.name,
        now,
        titleOf: ({ service, customer }) => `${customer?.name ?? ''}: ${service.name}`,
      })
      return c.body(text, 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'cache-control': 'private, max-age=60',
      })
    },
  )
