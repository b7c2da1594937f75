import { Hono } from 'hono'
import * as v from 'valibot'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { readUsage } from './read-usage.ts'

const Usage = v.object({
  plan: v.picklist(['free', 'pro', 'business']),
  items: v.array(
    v.object({
      id: v.string(),
      title: v.string(),
      used: v.number(),
      /** Null where the plan sets none. */
      limit: v.nullable(v.number()),
      unit: v.picklist(['things', 'bytes']),
    }),
  ),
})

/** `/api/usage`: what the workspace uses, and what its plan has room for. */
export const usageRoutes = new Hono<KernelEnv>().get(
  '/',
  endpoint({
    permission: 'tenant.read',
    summary: 'Shows the plan, and how much of it is used',
    answers: { 200: Usage },
  }),
  async (c) => c.json({ plan: c.var.tenant.plan, items: await readUsage(c as KernelContext) }),
)
