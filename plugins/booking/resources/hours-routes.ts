import { and, eq, gte, isNull, lte, or, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { endpoint, IdParam, listQuery, must, newId, platformErrors, pluginRouter, Uuid } from '#sdk'
import { Day } from '../contract/parts.ts'
import { BusyTime, DayOff, DayOffPage, NewBusyTime, NewDayOff } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { afterCursor, orderBy, pageIn, type SortOrder } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { busyTimes, daysOff } from '../tables.ts'

const read = { permission: 'booking.services.read' } as const
const write = { permission: 'booking.hours.write' } as const
const refusals = {
  days_off_resource: errors.resourceNotFound(),
  busy_times_resource: errors.resourceNotFound(),
}

const DayOffQuery = v.object({ ...listQuery, from: v.optional(Day), to: v.optional(Day), resourceId: v.optional(Uuid) })
const dayOffColumns = {
  id: daysOff.id,
  resourceId: daysOff.resourceId,
  fromDay: daysOff.fromDay,
  toDay: daysOff.toDay,
  spans: daysOff.spans,
  note: daysOff.note,
}
const byDay: SortOrder<{ readonly fromDay: string; readonly id: string }> = {
  by: [daysOff.fromDay, daysOff.id],
  keyOf: ({ fromDay, id }) => [fromDay, id],
}
const busyColumns = {
  id: busyTimes.id,
  resourceId: busyTimes.resourceId,
  calendarId: busyTimes.calendarId,
  startsAt: busyTimes.startsAt,
  endsAt: busyTimes.endsAt,
  title: busyTimes.title,
}

/** When resources are not there, or at other hours than every week. */
export const hoursRoutes = pluginRouter<Settings>()
  .get(
    '/days-off',
    endpoint({
      ...read,
      summary: 'Lists days off and days with other hours',
      description: 'Of one resource, those that are for all are there too.',
      query: DayOffQuery,
      answers: { 200: DayOffPage },
    }),
    async (c) => {
      const { limit, cursor, from, to, resourceId } = c.req.valid('query')
      const rows = await c.var.db
        .select(dayOffColumns)
        .from(daysOff)
        .where(
          and(
            from === undefined ? undefined : gte(daysOff.toDay, from),
            to === undefined ? undefined : lte(daysOff.fromDay, to),
            resourceId === undefined ? undefined : or(eq(daysOff.resourceId, resourceId), isNull(daysOff.resourceId)),
            afterCursor(byDay, cursor),
          ),
        )
        .orderBy(...orderBy(byDay))
        .limit(limit + 1)
      return c.json(pageIn(byDay, rows, limit))
    },
  )
  .post(
    '/days-off',
    endpoint({
      ...write,
      summary: 'Adds a day off, or days with other hours',
      body: NewDayOff,
      answers: { 201: DayOff },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const id = newId()
      const [row] = await c.var.change(
        events.hoursChanged(`hours:${id}`, { id, resourceId: given.resourceId }),
        (tx) =>
          tx
            .insert(daysOff)
            .values({ id, ...given })
            .returning(dayOffColumns),
        { refusals },
      )
      if (row === undefined) throw platformErrors.conflict()
      return c.json(row, 201)
    },
  )
  .delete(
    '/days-off/:id',
    endpoint({ ...write, summary: 'Removes a day off', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.hoursChanged(`hours:${id}`, { id, resourceId: null }), (tx) =>
        must(tx.delete(daysOff).where(eq(daysOff.id, id)).returning({ id: daysOff.id }), errors.dayOffNotFound({ id })),
      )
      return c.body(null, 204)
    },
  )
  .post(
    '/busy-times',
    endpoint({
      ...write,
      summary: 'Blocks a time of a resource',
      body: NewBusyTime,
      answers: { 201: BusyTime },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const id = newId()
      const [row] = await c.var.change(
        events.hoursChanged(`hours:${id}`, { id, resourceId: given.resourceId }),
        (tx) =>
          tx
            .insert(busyTimes)
            .values({ id, ...given })
            .returning(busyColumns),
        { refusals },
      )
      if (row === undefined) throw platformErrors.conflict()
      return c.json(row, 201)
    },
  )
  .delete(
    '/busy-times/:id',
    endpoint({
      ...write,
      summary: 'Unblocks a time that somebody blocked here',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.hoursChanged(`hours:${id}`, { id, resourceId: null }), (tx) =>
        must(
          tx
            .delete(busyTimes)
            .where(and(eq(busyTimes.id, id), sql`${busyTimes.calendarId} is null`))
            .returning({ id: busyTimes.id }),
          errors.busyTimeNotFound({ id }),
        ),
      )
      return c.body(null, 204)
    },
  )
