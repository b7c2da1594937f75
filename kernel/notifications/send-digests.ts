import { kernelDatabase } from '../database/kernel-database.ts'
import { readTenant, workCaller } from '../delivery/open-work.ts'
import type { Env } from '../env.ts'
import { openPorts } from '../registry/open-ports.ts'
import type { Registry } from '../request/context.ts'
import { newId } from '../sdk/new-id.ts'
import type { Role } from '../sdk/request.ts'
import { channelsOf } from './channels.ts'
import { addressOf, mailLists, unlessRefused, type WayOut, whereToChoose } from './send-out.ts'

interface Digest {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  /** The moment that the newest of it was due at: the same for whoever sends it. */
  readonly dueAt: string
  readonly items: readonly Item[]
}

interface Item {
  readonly kind: string
  readonly title: string
  readonly body: string
}

const atOnce = 20
const mostShown = 20

/** Sends the mails of the day that are due in a workspace. Two who do so at once send each of them once, by its key. */
export async function sendDigests(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  tenantId: string,
  endsAtMs: number,
): Promise<void> {
  const snapshot = await readTenant(env, tenantId)
  if (snapshot === null) return
  const database = kernelDatabase(env, tenantId)
  const identity = { owner: 'kernel', actor: 'system', requestId: newId(), address: 'digest' }
  const ports = openPorts(env, registry, snapshot, workCaller(env, ctx, registry, tenantId, identity))
  const way = { env, tenant: snapshot.tenant, ports, channels: channelsOf(env, registry, snapshot) }
  while (Date.now() < endsAtMs) {
    const due = (await database.call('select * from kernel.due_digests($1)', [atOnce])).map(readDigest)
    for (const digest of due) {
      const items = digest.items.filter(({ kind }) => maySee(registry, digest.role, kind))
      if (items.length > 0 && way.channels.mail !== 'not_connected')
        await unlessRefused(() => sendDigest(way, digest, items))
      await database.call('select kernel.digest_done($1, $2::timestamptz)', [digest.userId, digest.dueAt])
    }
    if (due.length < atOnce) return
  }
}

/** By the role that they have now: what somebody may not see any more is told to them by nobody. */
function maySee(registry: Registry, role: Role, kindId: string): boolean {
  const kind = registry.kinds.find(({ id }) => id === kindId)
  return kind !== undefined && registry.permissions.ofRole[role].has(kind.permission)
}

function sendDigest({ env, tenant, ports }: WayOut, digest: Digest, items: readonly Item[]) {
  const url = addressOf(env, tenant, '/notifications')
  const more = items.length - mostShown
  const heading = items.length === 1 ? 'One thing since yesterday' : `${items.length} things since yesterday`
  return ports.email.send({
    to: digest.email,
    toName: digest.name,
    subject: `${tenant.name}: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`,
    template: {
      heading,
      paragraphs: [
        ...items.slice(0, mostShown).map(({ title, body }) => (body === '' ? title : `${title}\n${body}`)),
        ...(more > 0 ? [`And ${more} more.`] : []),
      ],
      ...(url === undefined ? {} : { action: { label: 'See all notifications', url } }),
      closing: whereToChoose(env, tenant),
    },
    category: 'notification',
    listUnsubscribe: mailLists.daily,
    idempotencyKey: `digest:${digest.userId}:${digest.dueAt}`,
  })
}

function readDigest([userId, email, name, role, dueAt, items]: readonly unknown[]): Digest {
  return {
    userId: String(userId),
    email: String(email),
    name: String(name),
    role: role as Role,
    dueAt: String(dueAt),
    items: items as Item[],
  }
}
