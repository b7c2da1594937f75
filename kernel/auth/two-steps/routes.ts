import { and, count, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { users } from '../../database/tables.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../../request/context.ts'
import { readSnapshot } from '../../request/read-snapshot.ts'
import { must } from '../../sdk/database.ts'
import { endpoint } from '../../sdk/endpoint.ts'
import { IdParam } from '../../sdk/schemas.ts'
import { insertMail } from '../account-mail.ts'
import { readDeviceHashes } from '../devices.ts'
import { tellChange } from '../security-mail.ts'
import { backupCodes, passkeys, totpSecrets, trustedDevices } from '../tables.ts'
import * as schemas from './schemas.ts'
import { removeTotp, turnOffTwoSteps } from './turn-off.ts'
import { beginTotp, confirmTotp, renewBackupCodes, turnOnTwoSteps } from './turn-on.ts'

const person = { audience: 'person' } as const
const sensitive = { ...person, routeClass: 'sensitive' } as const

/** Under `/api/auth`: a person's own second step. Changes need a sign-in, or the password, of the last ten minutes. */
export const twoStepsRoutes = new Hono<KernelEnv>()
  .get(
    '/two-steps',
    endpoint({ ...person, summary: 'Shows your two-step sign-in', answers: { 200: schemas.TwoSteps } }),
    async (c) => c.json(await showTwoSteps(c as KernelContext)),
  )
  .put(
    '/two-steps',
    endpoint({
      ...sensitive,
      summary: 'Turns two-step sign-in on, with a passkey that you have, or off',
      body: schemas.TwoStepsSwitch,
      answers: { 200: schemas.FreshBackupCodes },
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      if (c.req.valid('json').on) return c.json(await turnOnTwoSteps(c as KernelContext))
      await turnOffTwoSteps(c as KernelContext)
      return c.json({ backupCodes: null })
    },
  )
  .post(
    '/totp',
    endpoint({
      ...sensitive,
      summary: 'Begins with an app that shows codes: answers the secret to share with it',
      answers: { 201: schemas.TotpBegun },
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      return c.json(await beginTotp(c as KernelContext), 201)
    },
  )
  .post(
    '/totp/confirm',
    endpoint({
      ...sensitive,
      summary: 'Turns the app on by its first code',
      body: schemas.TotpCode,
      answers: { 200: schemas.FreshBackupCodes },
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      return c.json(await confirmTotp(c as KernelContext, c.req.valid('json').code))
    },
  )
  .delete(
    '/totp',
    endpoint({ ...sensitive, summary: 'Removes the app that shows codes', answers: { 204: null } }),
    async (c) => {
      await removeTotp(c as KernelContext)
      return c.body(null, 204)
    },
  )
  .post(
    '/backup-codes',
    endpoint({
      ...sensitive,
      summary: 'Makes ten new backup codes and shows them once; the old ones end',
      answers: { 201: schemas.FreshBackupCodes },
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      return c.json(await renewBackupCodes(c as KernelContext), 201)
    },
  )
  .get(
    '/trusted-devices',
    endpoint({
      ...person,
      summary: 'Lists the browsers in which you are not asked for the second step',
      answers: { 200: schemas.TrustedDeviceList },
    }),
    async (c) => c.json({ data: await listTrusted(c as KernelContext) }),
  )
  .delete(
    '/trusted-devices/:id',
    endpoint({
      ...sensitive,
      summary: 'Asks for the second step in a browser again',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { session, change } = c.var
      const { id } = c.req.valid('param')
      await change(
        { action: 'person.deviceDistrusted', subject: `person:${session.userId}`, data: { deviceId: id } },
        (tx) => [
          must(
            tx
              .delete(trustedDevices)
              .where(and(eq(trustedDevices.id, id), eq(trustedDevices.userId, session.userId)))
              .returning({ id: trustedDevices.id }),
            kernelErrors.notFound(),
          ),
          insertMail(tx, tellChange(session, 'A browser is asked for the second step again')),
        ],
      )
      return c.body(null, 204)
    },
  )

async function showTwoSteps(c: KernelContext) {
  const { userId } = c.var.session
  const own = (table: typeof passkeys | typeof backupCodes | typeof totpSecrets) => eq(table.userId, userId)
  const [[[user], [app], [keys], [codes]], requiredBy] = await Promise.all([
    c.var.read((db) => [
      db.select({ since: users.twoStepsAt }).from(users).where(eq(users.id, userId)),
      db
        .select({ count: count() })
        .from(totpSecrets)
        .where(and(own(totpSecrets), isNotNull(totpSecrets.confirmedAt))),
      db.select({ count: count() }).from(passkeys).where(own(passkeys)),
      db
        .select({ count: count() })
        .from(backupCodes)
        .where(and(own(backupCodes), isNull(backupCodes.usedAt))),
    ]),
    readSnapshot<{ slug: string; name: string }[]>(c, 'select kernel.tenants_requiring_two_steps($1)', [userId]),
  ])
  return {
    since: user?.since ?? null,
    hasApp: app?.count === 1,
    passkeys: keys?.count ?? 0,
    backupCodesLeft: codes?.count ?? 0,
    requiredBy: requiredBy ?? [],
  }
}

async function listTrusted(c: KernelContext) {
  const { session, db, now } = c.var
  const [{ trusted }, rows] = await Promise.all([
    readDeviceHashes(c),
    db
      .select()
      .from(trustedDevices)
      .where(and(eq(trustedDevices.userId, session.userId), gt(trustedDevices.expiresAt, now)))
      .orderBy(desc(trustedDevices.lastUsedAt))
      .limit(100),
  ])
  return rows.map(({ hash, userId, ...device }) => ({ ...device, current: hash === trusted }))
}
