import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { sessions, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { IdParam } from '../sdk/schemas.ts'
import { decline, joinById } from '../tenancy/join-tenant.ts'
import { listBelongings } from '../tenancy/list-memberships.ts'
import { ownPictureRoutes } from '../tenancy/person-picture-routes.ts'
import { Joined } from '../tenancy/schemas.ts'
import { passkeysRoutes } from './passkeys/routes.ts'
import { changePassword, forgetPassword, resetPassword } from './password.ts'
import { logout, refresh } from './refresh.ts'
import { register } from './register.ts'
import { revisePerson, revokeSessions } from './revoke-sessions.ts'
import * as schemas from './schemas.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { twoStepsRoutes } from './two-steps/routes.ts'
import { resendVerification, verifyEmail } from './verify-email.ts'

const anyone = { audience: 'anyone' } as const
const person = { audience: 'person' } as const

/** `/api/auth`: from signing up to the last sign-in ended. */
export const authRoutes = new Hono<KernelEnv>()
  .route('/', signInRoutes)
  .route('/', twoStepsRoutes)
  .route('/passkeys', passkeysRoutes)
  .post(
    '/register',
    endpoint({
      ...anyone,
      routeClass: 'signup',
      summary: 'Makes an account and signs it in',
      body: schemas.Registration,
      answers: { 201: schemas.SignedIn },
    }),
    async (c) => c.json(await register(c as KernelContext, c.req.valid('json')), 201),
  )
  .post(
    '/refresh',
    endpoint({
      ...anyone,
      routeClass: 'anonymous',
      summary: 'Exchanges the refresh cookie for a new access token',
      answers: { 200: schemas.SignedIn },
    }),
    async (c) => c.json(await refresh(c as KernelContext)),
  )
  .post(
    '/logout',
    endpoint({
      ...anyone,
      routeClass: 'anonymous',
      summary: 'Ends the sign-in of the refresh cookie',
      answers: { 204: null },
    }),
    async (c) => {
      await logout(c as KernelContext)
      return c.body(null, 204)
    },
  )
  .post(
    '/password/forgot',
    endpoint({
      ...anyone,
      routeClass: 'mail',
      summary: 'Mails a link for a new password',
      body: schemas.Forgotten,
      answers: { 202: null },
    }),
    async (c) => {
      await forgetPassword(c as KernelContext, c.req.valid('json').email)
      return c.body(null, 202)
    },
  )
  .post(
    '/password/reset',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Sets a new password by a mailed link',
      body: schemas.Reset,
      answers: { 204: null },
    }),
    async (c) => {
      await resetPassword(c as KernelContext, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post(
    '/password/change',
    endpoint({
      ...person,
      routeClass: 'sensitive',
      summary: 'Changes the password and ends every other sign-in',
      body: schemas.PasswordChange,
      answers: { 204: null },
    }),
    async (c) => {
      await changePassword(c as KernelContext, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post(
    '/email/verify',
    endpoint({
      ...anyone,
      routeClass: 'login',
      summary: 'Proves an email address by a mailed link',
      body: schemas.Verification,
      answers: { 204: null },
    }),
    async (c) => {
      await verifyEmail(c as KernelContext, c.req.valid('json').token)
      return c.body(null, 204)
    },
  )
  .post(
    '/email/resend',
    endpoint({
      ...person,
      routeClass: 'mail',
      summary: 'Mails the link that proves the email address again',
      answers: { 202: null },
    }),
    async (c) => {
      await resendVerification(c as KernelContext)
      return c.body(null, 202)
    },
  )
  .get(
    '/sessions',
    endpoint({ ...person, summary: 'Lists where you are signed in', answers: { 200: schemas.SessionList } }),
    async (c) => {
      const { session, now } = c.var
      const open = and(eq(sessions.userId, session.userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now))
      const rows = await c.var.db.select().from(sessions).where(open).orderBy(desc(sessions.lastUsedAt)).limit(100)
      return c.json({
        data: rows.map(({ id, createdAt, lastUsedAt, expiresAt, userAgent, address }) => ({
          id,
          current: id === session.sessionId,
          createdAt,
          lastUsedAt,
          expiresAt,
          userAgent,
          address,
        })),
      })
    },
  )
  .delete(
    '/sessions/:id',
    endpoint({
      ...person,
      routeClass: 'sensitive',
      summary: 'Ends a sign-in',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { session, now, change } = c.var
      const { id } = c.req.valid('param')
      await revisePerson(c.env, session.userId, () =>
        change({ action: 'session.revoked', subject: `session:${id}`, data: {} }, (tx) =>
          must(revokeSessions(tx, session.userId, now, { only: id }), kernelErrors.notFound()),
        ),
      )
      return c.body(null, 204)
    },
  )

/** `/api/me`: the person who is signed in, and their workspaces. */
export const meRoutes = new Hono<KernelEnv>()
  .route('/picture', ownPictureRoutes)
  .get(
    '/',
    endpoint({ ...person, summary: 'Shows who is signed in, and their workspaces', answers: { 200: schemas.Me } }),
    async (c) => {
      const { userId, email, name, emailVerified } = c.var.session
      const { memberships, invitations, picture } = await listBelongings(c as KernelContext)
      return c.json({
        user: {
          id: userId,
          email,
          name,
          emailVerified,
          pictureUrl: picture === null ? null : `/api/me/picture?v=${picture}`,
        },
        memberships: memberships.map(({ role, ...tenant }) => ({ tenant, role })),
        invitations: invitations.map(({ id, name, role, invitedBy, expiresAt }) => ({
          id,
          tenant: { name },
          role,
          invitedBy,
          expiresAt,
        })),
      })
    },
  )
  .post(
    '/invitations/:id/accept',
    endpoint({
      ...person,
      routeClass: 'sensitive',
      summary: 'Joins a workspace that you are invited to',
      params: IdParam,
      answers: { 200: Joined },
    }),
    async (c) => c.json(await joinById(c as KernelContext, c.req.valid('param').id)),
  )
  .post(
    '/invitations/:id/decline',
    endpoint({
      ...person,
      routeClass: 'sensitive',
      summary: 'Says no to an invitation',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      await decline(c as KernelContext, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .patch(
    '/',
    endpoint({ ...person, summary: 'Changes your name', body: schemas.Profile, answers: { 200: schemas.User } }),
    async (c) => {
      const { session, change } = c.var
      const { name } = c.req.valid('json')
      const [user] = await revisePerson(c.env, session.userId, () =>
        change({ action: 'person.renamed', subject: `person:${session.userId}`, data: {} }, (tx) =>
          must(
            tx
              .update(users)
              .set({ name })
              .where(eq(users.id, session.userId))
              .returning({ id: users.id, email: users.email, name: users.name }),
            kernelErrors.signInEnded(),
          ),
        ),
      )
      if (user === undefined) throw kernelErrors.signInEnded()
      return c.json({ ...user, emailVerified: session.emailVerified })
    },
  )
