import { Hono } from 'hono'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { answerPicture } from '../tenancy/picture.ts'
import { keyOf, presentListing, readListing, readListings } from './read-listings.ts'
import * as schemas from './schemas.ts'

const read = { permission: 'plugins.read' } as const

/** `/api/marketplace`: what strangers published, as far as a workspace can install it. */
export const marketplaceRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      ...read,
      summary: 'Lists the plugins that can be installed',
      query: schemas.ListingQuery,
      answers: { 200: schemas.ListingPage },
    }),
    async (c) => {
      const { q, limit, cursor } = c.req.valid('query')
      const rows = await readListings(c as KernelContext, q, limit + 1, readCursor(cursor, 2))
      const page = pageFrom(rows, limit, keyOf)
      return c.json({ ...page, data: page.data.map((row) => presentListing(c as KernelContext, row)) })
    },
  )
  .get(
    '/:id',
    endpoint({
      ...read,
      summary: 'Shows a plugin that can be installed, with all that it asks for',
      params: schemas.PluginParam,
      answers: { 200: schemas.ListingDetail },
    }),
    async (c) => {
      const listing = await readListing(c as KernelContext, c.req.valid('param').id)
      if (listing === undefined) throw kernelErrors.notFound()
      return c.json(listing)
    },
  )
  .get(
    '/:id/:version/screenshots/:place',
    endpoint({
      audience: 'anyone',
      summary: 'Shows a picture of a published plugin',
      params: schemas.ScreenshotParams,
      answers: { 200: 'image/png' },
    }),
    async (c) => {
      const { id, version, place } = c.req.valid('param')
      const [row] = await kernelDatabase(c.env, systemTenantId, () => {
        c.var.cost.roundTrips += 1
      }).call(
        `select s.content_type, encode(s.picture, 'base64') from kernel.published_screenshots s
         join kernel.published_versions v on v.plugin_id = s.plugin_id and v.version = s.version
         where s.plugin_id = $1 and s.version = $2 and s.place = $3 and v.state in ('live', 'yanked', 'rolled_back')`,
        [id, version, place],
      )
      if (row === undefined) throw kernelErrors.notFound()
      const [contentType = '', picture = ''] = row.map(String)
      return answerPicture(
        c,
        { contentType, picture, version: `${id}-${version}-${place}` },
        { 'cache-control': 'public, max-age=31536000, immutable' },
      )
    },
  )
