import type { Context } from 'hono'
import { endpoint, IdParam, pluginRouter } from '#sdk'
import { BulkAnswer, CompanyBulk, ContactBulk, DealBulk, TaskBulk, UndoAnswer } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { changeCompanies } from './change-companies.ts'
import { changeContacts } from './change-contacts.ts'
import { changeDeals } from './change-deals.ts'
import { changeTasks } from './change-tasks.ts'
import { undoChange } from './undo-change.ts'

const isKeyed = (c: Context) => c.req.header('idempotency-key') !== undefined

const description = 'By ids, 500 at most, or by a filter of the list, 5,000 at most. `undoId` takes it back for a day.'
const answers = { 200: BulkAnswer } as const

export const bulkRoutes = pluginRouter<Settings>()
  .post(
    '/contacts/bulk',
    endpoint({
      permission: 'crm.contacts.write',
      routeClass: 'bulk',
      summary: 'Changes many contacts at once',
      description,
      body: ContactBulk,
      answers,
    }),
    async (c) =>
      c.json(await changeContacts({ ...c.var, isKeyed: isKeyed(c) }, c.req.valid('json'), c.var.settings.callingCode)),
  )
  .post(
    '/companies/bulk',
    endpoint({
      permission: 'crm.companies.write',
      routeClass: 'bulk',
      summary: 'Changes many companies at once',
      description,
      body: CompanyBulk,
      answers,
    }),
    async (c) => c.json(await changeCompanies({ ...c.var, isKeyed: isKeyed(c) }, c.req.valid('json'))),
  )
  .post(
    '/deals/bulk',
    endpoint({
      permission: 'crm.deals.write',
      routeClass: 'bulk',
      summary: 'Changes many deals at once',
      description,
      body: DealBulk,
      answers,
    }),
    async (c) => c.json(await changeDeals({ ...c.var, isKeyed: isKeyed(c) }, c.req.valid('json'))),
  )
  .post(
    '/tasks/bulk',
    endpoint({
      permission: 'crm.tasks.write',
      routeClass: 'bulk',
      summary: 'Changes many tasks at once',
      description,
      body: TaskBulk,
      answers,
    }),
    async (c) => c.json(await changeTasks({ ...c.var, isKeyed: isKeyed(c) }, c.req.valid('json'))),
  )
  .post(
    '/undo/:id',
    endpoint({
      permission: 'crm.changes.undo',
      summary: 'Takes a change of many records back',
      description: 'For the one who made it, within a day, once. What somebody has changed since stays as it is.',
      params: IdParam,
      answers: { 200: UndoAnswer },
    }),
    async (c) => c.json(await undoChange(c.var, c.req.valid('param').id)),
  )
