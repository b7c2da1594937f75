import { eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { memberships, personPictures } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { IdParam } from '../sdk/schemas.ts'
import { answerPicture, pictureBody, readPicture } from './picture.ts'
import * as schemas from './schemas.ts'

const person = { audience: 'person' } as const
const shown = {
  contentType: personPictures.contentType,
  version: personPictures.version,
  picture: sql<string>`encode(${personPictures.picture}, 'base64')`,
}
/** Asked for again each time: whoever has lost the right to see it, or is signed out, sees it no more. */
const toThemAlone = { 'cache-control': 'private, no-cache', vary: 'authorization, x-tenant-id' }

/** `/api/me/picture`: what the person who is signed in looks like, to whoever shares a workspace with them. */
export const ownPictureRoutes = new Hono<KernelEnv>()
  .get('/', endpoint({ ...person, summary: 'Shows your picture', answers: { 200: 'image/png' } }), async (c) => {
    const isOwn = eq(personPictures.userId, c.var.session.userId)
    const [row] = await c.var.db.select(shown).from(personPictures).where(isOwn)
    if (row === undefined) throw kernelErrors.notFound()
    return answerPicture(c, row, toThemAlone)
  })
  .put(
    '/',
    endpoint({
      ...person,
      routeClass: 'sensitive',
      summary: 'Sets your picture',
      description: 'The body is the picture itself, at most 256 KiB. Whoever shares a workspace with you sees it.',
      rawBody: { type: [...pictureBody.type], limitBytes: pictureBody.limitBytes },
      answers: { 200: schemas.PersonPicture },
    }),
    async (c) => {
      const { userId } = c.var.session
      const { bytes, ...picture } = await readPicture(c as KernelContext)
      const { contentType, version } = picture
      await c.var.change(
        { action: 'person.pictureChanged', subject: `person:${userId}`, data: { contentType, bytes } },
        (tx) =>
          tx
            .insert(personPictures)
            .values({ userId, ...picture } as never)
            .onConflictDoUpdate({ target: personPictures.userId, set: picture }),
      )
      return c.json({ pictureUrl: `/api/me/picture?v=${version}` })
    },
  )
  .delete(
    '/',
    endpoint({ ...person, routeClass: 'sensitive', summary: 'Removes your picture', answers: { 204: null } }),
    async (c) => {
      const { userId } = c.var.session
      await c.var.change({ action: 'person.pictureRemoved', subject: `person:${userId}`, data: {} }, (tx) =>
        must(
          tx
            .delete(personPictures)
            .where(eq(personPictures.userId, userId))
            .returning({ version: personPictures.version }),
          kernelErrors.notFound(),
        ),
      )
      return c.body(null, 204)
    },
  )

/** `/api/members/:id/picture`: of somebody who works in the same workspace, now. */
export const memberPictureRoutes = new Hono<KernelEnv>().get(
  '/:id/picture',
  endpoint({
    permission: 'members.read',
    summary: 'Shows the picture of a member',
    params: IdParam,
    answers: { 200: 'image/png' },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const [row] = await c.var.db
      .select(shown)
      .from(memberships)
      .innerJoin(personPictures, eq(personPictures.userId, memberships.userId))
      .where(eq(memberships.userId, id))
    if (row === undefined) throw kernelErrors.notFound()
    return answerPicture(c, row, toThemAlone)
  },
)
