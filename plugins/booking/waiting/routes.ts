import { and, eq } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { afterCursor, orderBy, pageIn, type SortOrder } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { waiting } from '../tables.ts'
import { visitOf } from '../visit.ts'
import { leaveWaiting } from './change-waiting.ts'
import { presentWaiting, selectWaiting } from './select-waiting.ts'

const inTurn: SortOrder<{ readonly id: string }> = { by: [waiting.id], keyOf: ({ id }) => [id] }

export const waitingRoutes = pluginRouter<Settings>()
  .get(
    '/waiting',
    endpoint({
      permission: 'booking.bookings.read',
      summary: 'Lists who waits for a time',
      query: contract.WaitingQuery,
      answers: { 200: contract.WaitingPage },
    }),
    async (c) => {
      const { limit, cursor, serviceId, state } = c.req.valid('query')
      const rows = await selectWaiting(c.var.db)
        .where(
          and(
            serviceId === undefined ? undefined : eq(waiting.serviceId, serviceId),
            state === undefined ? undefined : eq(waiting.state, state),
            afterCursor(inTurn, cursor),
          ),
        )
        .orderBy(...orderBy(inTurn))
        .limit(limit + 1)
      const page = pageIn(inTurn, rows, limit)
      return c.json({ ...page, data: page.data.map(presentWaiting) })
    },
  )
  .delete(
    '/waiting/:id',
    endpoint({
      permission: 'booking.bookings.write',
      summary: 'Takes somebody off the waiting list',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      await leaveWaiting(c.var, visitOf(c), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
