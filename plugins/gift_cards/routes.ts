import { desc, eq, sql } from 'drizzle-orm'
import {
  endpoint,
  IdParam,
  must,
  newId,
  pageFrom,
  platformErrors,
  pluginRouter,
  readCursor,
  setVersion,
  wantedVersion,
} from '#sdk'
import { changeItem } from './change-item.ts'
import { Item, ItemPage, ItemPatch, ItemQuery, NewItem } from './contract.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { items } from './tables.ts'

const read = { permission: 'gift_cards.items.read' } as const
const write = { permission: 'gift_cards.items.write' } as const

/** The verbs on the wire, under `/api/gift_cards`. */
export const routes = pluginRouter()
  .get(
    '/items',
    endpoint({ ...read, summary: 'Lists items, the newest first', query: ItemQuery, answers: { 200: ItemPage } }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const keys = readCursor(cursor, 1)
      const rows = await c.var.db
        .select()
        .from(items)
        .where(keys === undefined ? undefined : sql`${items.id} < ${keys[0]}`)
        .orderBy(desc(items.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post('/items', endpoint({ ...write, summary: 'Adds an item', body: NewItem, answers: { 201: Item } }), async (c) => {
    const given = c.req.valid('json')
    const id = newId()
    const [row] = await c.var.change(events.itemCreated(`item:${id}`, { id, name: given.name }), (tx) =>
      tx
        .insert(items)
        .values({ id, ...given })
        .returning(),
    )
    if (row === undefined) throw platformErrors.conflict()
    setVersion(c, row.version)
    return c.json(row, 201)
  })
  .get(
    '/items/:id',
    endpoint({ ...read, summary: 'Shows an item', params: IdParam, answers: { 200: Item } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select().from(items).where(eq(items.id, id))
      if (row === undefined) throw errors.itemNotFound({ id })
      setVersion(c, row.version)
      return c.json(row)
    },
  )
  .patch(
    '/items/:id',
    endpoint({
      ...write,
      summary: 'Changes an item',
      params: IdParam,
      body: ItemPatch,
      answers: { 200: Item },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const row = await changeItem(c.var.change, id, c.req.valid('json'), wantedVersion(c), c.var.now)
      setVersion(c, row.version)
      return c.json(row)
    },
  )
  .delete(
    '/items/:id',
    endpoint({ ...write, summary: 'Deletes an item', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.itemDeleted(`item:${id}`, { id }), (tx) =>
        must(tx.delete(items).where(eq(items.id, id)).returning({ id: items.id }), errors.itemNotFound({ id })),
      )
      return c.body(null, 204)
    },
  )

export type Routes = typeof routes
