import { kernelDatabase } from '../database/kernel-database.ts'
import type { Carrier, Delivery, Outcome } from '../delivery/delivery.ts'
import { explainFailure } from '../delivery/explain-failure.ts'
import { openWorkDatabase, readTenant, workCaller } from '../delivery/open-work.ts'
import { retryAfter } from '../delivery/retry-after.ts'
import type { Env } from '../env.ts'
import { announceNotifications } from '../live/announce-change.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { settingsOf } from '../request/open-plugin.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { NewNotification, NotificationContext } from '../sdk/notifications.ts'
import { channelsOf } from './channels.ts'
import type { KnownKind } from './kinds.ts'
import { sendOut, type Told } from './send-out.ts'

const [longestTitle, longestBody] = [200, 500]

/** Tells people of what concerns them, by what the owner of the event declares: a plugin, or the kernel. */
export async function noticeCarrier(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  owner: string,
): Promise<Carrier> {
  const snapshot = await readTenant(env, tenantId)
  const isOn = snapshot !== null && (owner === 'kernel' || snapshot.plugins[owner] !== undefined)
  return {
    atOnce: 20,
    lanes: 4,
    carry: async (delivery) => {
      const { id, lease } = delivery
      const kinds = registry.kinds.filter((kind) => kind.owner === owner && kind.on.includes(delivery.action))
      if (!isOn || kinds.length === 0) return { id, lease, outcome: 'dropped' }
      try {
        const told: Told[] = []
        for (const kind of kinds) told.push(...(await tell(env, ctx, registry, snapshot, kind, delivery)))
        await announce(env, tenantId, told)
        return { id, lease, outcome: 'done' }
      } catch (error) {
        return afterFailure(owner, delivery, error)
      }
    },
  }
}

async function tell(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  snapshot: TenantSnapshot,
  kind: KnownKind,
  delivery: Delivery,
): Promise<Told[]> {
  const { eventId, at, actor, action, subject, data, about } = delivery
  const tenantId = snapshot.tenant.id
  const context = await openContext(env, ctx, registry, snapshot, kind, delivery)
  const record = { id: eventId, at, actor, action, subject, data, about }
  const notices = await kind.tell(context as NotificationContext<never>, record)
  if (notices.length === 0) return []
  const roles = registry.permissions.all[kind.permission]?.roles ?? []
  const rows = await kernelDatabase(env, tenantId).call(
    `select id, user_id, email, name, title, body, path, in_app, push, mail
      from kernel.tell($1, $2, $3, $4, array(select jsonb_array_elements_text($5::jsonb)), $6::jsonb, $7::jsonb)`,
    [
      eventId,
      kind.id,
      actor,
      kind.tellsActor === true,
      JSON.stringify(roles),
      JSON.stringify(kind.channels),
      JSON.stringify(notices.map(fit)),
    ],
  )
  const told = rows.map(readTold)
  const identity = { owner: 'kernel', actor: 'system', requestId: `event:${eventId}`, address: 'event' }
  const ports = openPorts(env, registry, snapshot, workCaller(env, ctx, registry, tenantId, identity))
  await sendOut({ env, tenant: snapshot.tenant, ports, channels: channelsOf(env, registry, snapshot) }, told)
  return told
}

/** What does not fit is cut, so that nobody goes untold for a long name. */
function fit({ to, title, body, path, key }: NewNotification) {
  return { to, title: cut(title, longestTitle), body: cut(body ?? '', longestBody), path, key: key?.slice(0, 300) }
}

function cut(text: string, most: number): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= most ? line : `${letters.slice(0, most - 1).join('')}…`
}

async function openContext(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  snapshot: TenantSnapshot,
  { owner }: KnownKind,
  { eventId }: Delivery,
): Promise<NotificationContext> {
  const { tenant } = snapshot
  const actor = owner === 'kernel' ? 'system' : `plugin:${owner}`
  const identity = { owner, actor, requestId: `notice:${eventId}`, address: 'event' }
  const { db, read } = await openWorkDatabase(env, ctx, registry, tenant.id, identity, {
    routeRecord: () => ({ action: `${owner}.event.heard`, subject: eventId, data: {} }),
  })
  return {
    db,
    read,
    tenant,
    settings: owner === 'kernel' ? undefined : settingsOf(registry, owner, snapshot),
    now: new Date(),
    nameOf: (who) => nameOf(env, tenant.id, who),
  }
}

const names: Readonly<Record<string, string>> = {
  person: 'select name from kernel.users where id = $1',
  key: 'select name from kernel.api_keys where id = $1',
}

async function nameOf(env: Env, tenantId: string, actor: string): Promise<string | undefined> {
  const [kind = '', id = ''] = actor.split(':')
  const query = names[kind]
  if (query === undefined) return undefined
  const [row] = await kernelDatabase(env, tenantId).call(query, [id])
  return row === undefined ? undefined : String(row[0])
}

/** The bells of those who have something new ring at once, wherever they have the workspace open. */
async function announce(env: Env, tenantId: string, told: readonly Told[]): Promise<void> {
  const people = new Set(told.filter(({ inApp }) => inApp).map(({ userId }) => userId))
  if (people.size > 0) await announceNotifications(env, tenantId, [...people])
}

function afterFailure(owner: string, delivery: Delivery, error: unknown): Outcome {
  const { id, lease, attempt, action, eventId } = delivery
  const reason = error instanceof Error ? error.message : 'unknown'
  console.error(`Telling of ${action} ${eventId} for ${owner} failed, attempt ${attempt}:`, reason)
  return { id, lease, ...retryAfter(attempt, explainFailure(error)) }
}

function readTold(row: readonly unknown[]): Told {
  const [id, userId, email, name, title, body, path, inApp, push, mail] = row
  return {
    id: String(id),
    userId: String(userId),
    email: String(email),
    name: String(name),
    title: String(title),
    body: String(body),
    path: String(path),
    inApp: inApp === true,
    push: push === true,
    mail: mail as Told['mail'],
  }
}
