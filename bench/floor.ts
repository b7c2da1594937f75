import { Hono } from 'hono'
import { connect } from '../kernel/database/connect.ts'
import { signedContext } from '../kernel/database/signed-context.ts'
import { askGate } from '../kernel/gate/ask-gate.ts'
import { authenticate } from '../kernel/request/authenticate.ts'
import { type BenchEnv, guardedListSql, listSql, ownerConnection } from './bare.ts'

/** The steps of a request one by one, each with those above it that it needs: what the kernel's own are made of. */
export const floorRoutes = new Hono<BenchEnv>()
  .get('/constant', (c) => c.json({ ok: true }))
  .get('/token', async (c) => {
    await authenticate(c.env, c.req.header('authorization'), Date.now())
    return c.json({ ok: true })
  })
  .get('/gate', async (c) => {
    await authenticate(c.env, c.req.header('authorization'), Date.now())
    const id = c.req.header('x-tenant-id') ?? ''
    const ask = { scope: 'tenant', id, principal: 'person:bench', routeClass: 'read', mayChange: false } as const
    return c.json(await askGate(c.env, ask))
  })
  .get('/select', async (c) => c.json(await ownerConnection(c.env).query('select 1 as one')))
  .get('/batch', async (c) => {
    const owner = ownerConnection(c.env)
    const [, rows] = await owner.transaction([
      owner.query(`select set_config('dpf.context', $1, true)`, ['none']),
      owner.query(listSql, [c.req.header('x-tenant-id'), 51]),
    ])
    return c.json({ data: rows?.slice(0, 50) })
  })
  .get('/guarded', async (c) => {
    const tenantId = c.req.header('x-tenant-id') ?? ''
    const role = 'plugin_crm'
    const connection = await connect(c.env, role)
    const context = await signedContext(c.env, { tenantId, role, actor: 'system', requestId: 'bench' })
    const [, result] = await connection.transaction(
      [
        connection.query(`select set_config('dpf.context', $1, true)`, [context]),
        connection.query(guardedListSql, [51]),
      ],
      { isolationLevel: 'ReadCommitted', readOnly: true },
    )
    return c.json({ data: result?.rows.slice(0, 50) })
  })
