import { and, eq } from 'drizzle-orm'
import * as v from 'valibot'
import {
  EmailAddress,
  endpoint,
  IdParam,
  listQuery,
  must,
  newId,
  pageFrom,
  pageOf,
  pluginRouter,
  readCursor,
  text,
} from '#sdk'
import {
  DomainReport,
  Message,
  MessageState,
  Overview,
  Receipt,
  Sample,
  Suppression,
  WholeMessage,
} from './contract.ts'
import { checkDomain } from './domain/check-domain.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { dailyLimits, dayOf } from './sending/plan.ts'
import { drawSamples } from './sending/samples.ts'
import { seekMessage, selectMessages } from './sending/select-messages.ts'
import { deliverJob } from './sending/send-message.ts'
import { seekMissing } from './sending/set-up.ts'
import type { Settings } from './settings.ts'
import { addSuppression, removeSuppression, selectSuppressions } from './suppressions/change-suppressions.ts'
import { days, messages } from './tables.ts'

const read = { permission: 'email.messages.read' } as const
const manage = { permission: 'email.suppressions.manage' } as const

const search = v.optional(text(100))
const MessageQuery = v.object({ ...listQuery, q: search, state: v.optional(MessageState) })
const SuppressionQuery = v.object({ ...listQuery, q: search })

/** What is sent over the API; the platform checks it as it checks what modules send. */
const NewMessage = v.object({
  to: v.string('Write an email address'),
  toName: v.optional(v.string()),
  cc: v.optional(v.array(v.string())),
  replyTo: v.optional(v.string()),
  subject: v.string('Write a subject'),
  text: v.optional(v.string()),
  html: v.optional(v.string()),
  template: v.optional(
    v.object({
      heading: v.optional(v.string()),
      paragraphs: v.array(v.string()),
      facts: v.optional(v.array(v.object({ label: v.string(), value: v.string() }))),
      action: v.optional(v.object({ label: v.string(), url: v.string() })),
      closing: v.optional(v.string()),
    }),
  ),
  category: v.picklist(['transactional', 'notification', 'marketing'], 'Say transactional, notification or marketing'),
  attachments: v.optional(v.array(v.object({ name: v.string(), type: v.string(), content: v.string() }))),
  listUnsubscribe: v.optional(v.string()),
  about: v.optional(v.array(v.string())),
  /** One of its own when absent: then a repeated request sends a second mail. */
  idempotencyKey: v.optional(v.string()),
})

const NewSuppression = v.object({
  address: EmailAddress,
  scope: v.optional(v.picklist(['everything', 'optional'], 'Choose everything or optional'), 'everything'),
  note: v.optional(text(500), ''),
})

export const routes = pluginRouter<Settings>()
  .get(
    '/overview',
    endpoint({ ...read, summary: 'Shows how things stand with mail', answers: { 200: Overview } }),
    async (c) => {
      const { settings, tenant, now } = c.var
      const [today] = await c.var.db
        .select({ used: days.used })
        .from(days)
        .where(eq(days.day, dayOf(now)))
      const missing = seekMissing(settings) ?? null
      return c.json({
        isSetUp: missing === null,
        missing,
        from: settings.fromAddress,
        provider: settings.provider,
        today: { used: today?.used ?? 0, limit: dailyLimits[tenant.plan] },
      })
    },
  )
  .get(
    '/messages',
    endpoint({
      ...read,
      summary: 'Lists mail, the newest first',
      query: MessageQuery,
      answers: { 200: pageOf(Message) },
    }),
    async (c) => {
      const { limit, cursor, q, state } = c.req.valid('query')
      const rows = await selectMessages(c.var.db, { q, state, limit, after: readCursor(cursor, 2) })
      return c.json(pageFrom(rows, limit, ({ createdAt, id }) => [createdAt, id]))
    },
  )
  .post(
    '/messages',
    endpoint({
      permission: 'email.messages.send',
      summary: 'Sends a mail',
      body: NewMessage,
      answers: { 202: Receipt },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const message = { ...given, idempotencyKey: given.idempotencyKey ?? c.req.header('idempotency-key') ?? newId() }
      return c.json(await c.var.ports.email.send(message as Parameters<typeof c.var.ports.email.send>[0]), 202)
    },
  )
  .get(
    '/messages/:id',
    endpoint({ ...read, summary: 'Shows a mail', params: IdParam, answers: { 200: WholeMessage } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const message = await seekMessage(c.var.db, id)
      if (message === undefined) throw errors.messageNotFound({ id })
      return c.json(message)
    },
  )
  .post(
    '/messages/:id/retry',
    endpoint({
      permission: 'email.messages.send',
      summary: 'Sends a mail again that could not be sent, or does not wait any longer',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const again = and(eq(messages.id, id), eq(messages.state, 'queued'))
      await c.var.change(
        events.messageRepeated(`message:${id}`, { id }),
        (tx) =>
          must(
            tx.update(messages).set({ attempts: 0 }).where(again).returning({ id: messages.id }),
            errors.notRepeatable(),
          ),
        { jobs: [deliverJob(id)] },
      )
      return c.body(null, 204)
    },
  )
  .get(
    '/samples',
    endpoint({
      ...read,
      summary: 'Draws samples of mail with the look of the workspace',
      answers: { 200: v.object({ data: v.array(Sample) }) },
    }),
    (c) => {
      const { tenant, settings, belongings } = c.var
      const origin = belongings.installation.origin === '' ? new URL(c.req.url).origin : belongings.installation.origin
      return c.json({ data: drawSamples(tenant, settings, origin) })
    },
  )
  .get(
    '/domain',
    endpoint({
      ...read,
      routeClass: 'bulk',
      summary: 'Checks SPF, DKIM and DMARC of the sending domain',
      answers: { 200: DomainReport },
    }),
    async (c) => {
      const { fetch, installation } = c.var.belongings
      return c.json(await checkDomain({ fetch, url: installation.dnsOverHttps }, c.var.settings))
    },
  )
  .get(
    '/suppressions',
    endpoint({
      ...manage,
      summary: 'Lists addresses that get no mail',
      query: SuppressionQuery,
      answers: { 200: pageOf(Suppression) },
    }),
    async (c) => {
      const { limit, cursor, q } = c.req.valid('query')
      const rows = await selectSuppressions(c.var.db, { q, limit, after: readCursor(cursor, 2) })
      return c.json(pageFrom(rows, limit, ({ createdAt, id }) => [createdAt, id]))
    },
  )
  .post(
    '/suppressions',
    endpoint({ ...manage, summary: 'Stops mail to an address', body: NewSuppression, answers: { 201: Suppression } }),
    async (c) => c.json(await addSuppression(c.var.change, { ...c.req.valid('json'), reason: 'by_hand' }), 201),
  )
  .delete(
    '/suppressions/:id',
    endpoint({ ...manage, summary: 'Lets mail to an address through again', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await removeSuppression(c.var.change, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )

export type Routes = typeof routes
