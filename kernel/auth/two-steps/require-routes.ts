import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { memberships, tenants, users } from '../../database/tables.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import { reviseRights } from '../../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../../request/context.ts'
import { must } from '../../sdk/database.ts'
import { endpoint } from '../../sdk/endpoint.ts'
import * as schemas from './schemas.ts'

/** `/api/tenant/two-steps`: whether a workspace asks everybody for two-step sign-in. API keys are not asked. */
export const requireTwoStepsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'members.manage',
      summary: 'Shows whether everybody needs two-step sign-in, and who has it not',
      answers: { 200: schemas.TwoStepsState },
    }),
    async (c) => c.json(await showRule(c as KernelContext)),
  )
  .put(
    '/',
    endpoint({
      permission: 'tenant.secure',
      routeClass: 'sensitive',
      summary: 'Asks everybody in the workspace for two-step sign-in, or stops asking',
      body: schemas.TwoStepsRule,
      answers: { 200: schemas.TwoStepsState },
    }),
    async (c) => {
      const { tenant, principal, change } = c.var
      const { required } = c.req.valid('json')
      const own = principal.userId
      if (own === undefined) throw kernelErrors.notAllowed({ detail: 'A person decides this, not an API key' })
      await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change({ action: 'tenant.twoStepsChanged', subject: `tenant:${tenant.id}`, data: { required } }, (tx) => [
          // Or the owner would shut the door behind themselves.
          ...(required
            ? [
                must(
                  tx
                    .select({ id: users.id })
                    .from(users)
                    .where(and(eq(users.id, own), isNotNull(users.twoStepsAt))),
                  kernelErrors.twoStepsOff({ detail: 'Turn it on for yourself first, in your profile' }),
                ),
              ]
            : []),
          tx.update(tenants).set({ requireTwoSteps: required }).where(eq(tenants.id, tenant.id)),
        ]),
      )
      return c.json(await showRule(c as KernelContext))
    },
  )

async function showRule(c: KernelContext) {
  const { tenant, read } = c.var
  const [[rule], without] = await read((db) => [
    db.select({ required: tenants.requireTwoSteps }).from(tenants).where(eq(tenants.id, tenant.id)),
    db
      .select({ id: users.id, name: users.name, email: users.email })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(isNull(users.twoStepsAt))
      .orderBy(asc(users.name), asc(users.id))
      .limit(200),
  ])
  return { required: rule?.required ?? false, without }
}
