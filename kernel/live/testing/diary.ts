import { sql } from 'drizzle-orm'
import { pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import { defineEvents, definePlugin, endpoint, newId, pluginRouter } from '#sdk'

const pages = pgSchema('diary').table('pages', { id: uuid('id').primaryKey(), text: text('text').notNull() })
const Written = v.object({ id: v.string() })
const NewPage = v.object({
  kind: v.picklist(['page', 'secret', 'draft']),
  text: v.string(),
  about: v.optional(v.array(v.string()), []),
  /** Keeps the change open for so long before it is committed. */
  slowMs: v.optional(v.number(), 0),
})

const events = defineEvents(
  'diary',
  { 'page.written': Written, 'secret.written': Written, 'draft.written': Written },
  { page: 'diary.pages.read', secret: 'diary.secrets.read' },
)
const announce = { page: events.pageWritten, secret: events.secretWritten, draft: events.draftWritten }

/** A module that writes what it is told, about whatever it is told. */
export const diary = definePlugin({
  id: 'diary',
  kind: 'module',
  title: 'Diary',
  description: 'Keeps pages, for tests.',
  icon: 'notebook',
  version: '1.0.0',
  permissions: {
    'diary.pages.read': { title: 'Read pages', roles: ['owner', 'admin', 'member', 'viewer'] },
    'diary.secrets.read': { title: 'Read secrets', roles: ['owner', 'admin', 'member'] },
    'diary.pages.write': { title: 'Write pages', roles: ['owner', 'admin', 'member'] },
  },
  settings: v.object({}),
  events,
  routes: pluginRouter()
    .post(
      '/pages',
      endpoint({ permission: 'diary.pages.write', summary: 'Writes', body: NewPage, answers: { 201: Written } }),
      async (c) => {
        const { kind, text, about, slowMs } = c.req.valid('json')
        const id = newId()
        await c.var.change(announce[kind](`${kind}:${id}`, { id }, about), (tx) => [
          tx.insert(pages).values({ id, text }),
          tx.select({ waited: sql`pg_sleep(${slowMs / 1000})` }).from(sql`(values (1)) as one`),
        ])
        return c.json({ id }, 201)
      },
    )
    .post(
      '/later',
      endpoint({ permission: 'diary.pages.write', summary: 'Writes later', answers: { 202: null } }),
      async (c) => {
        const id = newId()
        await c.var.change(
          events.draftWritten(`draft:${id}`, { id }),
          (tx) => tx.insert(pages).values({ id, text: 'draft' }),
          { jobs: [{ name: 'writeUp', payload: { draft: id } }] },
        )
        return c.body(null, 202)
      },
    ),
  jobs: {
    writeUp: async ({ change }) => {
      const id = newId()
      await change(events.pageWritten(`page:${id}`, { id }), (tx) =>
        tx.insert(pages).values({ id, text: 'written up' }),
      )
      return 'done'
    },
  },
})

export const diaryMigrations = [
  {
    owner: 'diary',
    id: '0001-pages',
    sql: 'create table diary.pages (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id))',
  },
]
