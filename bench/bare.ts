import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { Hono } from 'hono'
import { uuidv7 } from 'uuidv7'
import type { Env } from '../kernel/env.ts'

export interface BenchEnv {
  Bindings: Env & { readonly BENCH_OWNER_URL: string }
}

let connection: NeonQueryFunction<false, false> | undefined

/** The owner's connection, kept for the life of the isolate. */
export function ownerConnection(env: BenchEnv['Bindings']): NeonQueryFunction<false, false> {
  if (env.DATABASE_HTTP !== undefined) neonConfig.fetchEndpoint = env.DATABASE_HTTP
  connection ??= neon(env.BENCH_OWNER_URL)
  return connection
}

/** The columns that the CRM's list reads, of a contact `c`. */
export const columns = `c.id, c.first_name as "firstName", c.last_name as "lastName", c.emails, c.phones,
  c.company_id as "companyId", c.job_title as "jobTitle", c.website, c.street, c.city, c.region, c.postal_code as "postalCode",
  c.country, c.birthday, c.notes, c.tags, c.custom, c.sort_name as "sortName", c.version,
  c.created_at as "createdAt", c.updated_at as "updatedAt"`
const tables = `crm.contacts c left join crm.companies o on o.tenant_id = c.tenant_id and o.id = c.company_id`
export const listSql = `select ${columns}, o.name as "companyName" from ${tables} where c.tenant_id = $1 order by c.id desc limit $2`
export const guardedListSql = `select ${columns}, o.name as "companyName"
  from crm.contacts c left join crm.companies o on o.id = c.company_id order by c.id desc limit $1`
const createSql = `with c as (
    insert into crm.contacts (tenant_id, id, first_name, last_name, emails, phones, tags, sort_name, search_text)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *),
  k as (insert into crm.contact_keys (tenant_id, key, contact_id) select tenant_id, 'e:' || unnest(emails), id from c)
  select ${columns}, null as "companyName" from c`

/** What the kernel is measured against: the same columns of the same rows by one statement, and nothing around it. */
export const bareRoutes = new Hono<BenchEnv>()
  .get('/bare/list', async (c) => {
    const limit = Number(c.req.query('limit') ?? 50)
    const rows = await ownerConnection(c.env).query(listSql, [c.req.header('x-tenant-id'), limit + 1])
    const data = rows.slice(0, limit)
    return c.json({ data: data.map(present), nextCursor: rows.length > limit ? data.at(-1)?.id : null })
  })
  .post('/bare/create', async (c) => {
    const { firstName, lastName, emails, phones, tags } = await c.req.json()
    const name = `${lastName} ${firstName}`.toLowerCase()
    const texts = [name, [name, ...emails].join(' ')]
    const values = [c.req.header('x-tenant-id'), uuidv7(), firstName, lastName, emails, phones, tags, ...texts]
    const [row] = await ownerConnection(c.env).query(createSql, values)
    return c.json(present(row ?? {}), 201)
  })

function present({ sortName: _, companyId, companyName, ...contact }: Record<string, unknown>) {
  return { ...contact, company: companyId === null ? null : { id: companyId, name: companyName } }
}
