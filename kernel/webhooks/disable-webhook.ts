import { and, eq, sql } from 'drizzle-orm'
import { insertMail } from '../auth/account-mail.ts'
import { kernelDatabase } from '../database/kernel-database.ts'
import { memberships, users } from '../database/tables.ts'
import type { Outcome } from '../delivery/delivery.ts'
import { openWorkDatabase, readTenant } from '../delivery/open-work.ts'
import type { Env } from '../env.ts'
import type { Registry } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { newId } from '../sdk/new-id.ts'
import { errors } from './errors.ts'
import { webhooks } from './tables.ts'

/** A webhook that has not taken anything for so long is turned off. */
const mostFailing = '5 days'

const gone = 'The address answered that it is gone (410)'
const failing = 'The address has not taken any event for five days'

/** Turns a webhook off that said it is gone, or that has failed for days, and tells the workspace's owners by mail. */
export async function disableWhereDue(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  webhookId: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.some(({ status }) => status === 410)) return disable(env, ctx, registry, tenantId, webhookId, gone)
  const hasFailed = outcomes.some(({ outcome }) => outcome === 'retry' || outcome === 'dead')
  if (!hasFailed) return
  const late = await kernelDatabase(env, tenantId).call(
    `select 1 from kernel.webhook_health where webhook_id = $1 and failing_since < clock_timestamp() - $2::interval`,
    [webhookId, mostFailing],
  )
  if (late.length > 0) await disable(env, ctx, registry, tenantId, webhookId, failing)
}

async function disable(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  webhookId: string,
  reason: string,
): Promise<void> {
  const tenant = (await readTenant(env, tenantId))?.tenant
  if (tenant === undefined) return
  const identity = { owner: 'kernel', actor: 'system', requestId: newId(), address: 'webhook' }
  const record = { action: 'webhook.disabled', subject: `webhook:${webhookId}`, data: { reason } }
  const { read, change } = await openWorkDatabase(env, ctx, registry, tenantId, identity, { routeRecord: () => record })
  const [owners, [webhook]] = await read((db) => [
    db
      .select({ name: users.name, email: users.email })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(memberships.role, 'owner')),
    db.select({ url: webhooks.url }).from(webhooks).where(eq(webhooks.id, webhookId)),
  ])
  if (webhook === undefined) return
  const { host } = new URL(webhook.url)
  const off = errors.webhookOff()
  try {
    await change(record, (tx) => [
      must(
        tx
          .update(webhooks)
          .set({ enabled: false, disabledReason: reason, version: sql`${webhooks.version} + 1` })
          .where(and(eq(webhooks.id, webhookId), eq(webhooks.enabled, true)))
          .returning({ id: webhooks.id }),
        off,
      ),
      ...owners.map(({ name, email }) => insertMail(tx, disabledMail(email, name, tenant.name, host, reason))),
    ])
  } catch (error) {
    // Somebody turned it off, or deleted it, at the same moment.
    if (error !== off) throw error
  }
}

function disabledMail(to: string, name: string, workspace: string, host: string, reason: string) {
  return {
    to,
    subject: `The webhook to ${host} was turned off`,
    body: `Hello ${name},\n\n${workspace} sends its events to ${host}. That webhook was turned off: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}.\n\nWhen the address works again, turn the webhook on in the settings of the workspace. There you can also send again what happened in the meantime.`,
  }
}
