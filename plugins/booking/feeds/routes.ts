import { asc, eq } from 'drizzle-orm'
import { endpoint, IdParam, must, newId, platformErrors, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { toBase64Url } from '../public/tokens.ts'
import type { Settings } from '../settings.ts'
import { feeds } from '../tables.ts'
import { visitOf } from '../visit.ts'
import { hashOf } from './read-feed.ts'

const manage = { permission: 'booking.services.manage' } as const
const feedColumns = { id: feeds.id, resourceId: feeds.resourceId, name: feeds.name, createdAt: feeds.createdAt }

/** Secret addresses under which calendar programs see bookings. */
export const feedsRoutes = pluginRouter<Settings>()
  .get(
    '/feeds',
    endpoint({ ...manage, summary: 'Lists addresses for calendar programs', answers: { 200: contract.FeedList } }),
    async (c) => c.json({ data: await c.var.db.select(feedColumns).from(feeds).orderBy(asc(feeds.id)).limit(500) }),
  )
  .post(
    '/feeds',
    endpoint({
      ...manage,
      routeClass: 'sensitive',
      summary: 'Makes an address for a calendar program',
      description: 'Whoever has it sees the bookings. It is shown this once.',
      body: contract.NewFeed,
      answers: { 201: contract.MadeFeed },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const id = newId()
      const token = toBase64Url(crypto.getRandomValues(new Uint8Array(24)))
      const tokenHash = await hashOf(token)
      const [row] = await c.var.change(
        events.feedCreated(`feed:${id}`, { id }),
        (tx) =>
          tx
            .insert(feeds)
            .values({ id, ...given, tokenHash })
            .returning(feedColumns),
        { refusals: { feeds_resource: errors.resourceNotFound() } },
      )
      if (row === undefined) throw platformErrors.conflict()
      const url = `${visitOf(c).origin}/api/public/${c.var.tenant.slug}/booking/feeds/${token}`
      return c.json({ ...row, url }, 201)
    },
  )
  .delete(
    '/feeds/:id',
    endpoint({
      ...manage,
      summary: 'Closes an address for a calendar program',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.feedRemoved(`feed:${id}`, { id }), (tx) =>
        must(tx.delete(feeds).where(eq(feeds.id, id)).returning({ id: feeds.id }), errors.feedNotFound({ id })),
      )
      return c.body(null, 204)
    },
  )
