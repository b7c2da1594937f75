import { eq } from 'drizzle-orm'
import { endpoint, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { messages } from '../tables.ts'
import { fillIn } from './fill-in.ts'
import { originals } from './originals.ts'
import { sampleValues } from './sample-values.ts'

const manage = { permission: 'booking.services.manage' } as const
const one = { ...manage, params: contract.MessageKindParam } as const

/** What customers are written, in the words of the business. */
export const messagesRoutes = pluginRouter<Settings>()
  .get(
    '/messages',
    endpoint({ ...manage, summary: 'Lists what customers are written', answers: { 200: contract.MessageList } }),
    async (c) => {
      const own = new Map((await c.var.db.select().from(messages)).map((row) => [row.kind, row]))
      return c.json({
        data: contract.MessageKind.options.map((kind) => present(kind, own.get(kind))),
        placeholders: Object.entries(contract.placeholders).map(([name, meaning]) => ({ name, meaning })),
        connectAt: '/settings/connectors/email',
      })
    },
  )
  .put(
    '/messages/:kind',
    endpoint({
      ...one,
      summary: 'Writes a message in other words',
      body: contract.MessagePut,
      answers: { 200: contract.Message },
    }),
    async (c) => {
      const { kind } = c.req.valid('param')
      const set = { ...c.req.valid('json'), updatedAt: c.var.now.toISOString() }
      await c.var.change(events.messageChanged(`message:${kind}`, { kind }), (tx) =>
        tx
          .insert(messages)
          .values({ kind, ...set })
          .onConflictDoUpdate({ target: [messages.tenantId, messages.kind], set }),
      )
      return c.json(present(kind, { kind, ...set }))
    },
  )
  .delete(
    '/messages/:kind',
    endpoint({ ...one, summary: 'Goes back to the original words', answers: { 200: contract.Message } }),
    async (c) => {
      const { kind } = c.req.valid('param')
      await c.var.change(events.messageChanged(`message:${kind}`, { kind }), (tx) =>
        tx.delete(messages).where(eq(messages.kind, kind)),
      )
      return c.json(present(kind, undefined))
    },
  )
  .post(
    '/messages/:kind/preview',
    endpoint({
      ...one,
      routeClass: 'read',
      summary: 'Shows how a message reads, with made-up names',
      body: contract.MessagePut,
      answers: { 200: contract.MessagePreview },
    }),
    (c) => {
      const { subject, paragraphs } = fillIn(c.req.valid('json'), sampleValues(c.var.tenant, c.var.now))
      return c.json({ subject, paragraphs: [...paragraphs] })
    },
  )

function present(
  kind: contract.MessageKind,
  own: typeof messages.$inferSelect | Omit<typeof messages.$inferSelect, 'tenantId'> | undefined,
) {
  const { enabled, subject, body } = own ?? { enabled: true, ...originals[kind] }
  return { kind, enabled, subject, body, isOriginal: own === undefined }
}
