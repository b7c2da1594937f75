import { and, sql } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { Company, CompanyFilter, CompanyPage, CompanyPatch, CompanyQuery, Count, NewCompany } from '../contract.ts'
import { afterCursor, orderBy, pageIn } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { companies } from '../tables.ts'
import { createCompany, deleteCompany, findCompany, restoreCompany, updateCompany } from './save-company.ts'
import { companyOrders, matchingCompanies, presentCompany, selectCompanies } from './select-companies.ts'

const read = { permission: 'crm.companies.read' } as const
const write = { permission: 'crm.companies.write' } as const

export const companiesRoutes = pluginRouter<Settings>()
  .get(
    '/companies',
    endpoint({ ...read, summary: 'Lists and finds companies', query: CompanyQuery, answers: { 200: CompanyPage } }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const order = companyOrders[sort]
      const rows = await selectCompanies(c.var.db)
        .where(and(matchingCompanies(filter), afterCursor(order, cursor)))
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      const page = pageIn(order, rows, limit)
      return c.json({ ...page, data: page.data.map((row) => presentCompany(row, c.var)) })
    },
  )
  .post(
    '/companies',
    endpoint({ ...write, summary: 'Adds a company', body: NewCompany, answers: { 201: Company } }),
    async (c) => {
      const company = await createCompany(c.var, c.req.valid('json'))
      setVersion(c, company.version, company)
      return c.json(company, 201)
    },
  )
  .get(
    '/companies/count',
    endpoint({ ...read, summary: 'Counts companies', query: CompanyFilter, answers: { 200: Count } }),
    async (c) => {
      const [row] = await c.var.db
        .select({ count: sql<number>`count(*)::int` })
        .from(companies)
        .where(matchingCompanies(c.req.valid('query')))
      return c.json({ count: row?.count ?? 0 })
    },
  )
  .get(
    '/companies/:id',
    endpoint({ ...read, summary: 'Shows a company', params: IdParam, answers: { 200: Company } }),
    async (c) => {
      const company = await findCompany(c.var, c.req.valid('param').id)
      setVersion(c, company.version, company)
      return c.json(company)
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
      const company = await updateCompany(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, company.version, company)
      return c.json(company)
    },
  )
  .delete(
    '/companies/:id',
    endpoint({
      ...write,
      summary: 'Moves a company to the trash; its contacts stay',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      await deleteCompany(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/companies/:id/restore',
    endpoint({ ...write, summary: 'Takes a company out of the trash', params: IdParam, answers: { 200: Company } }),
    async (c) => {
      const company = await restoreCompany(c.var, c.req.valid('param').id)
      setVersion(c, company.version, company)
      return c.json(company)
    },
  )
