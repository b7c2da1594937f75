import { and, asc, desc, isNull, sql } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import {
  Contact,
  ContactFilter,
  ContactPage,
  ContactPatch,
  ContactQuery,
  Count,
  NewContact,
  TagList,
} from '../contract.ts'
import { afterCursor, orderBy, pageIn } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { contacts } from '../tables.ts'
import { exportContacts } from './export-contacts.ts'
import { createContact, deleteContact, findContact, restoreContact, updateContact } from './save-contact.ts'
import { contactOrders, matching, presentContact, selectContacts } from './select-contacts.ts'

const read = { permission: 'crm.contacts.read' } as const
const write = { permission: 'crm.contacts.write' } as const

export const contactsRoutes = pluginRouter<Settings>()
  .get(
    '/contacts',
    endpoint({ ...read, summary: 'Lists and finds contacts', query: ContactQuery, answers: { 200: ContactPage } }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const order = contactOrders[sort]
      const rows = await selectContacts(c.var.db)
        .where(and(matching(filter, c.var), afterCursor(order, cursor)))
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      const page = pageIn(order, rows, limit)
      return c.json({ ...page, data: page.data.map((row) => presentContact(row, c.var)) })
    },
  )
  .post(
    '/contacts',
    endpoint({ ...write, summary: 'Adds a contact', body: NewContact, answers: { 201: Contact } }),
    async (c) => {
      const contact = await createContact(c.var, c.req.valid('json'), c.var.settings.callingCode)
      setVersion(c, contact.version, contact)
      return c.json(contact, 201)
    },
  )
  .get(
    '/contacts/export',
    endpoint({
      ...read,
      routeClass: 'bulk',
      summary: 'Downloads contacts as CSV',
      query: ContactFilter,
      answers: { 200: 'text/csv' },
    }),
    (c) =>
      c.body(exportContacts(c.var.db, c.req.valid('query'), c.var), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contacts.csv"',
      }),
  )
  .get(
    '/contacts/count',
    endpoint({ ...read, summary: 'Counts contacts', query: ContactFilter, answers: { 200: Count } }),
    async (c) => {
      const [row] = await c.var.db
        .select({ count: sql<number>`count(*)::int` })
        .from(contacts)
        .where(matching(c.req.valid('query'), c.var))
      return c.json({ count: row?.count ?? 0 })
    },
  )
  .get(
    '/contacts/:id',
    endpoint({ ...read, summary: 'Shows a contact', params: IdParam, answers: { 200: Contact } }),
    async (c) => {
      const contact = await findContact(c.var, c.req.valid('param').id)
      setVersion(c, contact.version, contact)
      return c.json(contact)
    },
  )
  .patch(
    '/contacts/:id',
    endpoint({
      ...write,
      summary: 'Changes a contact',
      params: IdParam,
      body: ContactPatch,
      answers: { 200: Contact },
    }),
    async (c) => {
      const contact = await updateContact(
        c.var,
        c.req.valid('param').id,
        c.req.valid('json'),
        wantedVersion(c),
        c.var.settings.callingCode,
      )
      setVersion(c, contact.version, contact)
      return c.json(contact)
    },
  )
  .delete(
    '/contacts/:id',
    endpoint({ ...write, summary: 'Moves a contact to the trash', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteContact(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/contacts/:id/restore',
    endpoint({ ...write, summary: 'Takes a contact out of the trash', params: IdParam, answers: { 200: Contact } }),
    async (c) => {
      const contact = await restoreContact(c.var, c.req.valid('param').id)
      setVersion(c, contact.version, contact)
      return c.json(contact)
    },
  )
  .get(
    '/tags',
    endpoint({ ...read, summary: 'Lists the tags of contacts, the most used first', answers: { 200: TagList } }),
    async (c) => {
      const tag = sql<string>`tag.name`
      const rows = await c.var.db
        .select({ tag, contacts: sql<number>`count(*)::int` })
        .from(contacts)
        .innerJoin(sql`unnest(${contacts.tags}) as tag(name)`, sql`true`)
        .where(isNull(contacts.deletedAt))
        .groupBy(tag)
        .orderBy(desc(sql`count(*)`), asc(tag))
        .limit(1000)
      return c.json({ data: rows })
    },
  )
