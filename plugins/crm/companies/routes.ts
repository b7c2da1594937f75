import { and, asc, eq, sql } from 'drizzle-orm'
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
import { containing } from '../contacts/select-contacts.ts'
import { Company, CompanyPage, CompanyPatch, CompanyQuery, NewCompany } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { readCustom, withoutNulls } from '../fields/read-custom.ts'
import { foldText } from '../fold-text.ts'
import type { Settings } from '../settings.ts'
import { companies, customFields } from '../tables.ts'

const read = { permission: 'crm.companies.read' } as const
const write = { permission: 'crm.companies.write' } as const

export const companiesRoutes = pluginRouter<Settings>()
  .get(
    '/companies',
    endpoint({
      ...read,
      summary: 'Lists and finds companies by name',
      query: CompanyQuery,
      answers: { 200: CompanyPage },
    }),
    async (c) => {
      const { limit, cursor, q } = c.req.valid('query')
      const keys = readCursor(cursor, 2)
      const after =
        keys === undefined ? undefined : sql`(${companies.nameKey}, ${companies.id}) > (${keys[0]}, ${keys[1]})`
      const rows = await c.var.db
        .select()
        .from(companies)
        .where(and(containing(companies.nameKey, q), after))
        .orderBy(asc(companies.nameKey), asc(companies.id))
        .limit(limit + 1)
      const page = pageFrom(rows, limit, ({ nameKey, id }) => [nameKey, id])
      return c.json({ ...page, data: page.data.map(present) })
    },
  )
  .post(
    '/companies',
    endpoint({ ...write, summary: 'Adds a company', body: NewCompany, answers: { 201: Company } }),
    async (c) => {
      const given = c.req.valid('json')
      const fields = Object.keys(given.custom).length === 0 ? [] : await c.var.db.select().from(customFields)
      const custom = withoutNulls(readCustom(given.custom, fields))
      const id = newId()
      const [row] = await c.var.change(events.companyCreated(`company:${id}`, { id, name: given.name }), (tx) =>
        tx
          .insert(companies)
          .values({ id, ...given, custom, nameKey: foldText(given.name) })
          .returning(),
      )
      if (row === undefined) throw platformErrors.conflict()
      setVersion(c, row.version)
      return c.json(present(row), 201)
    },
  )
  .get(
    '/companies/:id',
    endpoint({ ...read, summary: 'Shows a company', params: IdParam, answers: { 200: Company } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select().from(companies).where(eq(companies.id, id))
      if (row === undefined) throw errors.companyNotFound({ id })
      setVersion(c, row.version)
      return c.json(present(row))
    },
  )
  .patch(
    '/companies/:id',
    endpoint({
      ...write,
      summary: 'Changes a company',
      params: IdParam,
      body: CompanyPatch,
      answers: { 200: Company },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { custom: given, name, ...patch } = c.req.valid('json')
      const wanted = wantedVersion(c)
      const fields = given === undefined ? [] : await c.var.db.select().from(customFields)
      const custom = readCustom(given ?? {}, fields)
      const removed = Object.keys(custom).filter((key) => custom[key] === null)
      const set = {
        ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
        ...(name === undefined ? {} : { name, nameKey: foldText(name) }),
        ...(given === undefined
          ? {}
          : {
              custom: sql`(${companies.custom} || ${JSON.stringify(withoutNulls(custom))}::jsonb) - array(select jsonb_array_elements_text(${JSON.stringify(removed)}::jsonb))`,
            }),
        version: sql`${companies.version} + 1`,
        updatedAt: c.var.now.toISOString(),
      }
      const [, [row]] = await c.var.change(
        events.companyUpdated(`company:${id}`, { id, fields: Object.keys(c.req.valid('json')) }),
        (tx) => [
          must(
            tx.select({ id: companies.id }).from(companies).where(eq(companies.id, id)),
            errors.companyNotFound({ id }),
          ),
          must(
            tx
              .update(companies)
              .set(set)
              .where(and(eq(companies.id, id), wanted === undefined ? undefined : eq(companies.version, wanted)))
              .returning(),
            platformErrors.versionChanged(),
          ),
        ],
      )
      if (row === undefined) throw errors.companyNotFound({ id })
      setVersion(c, row.version)
      return c.json(present(row))
    },
  )
  .delete(
    '/companies/:id',
    endpoint({ ...write, summary: 'Deletes a company; its contacts stay', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.companyDeleted(`company:${id}`, { id }), (tx) =>
        must(
          tx.delete(companies).where(eq(companies.id, id)).returning({ id: companies.id }),
          errors.companyNotFound({ id }),
        ),
      )
      return c.body(null, 204)
    },
  )

function present({ nameKey: _, ...company }: typeof companies.$inferSelect) {
  return company
}
