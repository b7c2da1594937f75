import { and, asc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../../request/context.ts'
import { must } from '../../sdk/database.ts'
import { endpoint } from '../../sdk/endpoint.ts'
import { IdParam } from '../../sdk/schemas.ts'
import { passkeys } from '../tables.ts'
import { removePasskey } from '../two-steps/turn-off.ts'
import { creationOptions, registerPasskey, shown } from './register-passkey.ts'
import * as schemas from './schemas.ts'

const person = { audience: 'person' } as const
const sensitive = { ...person, routeClass: 'sensitive' } as const

/** `/api/auth/passkeys`: what a person signs in with instead of a password. Changes need a sign-in, or the password, of the last ten minutes. */
export const passkeysRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({ ...person, summary: 'Lists your passkeys', answers: { 200: schemas.PasskeyList } }),
    async (c) => {
      const { session, db } = c.var
      const data = await db
        .select(shown)
        .from(passkeys)
        .where(eq(passkeys.userId, session.userId))
        .orderBy(asc(passkeys.id))
      return c.json({ data })
    },
  )
  .post(
    '/options',
    endpoint({
      ...sensitive,
      summary: 'Answers what a browser needs to make a passkey',
      answers: { 200: schemas.CreationOptions },
    }),
    async (c) => c.json(await creationOptions(c as KernelContext)),
  )
  .post(
    '/',
    endpoint({
      ...sensitive,
      summary: 'Keeps a passkey that the browser has made',
      body: schemas.NewPasskey,
      answers: { 201: schemas.Passkey },
    }),
    async (c) => c.json(await registerPasskey(c as KernelContext, c.req.valid('json')), 201),
  )
  .patch(
    '/:id',
    endpoint({
      ...sensitive,
      summary: 'Renames a passkey',
      params: IdParam,
      body: schemas.PasskeyPatch,
      answers: { 200: schemas.Passkey },
    }),
    async (c) => {
      const { session, change } = c.var
      const { id } = c.req.valid('param')
      const { name } = c.req.valid('json')
      const [renamed] = await change(
        { action: 'person.passkeyRenamed', subject: `person:${session.userId}`, data: { passkeyId: id, name } },
        (tx) =>
          must(
            tx
              .update(passkeys)
              .set({ name })
              .where(and(eq(passkeys.id, id), eq(passkeys.userId, session.userId)))
              .returning(shown),
            kernelErrors.notFound(),
          ),
      )
      if (renamed === undefined) throw kernelErrors.notFound()
      return c.json(renamed)
    },
  )
  .delete(
    '/:id',
    endpoint({ ...sensitive, summary: 'Removes a passkey', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await removePasskey(c as KernelContext, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
