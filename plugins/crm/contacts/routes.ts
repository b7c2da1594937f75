import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { endpoint, IdParam, pageFrom, pluginRouter, readCursor, setVersion, wantedVersion } from '#sdk'
import { Contact, ContactFilter, ContactPage, ContactPatch, ContactQuery, NewContact, TagList } from '../contract.ts'
import { errors } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { contacts } from '../tables.ts'
import { exportContacts } from './export-contacts.ts'
import { createContact, deleteContact, updateContact } from './save-contact.ts'
import { matching, presentContact, selectContacts } from './select-contacts.ts'

const read = { permission: 'crm.contacts.read' } as const
const write = { permission: 'crm.contacts.write' } as const

export const contactsRoutes = pluginRouter<Settings>()
  .get(
    '/contacts',
    endpoint({ ...read, summary: 'Lists and finds contacts', query: ContactQuery, answers: { 200: ContactPage } }),
    async (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid('query')
      const byName = sort === 'name'
      const keys = readCursor(cursor, byName ? 2 : 1)
      const after =
        keys === undefined
          ? undefined
          : byName
            ? sql`(${contacts.sortName}, ${contacts.id}) > (${keys[0]}, ${keys[1]})`
            : sql`${contacts.id} < ${keys[0]}`
      const rows = await selectContacts(c.var.db)
        .where(and(matching(filter), after))
        .orderBy(...(byName ? [asc(contacts.sortName), asc(contacts.id)] : [desc(contacts.id)]))
        .limit(limit + 1)
      const page = pageFrom(rows, limit, ({ id, sortName }) => (byName ? [sortName, id] : [id]))
      return c.json({ ...page, data: page.data.map(presentContact) })
    },
  )
  .post(
    '/contacts',
    endpoint({ ...write, summary: 'Adds a contact', body: NewContact, answers: { 201: Contact } }),
    async (c) => {
      const contact = await createContact(c.var, c.req.valid('json'), c.var.settings.callingCode)
      setVersion(c, contact.version)
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
      c.body(exportContacts(c.var.db, c.req.valid('query')), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="contacts.csv"',
      }),
  )
  .get(
    '/contacts/:id',
    endpoint({ ...read, summary: 'Shows a contact', params: IdParam, answers: { 200: Contact } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await selectContacts(c.var.db).where(eq(contacts.id, id))
      if (row === undefined) throw errors.contactNotFound({ id })
      setVersion(c, row.version)
      return c.json(presentContact(row))
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
      setVersion(c, contact.version)
      return c.json(contact)
    },
  )
  .delete(
    '/contacts/:id',
    endpoint({ ...write, summary: 'Deletes a contact', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteContact(c.var.change, c.req.valid('param').id)
      return c.body(null, 204)
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
        .groupBy(tag)
        .orderBy(desc(sql`count(*)`), asc(tag))
        .limit(1000)
      return c.json({ data: rows })
    },
  )
