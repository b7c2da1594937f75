import { Hono } from 'hono'
import * as v from 'valibot'
import type { KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { pageFrom, readCursor } from '../sdk/paging.ts'
import { listQuery, pageOf } from '../sdk/schemas.ts'
import { exportLedger } from './export-ledger.ts'
import { Entry, LedgerFilter, selectLedger } from './read-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const List = v.object({ ...LedgerFilter, ...listQuery })
const Export = v.object({
  ...LedgerFilter,
  format: v.optional(v.picklist(['ndjson', 'csv'], 'Choose ndjson or csv'), 'ndjson'),
})
const Checkpoint = v.object({ seq: v.number(), hash: v.string(), signature: v.string() })
const Verified = v.object({
  ok: v.boolean(),
  records: v.number(),
  checkpoints: v.number(),
  head: v.nullable(Checkpoint),
  fault: v.nullable(v.object({ kind: v.string(), seq: v.number(), id: v.nullable(v.string()) })),
})

/** `/api/audit`: the record of what happened in the workspace. */
export const auditRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'audit.read',
      summary: 'Lists what happened, the newest first',
      query: List,
      answers: { 200: pageOf(Entry) },
    }),
    async (c) => {
      const { limit, cursor, ...filter } = c.req.valid('query')
      const rows = await selectLedger(c.var.db, filter, limit, readCursor(cursor, 1))
      return c.json(pageFrom(rows, limit, ({ id }) => [id]))
    },
  )
  .get(
    '/export',
    endpoint({
      permission: 'audit.read',
      routeClass: 'bulk',
      summary: 'Downloads the record',
      query: Export,
      answers: { 200: 'application/x-ndjson' },
    }),
    async (c) => {
      const { format, ...filter } = c.req.valid('query')
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson'
      return c.body(await exportLedger(c.var.db, filter, format), 200, {
        'content-type': type,
        'content-disposition': `attachment; filename="record.${format}"`,
      })
    },
  )
  .get(
    '/verify',
    endpoint({
      permission: 'audit.read',
      routeClass: 'bulk',
      summary: 'Proves that the record was not tampered with',
      answers: { 200: Verified },
    }),
    async (c) => c.json(await verifyLedger(c.env, c.var.tenant.id)),
  )
