import { eq } from 'drizzle-orm'
import { pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import {
  AppError,
  definePlugin,
  EmailAddress,
  endpoint,
  IdParam,
  must,
  newId,
  platformErrors,
  pluginRouter,
} from '#sdk'

const Settings = v.object({
  greeting: v.optional(v.pipe(v.string('Write a greeting'), v.maxLength(20, 'Use at most 20 characters')), 'Hello'),
  hours: v.optional(
    v.array(v.object({ opens: v.pipe(v.string(), v.regex(/^\d\d:\d\d$/, 'Write a time like 09:00')) })),
    [],
  ),
})
const Note = v.object({ id: v.string(), text: v.string() })
const NewNote = v.object({ text: v.pipe(v.string(), v.maxLength(100)) })
const notes = pgSchema('sample').table('notes', { id: uuid('id').primaryKey(), text: text('text').notNull() })
const Sent = v.object({ id: v.string(), state: v.string() })

/** A module with a table, settings, a public page and a need for mail. */
export const sample = definePlugin({
  id: 'sample',
  kind: 'module',
  title: 'Sample',
  description: 'Keeps notes, for tests.',
  icon: 'sticky-note',
  version: '1.0.0',
  permissions: {
    'sample.notes.read': { title: 'Read notes', roles: ['owner', 'admin', 'member', 'viewer'] },
    'sample.notes.write': { title: 'Write notes', roles: ['owner', 'admin', 'member'] },
  },
  settings: Settings,
  needs: { ports: { email: {} } },
  events: {},
  routes: pluginRouter<v.InferOutput<typeof Settings>>()
    .get(
      '/notes',
      endpoint({ permission: 'sample.notes.read', summary: 'Lists notes', answers: { 200: v.array(Note) } }),
      async (c) => c.json(await c.var.db.select().from(notes).limit(100)),
    )
    .post(
      '/notes',
      endpoint({ permission: 'sample.notes.write', summary: 'Keeps a note', body: NewNote, answers: { 201: Note } }),
      async (c) => {
        const note = { id: newId(), text: c.req.valid('json').text }
        await c.var.change('route', (tx) => tx.insert(notes).values(note))
        return c.json(note, 201)
      },
    )
    .delete(
      '/notes/:id',
      endpoint({
        permission: 'sample.notes.write',
        summary: 'Forgets a note',
        params: IdParam,
        answers: { 204: null },
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await c.var.change('route', (tx) =>
          must(tx.delete(notes).where(eq(notes.id, id)).returning({ id: notes.id }), platformErrors.notFound()),
        )
        return c.body(null, 204)
      },
    )
    .get(
      '/greeting',
      endpoint({ permission: 'sample.notes.read', summary: 'Greets', answers: { 200: Settings } }),
      (c) => c.json(c.var.settings),
    )
    .post(
      '/mails',
      endpoint({ permission: 'sample.notes.write', summary: 'Mails', answers: { 200: Sent } }),
      async (c) => {
        // A port that is awaited on its way, as one does by accident, is still a port.
        const email = await Promise.resolve(c.var.ports.email)
        const message = {
          to: 'anna@example.com',
          subject: 'Hello',
          text: 'Hello',
          category: 'transactional',
          idempotencyKey: c.var.requestId,
        } as const
        return c.json(await email.send(message))
      },
    ),
  publicRoutes: pluginRouter<v.InferOutput<typeof Settings>>().get(
    '/greeting',
    endpoint({ audience: 'public', summary: 'Greets visitors', answers: { 200: Settings } }),
    (c) => c.json(c.var.settings),
  ),
})

const MailSettings = v.object({ from: v.optional(EmailAddress, 'nobody@example.com') })

/** A connector for the port `email` that sends nothing: the id of a message says who sent it and how long the key is. */
export const sampleMail = definePlugin({
  id: 'sample_mail',
  kind: 'connector',
  title: 'Sample mail',
  description: 'Pretends to send mail, for tests.',
  icon: 'mail',
  version: '1.0.0',
  permissions: {},
  settings: MailSettings,
  secrets: { api_key: { title: 'API key' }, webhook_key: { title: 'Webhook key' } },
  events: {},
  routes: pluginRouter(),
  provides: {
    email: ({ settings, secret }) => ({
      send: async () => ({
        state: 'queued',
        id: `${settings.from} ${(await secret('api_key'))?.length ?? 'without a key'}`,
      }),
    }),
  },
  test: async ({ settings, secret }) => {
    const key = await secret('api_key')
    if (key === 'unreachable') throw new AppError('sample_mail.unreachable', 503, 'The provider does not answer')
    if (key === undefined) return 'Enter the API key of your provider.'
    return key.startsWith('good') ? undefined : `The provider refuses this key for ${settings.from}.`
  },
})

const table = `create table sample.notes (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id))`

export const sampleMigrations = [
  { owner: 'sample', id: '0001-notes', sql: table },
  { owner: 'sample_mail', id: '0001-nothing', sql: 'select 1' },
]
