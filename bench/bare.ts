import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { Hono } from 'hono'
import { uuidv7 } from 'uuidv7'
import type { Env } from '../kernel/env.ts'

export interface BenchEnv {
  Bindings: Env & { readonly BENCH_OWNER_URL: string; readonly BENCH_TENANT: { id: string } }
}

let connection: NeonQueryFunction<false, false> | undefined

/** The owner's connection, kept for the life of the isolate. */
export function ownerConnection(env: BenchEnv['Bindings']): NeonQueryFunction<false, false> {
  if (env.DATABASE_HTTP !== undefined) neonConfig.fetchEndpoint = env.DATABASE_HTTP
  connection ??= neon(env.BENCH_OWNER_URL)
  return connection
}

export const columns =
  'id, first_name as "firstName", last_name as "lastName", emails, phones, company, job_title as "jobTitle", city, tags, custom, notes, version, created_at as "createdAt", updated_at as "updatedAt"'
export const listSql = `select ${columns} from bench.contacts where tenant_id = $1 order by id desc limit $2`
const createSql = `insert into bench.contacts (tenant_id, id, first_name, last_name, emails, phones, tags) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`

/** What the kernel is measured against: the same columns of the same table by one statement, and nothing around it. */
export const bareRoutes = new Hono<BenchEnv>()
  .get('/bare/list', async (c) => {
    const limit = Number(c.req.query('limit') ?? 50)
    const rows = await ownerConnection(c.env).query(listSql, [c.req.header('x-tenant-id'), limit + 1])
    const data = rows.slice(0, limit)
    return c.json({ data, nextCursor: rows.length > limit ? data.at(-1)?.id : null })
  })
  .post('/bare/create', async (c) => {
    const { firstName, lastName, emails, phones, tags } = await c.req.json()
    const tenantId = c.req.header('x-tenant-id')
    const values = [tenantId, uuidv7(), firstName, lastName, emails, phones, tags]
    const [row] = await ownerConnection(c.env).query(createSql, values)
    return c.json(row, 201)
  })
