import { and, eq, isNull } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import {
  Board,
  BoardQuery,
  Count,
  Deal,
  DealFilter,
  DealMove,
  DealPage,
  DealPatch,
  DealQuery,
  NewDeal,
} from '../contract.ts'
import { errors } from '../errors.ts'
import { afterCursor, orderBy, pageIn } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { deals } from '../tables.ts'
import { exportDeals } from './export-deals.ts'
import { moveDeal } from './move-deal.ts'
import { readBoard } from './read-board.ts'
import { createDeal, updateDeal } from './save-deal.ts'
import { countDeals, dealOrders, matchingDeals, presentDeal, selectDeals } from './select-deals.ts'
import { deleteDeal, restoreDeal } from './trash-deal.ts'

const read = { permission: 'crm.deals.read' } as const
const write = { permission: 'crm.deals.write' } as const

export const dealsRoutes = pluginRouter<Settings>()
  .get(
    '/deals',
    endpoint({ ...read, summary: 'Lists and finds deals', query: DealQuery, answers: { 200: DealPage } }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const order = dealOrders[sort]
      const rows = await selectDeals(c.var.db)
        .where(and(matchingDeals(filter), afterCursor(order, cursor)))
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      const page = pageIn(order, rows, limit)
      return c.json({ ...page, data: page.data.map((row) => presentDeal(row, c.var)) })
    },
  )
  .post('/deals', endpoint({ ...write, summary: 'Adds a deal', body: NewDeal, answers: { 201: Deal } }), async (c) => {
    const deal = await createDeal(c.var, c.req.valid('json'))
    setVersion(c, deal.version, deal)
    return c.json(deal, 201)
  })
  .get(
    '/deals/board',
    endpoint({
      ...read,
      summary: 'Shows a pipeline as a board',
      description: 'Each stage with its figures and its first fifty deals, in the order of the board.',
      query: BoardQuery,
      answers: { 200: Board },
    }),
    async (c) => c.json(await readBoard(c.var, c.req.valid('query'))),
  )
  .get(
    '/deals/count',
    endpoint({ ...read, summary: 'Counts deals', query: DealFilter, answers: { 200: Count } }),
    async (c) => {
      const [row] = await countDeals(c.var.db, matchingDeals(c.req.valid('query')))
      return c.json({ count: row?.count ?? 0 })
    },
  )
  .get(
    '/deals/export',
    endpoint({
      ...read,
      routeClass: 'bulk',
      summary: 'Downloads deals as CSV',
      query: DealFilter,
      answers: { 200: 'text/csv' },
    }),
    (c) =>
      c.body(exportDeals(c.var.db, c.req.valid('query'), c.var), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="deals.csv"',
      }),
  )
  .get(
    '/deals/:id',
    endpoint({ ...read, summary: 'Shows a deal', params: IdParam, answers: { 200: Deal } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await selectDeals(c.var.db).where(and(eq(deals.id, id), isNull(deals.deletedAt)))
      if (row === undefined) throw errors.dealNotFound({ id })
      const deal = presentDeal(row, c.var)
      setVersion(c, deal.version, deal)
      return c.json(deal)
    },
  )
  .patch(
    '/deals/:id',
    endpoint({ ...write, summary: 'Changes a deal', params: IdParam, body: DealPatch, answers: { 200: Deal } }),
    async (c) => {
      const deal = await updateDeal(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, deal.version, deal)
      return c.json(deal)
    },
  )
  .delete(
    '/deals/:id',
    endpoint({ ...write, summary: 'Moves a deal to the trash', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteDeal(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/deals/:id/restore',
    endpoint({ ...write, summary: 'Takes a deal out of the trash', params: IdParam, answers: { 200: Deal } }),
    async (c) => {
      const deal = await restoreDeal(c.var, c.req.valid('param').id)
      setVersion(c, deal.version, deal)
      return c.json(deal)
    },
  )
  .post(
    '/deals/:id/move',
    endpoint({
      ...write,
      summary: 'Moves a deal to a place in a stage',
      params: IdParam,
      body: DealMove,
      answers: { 200: Deal },
    }),
    async (c) => {
      const deal = await moveDeal(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, deal.version, deal)
      return c.json(deal)
    },
  )
