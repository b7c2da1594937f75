import { asc, eq, sql } from 'drizzle-orm'
import { type Db, endpoint, IdParam, must, newId, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { calendars } from '../tables.ts'
import { fetchCalendar, fetchJob } from './fetch-calendar.ts'

const manage = { permission: 'booking.services.manage' } as const

/** Calendars elsewhere that block a resource. */
export const calendarsRoutes = pluginRouter<Settings>()
  .get(
    '/calendars',
    endpoint({ ...manage, summary: 'Lists calendars elsewhere', answers: { 200: contract.CalendarList } }),
    async (c) => {
      const rows = await selectCalendars(c.var.db).orderBy(asc(calendars.id)).limit(500)
      return c.json({ data: rows.map(present) })
    },
  )
  .post(
    '/calendars',
    endpoint({
      ...manage,
      summary: 'Connects a calendar by the address of its feed',
      description: 'It is fetched at once, and from then on every quarter of an hour.',
      body: contract.NewCalendar,
      answers: { 201: contract.Calendar },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const id = newId()
      const [, [row]] = await c.var.change(
        events.calendarConnected(`calendar:${id}`, { id, resourceId: given.resourceId }),
        (tx) => [
          tx.insert(calendars).values({ id, ...given, state: 'new' }),
          selectCalendars(tx).where(eq(calendars.id, id)),
        ],
        { jobs: [fetchJob(id)], refusals: { calendars_resource: errors.resourceNotFound() } },
      )
      if (row === undefined) throw errors.calendarNotFound({ id })
      return c.json(present(row), 201)
    },
  )
  .post(
    '/calendars/:id/fetch',
    endpoint({
      ...manage,
      routeClass: 'sensitive',
      summary: 'Fetches a calendar now',
      params: IdParam,
      answers: { 200: contract.Calendar },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if ((await fetchCalendar(c.var, id)) === undefined) throw errors.calendarNotFound({ id })
      const [row] = await selectCalendars(c.var.db).where(eq(calendars.id, id))
      if (row === undefined) throw errors.calendarNotFound({ id })
      return c.json(present(row))
    },
  )
  .delete(
    '/calendars/:id',
    endpoint({ ...manage, summary: 'Disconnects a calendar', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(
        events.calendarRemoved(`calendar:${id}`, { id }),
        (tx) =>
          must(
            tx.delete(calendars).where(eq(calendars.id, id)).returning({ id: calendars.id }),
            errors.calendarNotFound({ id }),
          ),
        { jobs: [{ cancel: `calendar:${id}` }] },
      )
      return c.body(null, 204)
    },
  )

function selectCalendars(db: Db) {
  return db
    .select({
      id: calendars.id,
      resourceId: calendars.resourceId,
      name: calendars.name,
      url: calendars.url,
      state: calendars.state,
      problem: calendars.problem,
      fetchedAt: calendars.fetchedAt,
      events: sql<number>`(select count(*)::int from booking.busy_times t where t.calendar_id = "calendars"."id")`,
    })
    .from(calendars)
    .$dynamic()
}

function present({ url, ...row }: Awaited<ReturnType<typeof selectCalendars>>[number]) {
  return { ...row, host: new URL(url).host }
}
