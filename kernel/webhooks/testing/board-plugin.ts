import { pgSchema, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import { defineEvents, definePlugin, endpoint, IdParam, newId, pluginRouter } from '#sdk'

const Named = v.object({ id: v.string(), name: v.string() })
const events = defineEvents('board', {
  'note.created': Named,
  'note.updated': Named,
  'note.deleted': v.object({ id: v.string() }),
  'list.created': Named,
})
const nothing = pgSchema('board').table('nothing', { id: uuid('id') })
const Name = v.object({ name: v.string() })
const use = { permission: 'board.notes.use' } as const

/** A module that announces what it is told to, for tests. */
export const board = definePlugin({
  id: 'board',
  kind: 'module',
  title: 'Board',
  description: 'Announces things, for tests.',
  icon: 'sticky-note',
  version: '1.0.0',
  permissions: { 'board.notes.use': { title: 'Use notes', roles: ['owner', 'admin', 'member'] } },
  settings: v.object({}),
  events,
  routes: pluginRouter()
    .post('/notes', endpoint({ ...use, summary: 'Adds a note', body: Name, answers: { 201: Named } }), async (c) => {
      const note = { id: newId(), name: c.req.valid('json').name }
      await c.var.change(events.noteCreated(`note:${note.id}`, note, ['board:main']), (tx) => tx.select().from(nothing))
      return c.json(note, 201)
    })
    .patch(
      '/notes/:id',
      endpoint({ ...use, summary: 'Changes a note', params: IdParam, body: Name, answers: { 200: Named } }),
      async (c) => {
        const note = { id: c.req.valid('param').id, name: c.req.valid('json').name }
        await c.var.change(events.noteUpdated(`note:${note.id}`, note), (tx) => tx.select().from(nothing))
        return c.json(note)
      },
    )
    .delete(
      '/notes/:id',
      endpoint({ ...use, summary: 'Removes a note', params: IdParam, answers: { 204: null } }),
      async (c) => {
        const { id } = c.req.valid('param')
        await c.var.change(events.noteDeleted(`note:${id}`, { id }), (tx) => tx.select().from(nothing))
        return c.body(null, 204)
      },
    )
    .post('/lists', endpoint({ ...use, summary: 'Adds a list', body: Name, answers: { 201: Named } }), async (c) => {
      const list = { id: newId(), name: c.req.valid('json').name }
      await c.var.change(events.listCreated(`list:${list.id}`, list), (tx) => tx.select().from(nothing))
      return c.json(list, 201)
    }),
})

export const boardMigrations = [
  {
    owner: 'board',
    id: '0001-nothing',
    sql: 'create table board.nothing (tenant_id uuid not null, id uuid, primary key (tenant_id, id))',
  },
]
