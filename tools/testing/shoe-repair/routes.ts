import { and, count, desc, eq, ilike, lt } from 'drizzle-orm'
import { endpoint, IdParam, must, newId, pageFrom, pluginRouter, readCursor } from '#sdk'
import { Customers, Figures, NewRepair, Repair, RepairPage, RepairPatch, RepairQuery } from './contract.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import type { needs } from './needs.ts'
import type { Settings } from './settings.ts'
import { repairs } from './tables.ts'

const read = { permission: 'shoe_repair.repairs.read' } as const
const write = { permission: 'shoe_repair.repairs.write' } as const

export const routes = pluginRouter<Settings, typeof needs>()
  .get(
    '/repairs',
    endpoint({ ...read, summary: 'Lists repairs', query: RepairQuery, answers: { 200: RepairPage } }),
    async (c) => {
      const { limit, cursor, q, state } = c.req.valid('query')
      const [before] = readCursor(cursor, 1) ?? []
      const rows = await c.var.db
        .select()
        .from(repairs)
        .where(
          and(
            before === undefined ? undefined : lt(repairs.id, String(before)),
            q === undefined || q === '' ? undefined : ilike(repairs.title, `%${q}%`),
            state === undefined ? undefined : eq(repairs.state, state),
          ),
        )
        .orderBy(desc(repairs.id))
        .limit(limit + 1)
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .post(
    '/repairs',
    endpoint({ ...write, summary: 'Takes in a repair', body: NewRepair, answers: { 201: Repair } }),
    async (c) => {
      const given = c.req.valid('json')
      const id = newId()
      const [row] = await c.var.change(events.repairCreated(`repair:${id}`, { id, title: given.title }), (tx) =>
        tx
          .insert(repairs)
          .values({ id, ...given })
          .returning(),
      )
      return c.json(row, 201)
    },
  )
  .get(
    '/repairs/:id',
    endpoint({ ...read, summary: 'Shows a repair', params: IdParam, answers: { 200: Repair } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select().from(repairs).where(eq(repairs.id, id))
      if (row === undefined) throw errors.notFound({ id })
      return c.json(row)
    },
  )
  .patch(
    '/repairs/:id',
    endpoint({ ...write, summary: 'Changes a repair', params: IdParam, body: RepairPatch, answers: { 200: Repair } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const said = Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined)
      const [row] = await c.var.change(events.repairUpdated(`repair:${id}`, { id }), (tx) =>
        must(
          tx
            .update(repairs)
            .set({ id, ...Object.fromEntries(said) })
            .where(eq(repairs.id, id))
            .returning(),
          errors.notFound({ id }),
        ),
      )
      return c.json(row)
    },
  )
  .delete(
    '/repairs/:id',
    endpoint({ ...write, summary: 'Forgets a repair', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.repairDeleted(`repair:${id}`, { id }), (tx) =>
        must(tx.delete(repairs).where(eq(repairs.id, id)).returning({ id: repairs.id }), errors.notFound({ id })),
      )
      return c.body(null, 204)
    },
  )
  .get(
    '/figures',
    endpoint({ ...read, summary: 'Counts repairs by how far they are', answers: { 200: Figures } }),
    async (c) => {
      const rows = await c.var.db
        .select({ state: repairs.state, count: count() })
        .from(repairs)
        .groupBy(repairs.state)
        .orderBy(repairs.state)
      return c.json({ data: rows })
    },
  )
  .get(
    '/customers',
    endpoint({ ...read, summary: 'Lists the customers of the workspace by name', answers: { 200: Customers } }),
    async (c) => {
      const answer = await c.var.modules.call({ route: 'crm GET /contacts', query: { limit: '20' } })
      return c.json({ data: (answer as { data: unknown[] }).data })
    },
  )
