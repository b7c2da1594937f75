import { and, eq } from 'drizzle-orm'
import * as v from 'valibot'
import { type Belongings, type Db, endpoint, pluginRouter } from '#sdk'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { takeNotices } from './notices/take-notices.ts'
import { addressKey } from './sending/address-key.ts'
import type { Settings } from './settings.ts'
import { ensureSuppression } from './suppressions/change-suppressions.ts'
import { listScope } from './suppressions/find-stops.ts'
import { readToken } from './suppressions/unsubscribe-link.ts'
import { pageHeaders, unsubscribePage } from './suppressions/unsubscribe-page.ts'
import { messages, suppressions } from './tables.ts'
import { readNotices } from './upstream.ts'

const Token = v.object({ token: v.pipe(v.string(), v.maxLength(200)) })
/** The list first: a record takes a list too, and makes an object of it. */
const anyJson = v.union([v.pipe(v.array(v.unknown()), v.maxLength(2000)), v.record(v.string(), v.unknown())])

/** What is reached from a mail, and what mail providers call. */
export const publicRoutes = pluginRouter<Settings>()
  .get(
    '/unsubscribe/:token',
    endpoint({
      audience: 'public',
      summary: 'Shows the page that asks whether to unsubscribe',
      params: Token,
      answers: { 200: 'text/html' },
    }),
    async (c) => {
      const target = await findTarget(c.var.db, c.var.belongings, c.req.valid('param').token)
      return c.html(
        unsubscribePage(c.var.tenant, { what: target.what, isDone: await isStopped(c.var.db, target) }),
        200,
        pageHeaders,
      )
    },
  )
  .post(
    '/unsubscribe/:token',
    endpoint({
      audience: 'public',
      summary: 'Stops mail of a kind to whoever got the link, as RFC 8058 has it',
      params: Token,
      answers: { 200: 'text/html' },
    }),
    async (c) => {
      const { db, change, tenant, belongings } = c.var
      const target = await findTarget(db, belongings, c.req.valid('param').token)
      const isUndone = (await readForm(c.req.raw)).get('undo') === 'yes'
      if (isUndone) {
        const own = and(
          eq(suppressions.addressKey, addressKey(target.address)),
          eq(suppressions.scope, target.scope),
          eq(suppressions.reason, 'unsubscribed'),
        )
        const [row] = await db.select({ id: suppressions.id }).from(suppressions).where(own)
        if (row !== undefined)
          await change(events.suppressionRemoved(`suppression:${row.id}`, { id: row.id }), (tx) =>
            tx.delete(suppressions).where(own),
          )
      } else {
        await ensureSuppression(
          { db, change },
          { address: target.address, scope: target.scope, reason: 'unsubscribed' },
        )
      }
      return c.html(unsubscribePage(tenant, { what: target.what, isDone: !isUndone }), 200, pageHeaders)
    },
  )
  .post(
    '/notices',
    endpoint({
      audience: 'public',
      summary: 'Takes notices of the mail provider about bounces and complaints',
      body: anyJson,
      answers: { 204: null },
    }),
    async (c) => {
      const { settings, belongings, now } = c.var
      const key = (await belongings.secret('notice_key')) ?? ''
      const request = {
        headers: c.req.raw.headers,
        text: c.get('sentBody').text,
        body: c.req.valid('json'),
        key,
        nowMs: now.getTime(),
      }
      const notices = key === '' ? undefined : await readNotices(settings, request)
      if (notices === undefined) throw errors.badSignature()
      await takeNotices(c.var, notices)
      return c.body(null, 204)
    },
  )

interface Target {
  readonly address: string
  readonly scope: string
  readonly what: string
}

/** Whom a link is for, and what from: the message that it came in says both. */
async function findTarget(db: Db, { signingKey }: Pick<Belongings, 'signingKey'>, token: string): Promise<Target> {
  const id = await readToken(token, await signingKey('unsubscribe'))
  if (id === undefined) throw errors.badLink()
  const [message] = await db
    .select({ address: messages.recipient, category: messages.category, list: messages.list })
    .from(messages)
    .where(eq(messages.id, id))
  if (message === undefined) throw errors.badLink()
  const { address, list } = message
  if (list !== null) return { address, scope: listScope(list), what: list }
  return { address, scope: 'optional', what: 'news and notifications' }
}

async function isStopped(db: Db, { address, scope }: Target): Promise<boolean> {
  const rows = await db
    .select({ scope: suppressions.scope })
    .from(suppressions)
    .where(eq(suppressions.addressKey, addressKey(address)))
  return rows.some((row) => row.scope === scope || row.scope === 'everything')
}

/** The fields of a small form; of anything else none. Mail programs send `List-Unsubscribe=One-Click`. */
async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const isSmall = Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) <= 1000
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' && isSmall ? await request.text() : '')
}
