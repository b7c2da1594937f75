import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { memberships, personPictures, users } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { afterKeys } from '../sdk/after-keys.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { IdParam, listQuery, pageOf } from '../sdk/schemas.ts'
import { formerMembersRoutes } from './former-members.ts'
import { memberPictureRoutes } from './person-picture-routes.ts'
import * as schemas from './schemas.ts'

/** A member as others see them. */
const shown = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: memberships.role,
  createdAt: memberships.createdAt,
  pictureUrl: sql<string | null>`'/api/members/' || ${users.id} || '/picture?v=' || ${personPictures.version}`,
}

const manage = { permission: 'members.manage', routeClass: 'sensitive' } as const

/** `/api/members`: who works in the workspace. A member's id is the person's. */
export const membersRoutes = new Hono<KernelEnv>()
  .route('/', formerMembersRoutes)
  .route('/', memberPictureRoutes)
  .get(
    '/',
    endpoint({
      permission: 'members.read',
      summary: 'Lists the members',
      query: v.object(listQuery),
      answers: { 200: pageOf(schemas.Member) },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const after = readCursor(cursor, 2)
      const rows = await c.var.db
        .select(shown)
        .from(memberships)
        .innerJoin(users, eq(users.id, memberships.userId))
        .leftJoin(personPictures, eq(personPictures.userId, memberships.userId))
        .where(afterKeys([users.name, users.id], after))
        .orderBy(asc(users.name), asc(users.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ name, id }) => [name, id]))
    },
  )
  .patch(
    '/:id',
    endpoint({
      ...manage,
      summary: 'Changes what a member may do',
      params: IdParam,
      body: schemas.MemberPatch,
      answers: { 200: schemas.Member },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { role } = c.req.valid('json')
      await refuseAboveOwn(c as KernelContext, id, role)
      const { where, otherwise } = reachOf(c as KernelContext, id)
      await revise(c as KernelContext, () =>
        c.var.change({ action: 'member.roleChanged', subject: `person:${id}`, data: { role } }, (tx) =>
          must(tx.update(memberships).set({ role }).where(where).returning({ userId: memberships.userId }), otherwise),
        ),
      )
      return c.json(await findMember(c as KernelContext, id))
    },
  )
  .delete(
    '/:id',
    endpoint({
      permission: 'members.read',
      routeClass: 'sensitive',
      summary: 'Removes a member, or leaves the workspace',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { principal, change } = c.var
      if (principal.userId !== id) {
        if (!principal.can('members.manage')) throw kernelErrors.notAllowed({ permission: 'members.manage' })
        await refuseAboveOwn(c as KernelContext, id)
      }
      const { where, otherwise } = reachOf(c as KernelContext, id)
      await revise(c as KernelContext, () =>
        change({ action: 'member.removed', subject: `person:${id}`, data: {} }, (tx) =>
          must(tx.delete(memberships).where(where).returning({ userId: memberships.userId }), otherwise),
        ),
      )
      return c.body(null, 204)
    },
  )
  .post(
    '/transfer',
    endpoint({
      permission: 'tenant.delete',
      routeClass: 'sensitive',
      summary: 'Makes another member the owner in your place',
      body: schemas.Transfer,
      answers: { 204: null },
    }),
    async (c) => {
      const { userId } = c.req.valid('json')
      const own = c.var.principal.userId
      if (own === undefined || own === userId)
        throw kernelErrors.notAllowed({ detail: 'Ownership goes from you to another member' })
      await revise(c as KernelContext, () =>
        c.var.change({ action: 'tenant.transferred', subject: `person:${userId}`, data: { from: own } }, (tx) => [
          must(
            tx
              .update(memberships)
              .set({ role: 'owner' })
              .where(eq(memberships.userId, userId))
              .returning({ userId: memberships.userId }),
            kernelErrors.notFound(),
          ),
          must(
            tx
              .update(memberships)
              .set({ role: 'admin' })
              .where(and(eq(memberships.userId, own), eq(memberships.role, 'owner')))
              .returning({ userId: memberships.userId }),
            kernelErrors.notAllowed(),
          ),
        ]),
      )
      return c.body(null, 204)
    },
  )

/** Only an owner makes owners, or changes or removes one. */
async function refuseAboveOwn(c: KernelContext, userId: string, role?: string): Promise<void> {
  if (c.var.principal.role === 'owner') return
  const member = await findMember(c, userId)
  if (member.role === 'owner' || role === 'owner')
    throw kernelErrors.notAllowed({ detail: 'Only an owner changes who owns the workspace' })
}

/**
 * The same once more where the change is made, as the condition and what it means when it fails: who was a member a
 * moment ago may be an owner by now.
 */
function reachOf(c: KernelContext, userId: string) {
  const { principal } = c.var
  const isTheirs = eq(memberships.userId, userId)
  return principal.role === 'owner' || principal.userId === userId
    ? { where: isTheirs, otherwise: kernelErrors.notFound() }
    : { where: and(isTheirs, ne(memberships.role, 'owner')), otherwise: kernelErrors.notAllowed() }
}

async function findMember(c: KernelContext, userId: string) {
  const [member] = await c.var.db
    .select(shown)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(personPictures, eq(personPictures.userId, memberships.userId))
    .where(eq(memberships.userId, userId))
  if (member === undefined) throw kernelErrors.notFound()
  return member
}

function revise<Result>(c: KernelContext, change: () => Promise<Result>): Promise<Result> {
  return reviseRights(c.env, [{ scope: 'tenant', id: c.var.tenant.id }], change)
}
