import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { ledger, memberships, users } from '../database/tables.ts'
import type { KernelEnv } from '../request/context.ts'
import { afterKeys } from '../sdk/after-keys.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { listQuery, pageOf } from '../sdk/schemas.ts'
import * as schemas from './schemas.ts'

/** `/api/members/former`: who worked here and does so no more, for what they are still named on. */
export const formerMembersRoutes = new Hono<KernelEnv>().get(
  '/former',
  endpoint({
    permission: 'members.read',
    summary: 'Lists former members by their names',
    query: v.object(listQuery),
    answers: { 200: pageOf(schemas.FormerMember) },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const rows = await c.var.db
      .selectDistinct({ id: users.id, name: users.name })
      .from(ledger)
      .innerJoin(
        users,
        sql`${users.id} = case when ${ledger.subject} like 'person:%' then substr(${ledger.subject}, 8)::uuid end`,
      )
      .leftJoin(memberships, eq(memberships.userId, users.id))
      .where(
        and(
          eq(ledger.action, 'member.removed'),
          isNull(memberships.userId),
          afterKeys([users.name, users.id], readCursor(cursor, 2)),
        ),
      )
      .orderBy(asc(users.name), asc(users.id))
      .limit(limit + 1)
    return c.json(pageFrom(rows, limit, ({ name, id }) => [name, id]))
  },
)
