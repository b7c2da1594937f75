import { asc, eq } from 'drizzle-orm'
import { endpoint, IdParam, must, newId, platformErrors, pluginRouter } from '#sdk'
import { toCustomKey } from '../contact-draft.ts'
import { Field, FieldList, NewField } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { customFields } from '../tables.ts'

const manage = { permission: 'crm.fields.manage' } as const

/** Fields that a workspace adds to its contacts and companies. */
export const fieldsRoutes = pluginRouter<Settings>()
  .get(
    '/fields',
    endpoint({
      permission: 'crm.contacts.read',
      summary: 'Lists the fields that this workspace added',
      answers: { 200: FieldList },
    }),
    async (c) => c.json({ data: await c.var.db.select().from(customFields).orderBy(asc(customFields.key)) }),
  )
  .post(
    '/fields',
    endpoint({ ...manage, summary: 'Adds a field', body: NewField, answers: { 201: Field } }),
    async (c) => {
      const { type, choices, ...given } = c.req.valid('json')
      if (type === 'choice' && choices.length === 0)
        throw platformErrors.invalid({
          errors: [{ in: 'body', pointer: '#/choices', detail: 'Give at least one choice' }],
        })
      const key = toCustomKey(given.key)
      const id = newId()
      const [row] = await c.var.change(
        events.fieldCreated(`field:${id}`, { id, key, type }),
        (tx) =>
          tx
            .insert(customFields)
            .values({ id, key, type, choices: type === 'choice' ? choices : [] })
            .returning(),
        { refusals: { custom_fields_key: errors.fieldExists({ key }) } },
      )
      if (row === undefined) throw platformErrors.conflict()
      return c.json(row, 201)
    },
  )
  .delete(
    '/fields/:id',
    endpoint({
      ...manage,
      summary: 'Removes a field; values that are stored stay',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.fieldDeleted(`field:${id}`, { id }), (tx) =>
        must(
          tx.delete(customFields).where(eq(customFields.id, id)).returning({ id: customFields.id }),
          errors.fieldNotFound({ id }),
        ),
      )
      return c.body(null, 204)
    },
  )
