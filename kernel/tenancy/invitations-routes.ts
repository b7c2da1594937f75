import { and, asc, eq, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { insertMail, invitationMail } from '../auth/account-mail.ts'
import { emailKeyOf } from '../auth/admit-account.ts'
import { hashToken, newToken } from '../auth/opaque-token.ts'
import { invitations, memberships, tenants, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { afterKeys } from '../sdk/after-keys.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { newId } from '../sdk/new-id.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import type { Role } from '../sdk/request.ts'
import { IdParam, listQuery, pageOf } from '../sdk/schemas.ts'
import { countLocks, roomForPerson } from '../usage/plan-limits.ts'
import { joinByToken } from './join-tenant.ts'
import * as schemas from './schemas.ts'

const lifetimeMs = 7 * 24 * 60 * 60 * 1000
const manage = { permission: 'members.manage', routeClass: 'sensitive' } as const
const shown = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
}

/** `/api/invitations`: people who are asked to join the workspace. */
export const invitationsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'members.manage',
      summary: 'Lists open invitations',
      query: v.object(listQuery),
      answers: { 200: pageOf(schemas.Invitation) },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const open = and(isNull(invitations.acceptedAt), afterKeys([invitations.id], readCursor(cursor, 1)))
      const rows = await c.var.db
        .select(shown)
        .from(invitations)
        .where(open)
        .orderBy(asc(invitations.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post(
    '/',
    endpoint({
      ...manage,
      summary: 'Invites a person by email',
      body: schemas.NewInvitation,
      answers: { 201: schemas.Invitation },
    }),
    async (c) => {
      const { email, role } = c.req.valid('json')
      return c.json(await invite(c as KernelContext, email, role), 201)
    },
  )
  .post(
    '/:id/resend',
    endpoint({
      ...manage,
      summary: 'Sends an invitation again, with a new link',
      params: IdParam,
      answers: { 200: schemas.Invitation },
    }),
    async (c) => {
      const [invitation] = await c.var.db
        .select(shown)
        .from(invitations)
        .where(and(eq(invitations.id, c.req.valid('param').id), isNull(invitations.acceptedAt)))
      if (invitation === undefined) throw kernelErrors.notFound()
      return c.json(await invite(c as KernelContext, invitation.email, invitation.role))
    },
  )
  .delete(
    '/:id',
    endpoint({ ...manage, summary: 'Takes an invitation back', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change({ action: 'invitation.revoked', subject: `invitation:${id}`, data: {} }, (tx) =>
        must(
          tx
            .delete(invitations)
            .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt)))
            .returning({ id: invitations.id }),
          kernelErrors.notFound(),
        ),
      )
      return c.body(null, 204)
    },
  )
  .post(
    '/accept',
    endpoint({
      audience: 'person',
      routeClass: 'sensitive',
      summary: 'Joins the workspace that a mailed link invites to',
      body: schemas.Acceptance,
      answers: { 200: schemas.Joined },
    }),
    async (c) => c.json(await joinByToken(c as KernelContext, c.req.valid('json').token)),
  )

/** Invites, or invites again: one invitation per address, and only its newest link works. */
async function invite(c: KernelContext, email: string, role: Role) {
  const { principal, tenant, now, change } = c.var
  if (principal.userId === undefined) throw kernelErrors.notAllowed({ detail: 'An invitation comes from a person' })
  if (role === 'owner' && principal.role !== 'owner')
    throw kernelErrors.notAllowed({ detail: 'Only an owner invites owners' })
  const emailKey = emailKeyOf(email)
  const [[member], [inviter], [open]] = await c.var.read((tx) => [
    tx
      .select({ id: users.id })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(users.emailKey, emailKey)),
    tx
      .select({ name: users.name })
      .from(users)
      .where(eq(users.id, principal.userId ?? '')),
    tx.select({ id: invitations.id }).from(invitations).where(eq(invitations.emailKey, emailKey)),
  ])
  if (member !== undefined) throw kernelErrors.alreadyMember()
  const id = open?.id ?? newId()
  const token = newToken('invitation')
  const tokenHash = await hashToken(token)
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const fresh = { email, role, tokenHash, invitedBy: principal.userId, createdAt: now, expiresAt, acceptedAt: null }
  const mail = invitationMail(
    email,
    inviter?.name ?? 'A colleague',
    tenant.name,
    `${publicOrigin(c)}/accept-invitation?token=${token}`,
  )
  const isRoom = and(eq(tenants.id, tenant.id), roomForPerson({ emailKey, now }))
  const [, [invitation]] = await change(
    { action: 'invitation.sent', subject: `invitation:${id}`, data: { role } },
    (tx) => [
      must(tx.select({ id: tenants.id }).from(tenants).where(isRoom), kernelErrors.peopleFull()),
      tx
        .insert(invitations)
        .values({ ...fresh, id, emailKey })
        .onConflictDoUpdate({ target: [invitations.tenantId, invitations.emailKey], set: fresh })
        .returning(shown),
      insertMail(tx, mail),
    ],
    { locks: [countLocks.people] },
  )
  if (invitation === undefined) throw kernelErrors.conflict()
  return invitation
}
