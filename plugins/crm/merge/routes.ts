import { endpoint, pluginRouter, setVersion } from '#sdk'
import {
  Company,
  CompanyDuplicatePage,
  CompanyMerge,
  Contact,
  ContactDuplicatePage,
  ContactMerge,
  DuplicateQuery,
} from '../contract.ts'
import type { Settings } from '../settings.ts'
import { listCompanyDuplicates, listContactDuplicates } from './list-duplicates.ts'
import { mergeCompanies } from './merge-companies.ts'
import { mergeContacts } from './merge-contacts.ts'

const description =
  'The one that stays gets what it lacks and all deals, tasks and notes; the others go to the trash and say who took them in.'

export const mergeRoutes = pluginRouter<Settings>()
  .get(
    '/contacts/duplicates',
    endpoint({
      permission: 'crm.contacts.read',
      summary: 'Lists contacts that may be the same person',
      query: DuplicateQuery,
      answers: { 200: ContactDuplicatePage },
    }),
    async (c) => c.json(await listContactDuplicates(c.var.db, c.var, c.req.valid('query'))),
  )
  .post(
    '/contacts/merge',
    endpoint({
      permission: 'crm.contacts.write',
      summary: 'Makes one contact of several',
      description,
      body: ContactMerge,
      answers: { 200: Contact },
    }),
    async (c) => {
      const contact = await mergeContacts(c.var, c.req.valid('json'), c.var.settings.callingCode)
      setVersion(c, contact.version, contact)
      return c.json(contact)
    },
  )
  .get(
    '/companies/duplicates',
    endpoint({
      permission: 'crm.companies.read',
      summary: 'Lists companies that may be the same',
      query: DuplicateQuery,
      answers: { 200: CompanyDuplicatePage },
    }),
    async (c) => c.json(await listCompanyDuplicates(c.var.db, c.var, c.req.valid('query'))),
  )
  .post(
    '/companies/merge',
    endpoint({
      permission: 'crm.companies.write',
      summary: 'Makes one company of several',
      description,
      body: CompanyMerge,
      answers: { 200: Company },
    }),
    async (c) => {
      const company = await mergeCompanies(c.var, c.req.valid('json'))
      setVersion(c, company.version, company)
      return c.json(company)
    },
  )
