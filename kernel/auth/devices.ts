import { and, eq, gt, sql } from 'drizzle-orm'
import { getCookie, setCookie } from 'hono/cookie'
import { users } from '../database/tables.ts'
import type { KernelContext } from '../request/context.ts'
import type { Db, Planned, Tx } from '../sdk/database.ts'
import { newId } from '../sdk/new-id.ts'
import { clientOf } from './client.ts'
import { hashToken, isToken, newToken } from './opaque-token.ts'
import { devices, trustedDevices } from './tables.ts'

/**
 * Two cookies that no script reads. `known` says that somebody has signed in here before, `trusted` that they need not
 * do the second step here: made anew each time that trust is given, so nobody plants one and waits for it to become good.
 */
const kinds = {
  known: { cookie: 'dpf_device', prefix: 'device', seconds: 400 * 24 * 60 * 60 },
  trusted: { cookie: 'dpf_trusted', prefix: 'trusted', seconds: 30 * 24 * 60 * 60 },
} as const

/** The hashes of a browser's two cookies; of one that it has not, a text that is nobody's hash. */
export interface DeviceHashes {
  readonly known: string
  readonly trusted: string
}

export async function readDeviceHashes(c: KernelContext): Promise<DeviceHashes> {
  const [known, trusted] = await Promise.all([hashOf(c, 'known'), hashOf(c, 'trusted')])
  return { known, trusted }
}

/** A person with what this browser's cookies say of it, and what they could do as a second step. */
export function personQuery(db: Db, { known, trusted }: DeviceHashes, now: Date) {
  return db
    .select({
      user: users,
      knownDevice: devices.hash,
      trustedDevice: trustedDevices.id,
      hasTotp: sql<boolean>`exists (select from kernel.totp_secrets t where t.user_id = ${users.id} and t.confirmed_at is not null)`,
      hasPasskey: sql<boolean>`exists (select from kernel.passkeys p where p.user_id = ${users.id})`,
      hasBackupCode: sql<boolean>`exists (select from kernel.backup_codes b where b.user_id = ${users.id} and b.used_at is null)`,
    })
    .from(users)
    .leftJoin(devices, and(eq(devices.userId, users.id), eq(devices.hash, known)))
    .leftJoin(
      trustedDevices,
      and(eq(trustedDevices.userId, users.id), eq(trustedDevices.hash, trusted), gt(trustedDevices.expiresAt, now)),
    )
}

export type FoundPerson = Awaited<ReturnType<typeof personQuery>>[number]

/** What a sign-in leaves of the browser that it came from: the statements, and the cookies to set once they are stored. */
export interface NotedDevice {
  readonly statements: (tx: Tx) => readonly Planned[]
  readonly setCookies: () => void
}

/** Notes the browser of a sign-in: as known from now on, and as trusted if the person says so. */
export async function noteDevice(
  c: KernelContext,
  person: { readonly userId: string; readonly knownDevice: string | null; readonly trustedDevice: string | null },
  trusts: boolean,
): Promise<NotedDevice> {
  const known = person.knownDevice === null ? await newCookie('known') : undefined
  const trusted = trusts ? await newCookie('trusted') : undefined
  const { userAgent } = await clientOf(c)
  return {
    statements: (tx) => [
      known === undefined
        ? touch(
            tx,
            devices,
            and(eq(devices.userId, person.userId), eq(devices.hash, person.knownDevice ?? '')),
            c.var.now,
          )
        : tx.insert(devices).values({ userId: person.userId, hash: known.hash }),
      ...(person.trustedDevice === null || trusts
        ? []
        : [touch(tx, trustedDevices, eq(trustedDevices.id, person.trustedDevice), c.var.now)]),
      ...(trusted === undefined
        ? []
        : [
            tx.insert(trustedDevices).values({
              id: newId(),
              userId: person.userId,
              hash: trusted.hash,
              userAgent,
              address: c.var.address,
              expiresAt: new Date(c.var.now.getTime() + kinds.trusted.seconds * 1000),
            }),
          ]),
    ],
    setCookies: () => {
      if (known !== undefined) keepCookie(c, 'known', known.token)
      if (trusted !== undefined) keepCookie(c, 'trusted', trusted.token)
    },
  }
}

function touch(tx: Tx, table: typeof devices | typeof trustedDevices, where: ReturnType<typeof and>, now: Date) {
  return tx.update(table).set({ lastUsedAt: now }).where(where)
}

async function hashOf(c: KernelContext, kind: keyof typeof kinds): Promise<string> {
  const token = getCookie(c, kinds[kind].cookie)
  return token !== undefined && isToken(token, kinds[kind].prefix) ? hashToken(token) : ''
}

async function newCookie(kind: keyof typeof kinds): Promise<{ readonly token: string; readonly hash: string }> {
  const token = newToken(kinds[kind].prefix)
  return { token, hash: await hashToken(token) }
}

function keepCookie(c: KernelContext, kind: keyof typeof kinds, token: string): void {
  const { cookie, seconds } = kinds[kind]
  setCookie(c, cookie, token, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/api/auth',
    secure: isSecure(c),
    maxAge: seconds,
  })
}

function isSecure(c: KernelContext): boolean {
  return new URL(c.req.url).protocol === 'https:'
}
