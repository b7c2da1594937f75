import { asc, eq } from 'drizzle-orm'
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import { defineErrors, defineEvents, defineNeeds, definePlugin, endpoint, must, newId, pluginRouter, Uuid } from '#sdk'

const schema = pgSchema('shoes')
const items = schema.table('items', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  pairs: integer('pairs').notNull(),
})

const errors = defineErrors('shoes', { soldOut: [409, 'There is no pair left'], unknown: [404, 'No such shoe'] })
const events = defineEvents('shoes', {
  'item.created': v.object({ name: v.string() }),
  'item.sold': v.object({ by: v.optional(v.string()) }),
})
const needs = defineNeeds({
  hears: { 'diary.page.written': { fields: ['id'], why: 'Counts what is written' } },
})

const NewItem = v.object({ name: v.pipe(v.string(), v.minLength(1)), pairs: v.number() })
const Item = v.object({ id: Uuid, ...NewItem.entries })
const Settings = v.object({ greeting: v.optional(v.string(), 'Hello') })
type Settings = v.InferOutput<typeof Settings>

/** In the isolate's memory: what a neighbour could see if two workspaces shared one. */
const seen: string[] = []

const routes = pluginRouter<Settings, typeof needs>()
  .get(
    '/items',
    endpoint({
      permission: 'shoes.items.read',
      summary: 'Lists shoes',
      answers: { 200: v.object({ data: v.array(Item) }) },
    }),
    async (c) => c.json({ data: await c.var.db.select().from(items).orderBy(asc(items.name)).limit(100) }),
  )
  .post(
    '/items',
    endpoint({ permission: 'shoes.items.write', summary: 'Adds a shoe', body: NewItem, answers: { 201: Item } }),
    async (c) => {
      const body = c.req.valid('json')
      const [row] = await c.var.change(events.itemCreated(`item:${newId()}`, { name: body.name }), (tx) =>
        tx
          .insert(items)
          .values({ id: newId(), ...body })
          .returning(),
      )
      console.log('added', body.name)
      return c.json(row, 201)
    },
  )
  .post(
    '/items/:id/sell',
    endpoint({
      permission: 'shoes.items.write',
      summary: 'Sells a pair',
      params: v.object({ id: Uuid }),
      answers: { 200: Item },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select().from(items).where(eq(items.id, id))
      if (row === undefined) throw errors.unknown()
      const change = events.itemSold(`item:${id}`, {})
      const pairs = { pairs: row.pairs - 1 }
      const [sold] = await c.var.change(
        change,
        (tx) => must(tx.update(items).set(pairs).where(eq(items.id, id)).returning(), errors.unknown()),
        {
          refusals: { items_pairs: errors.soldOut({ name: row.name }) },
          jobs: [{ name: 'restock', payload: { id } }],
        },
      )
      return c.json(sold)
    },
  )
  .get(
    '/who',
    endpoint({ permission: 'shoes.items.read', summary: 'Tells what it knows', answers: { 200: v.unknown() } }),
    (c) => {
      const { principal, tenant, settings, belongings, requestId, now } = c.var
      seen.push(tenant.id)
      const headers = [...c.req.raw.headers.keys()].sort()
      return c.json({
        principal: { ...principal, can: principal.can('shoes.items.write') },
        tenant,
        settings,
        installation: belongings.installation,
        requestId,
        now,
        headers,
        seen,
        caches: typeof caches,
      })
    },
  )
  .get(
    '/fails/:how',
    endpoint({ permission: 'shoes.items.read', summary: 'Fails', answers: { 200: v.unknown() } }),
    async (c) => {
      const { how } = c.req.param()
      if (how === 'throws') throw new Error('Broken inside')
      if (how === 'hangs') await new Promise((resolve) => setTimeout(resolve, 120_000))
      if (how === 'stalls') await new Promise(() => undefined)
      if (how === 'port') await (c.var.ports as never as { email: { send(): Promise<void> } }).email.send()
      if (how === 'call') await c.var.modules.call({ route: 'diary GET /notes' } as never)
      if (how === 'host') await fetch('https://api.example.com/')
      if (how === 'sql') await c.var.db.select({ key: settingKey }).from(items)
      return c.json({})
    },
  )
  .put(
    '/bulk',
    endpoint({ permission: 'shoes.items.write', routeClass: 'bulk', summary: 'Is heavy', answers: { 204: null } }),
    (c) => c.body(null, 204),
  )

const settingKey = text('key').notNull() as never

const publicRoutes = pluginRouter<Settings, typeof needs>().get(
  '/greeting',
  endpoint({ audience: 'public', summary: 'Greets', answers: { 200: v.unknown() } }),
  (c) => c.json({ greeting: c.var.settings.greeting, to: c.var.principal.kind, at: c.var.tenant.slug }),
)

export const plugin = definePlugin({
  id: 'shoes',
  kind: 'module',
  title: 'Shoes',
  description: 'Keeps shoes, for tests.',
  icon: 'footprints',
  version: '1.0.0',
  permissions: {
    'shoes.items.read': { title: 'See shoes', roles: ['owner', 'admin', 'member', 'viewer'] },
    'shoes.items.write': { title: 'Change shoes', roles: ['owner', 'admin'] },
  },
  settings: Settings,
  needs,
  routes,
  publicRoutes,
  events,
  hears: {
    'diary.page.written': async ({ change }, { data, subject }) => {
      await change(events.itemCreated(subject, { name: 'heard' }), (tx) =>
        tx.insert(items).values({ id: newId(), name: `heard ${Object.keys(data).join()}`, pairs: 1 }),
      )
    },
  },
  jobs: {
    restock: async ({ change }, { id }) => {
      await change(events.itemSold(`item:${id}`, { by: 'restock' }), (tx) =>
        tx
          .update(items)
          .set({ pairs: 7 })
          .where(eq(items.id, String(id))),
      )
      return 'done'
    },
  },
})
