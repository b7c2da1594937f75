import { asc } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { Field, FieldList, FieldPatch, FormulaResult, FormulaTrial, NewField } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { customFields } from '../tables.ts'
import { createField, deleteField, updateField } from './save-field.ts'
import { tryFormula } from './try-formula.ts'

const manage = { permission: 'crm.fields.manage' } as const

/** Fields that a workspace adds to its contacts, companies and deals. */
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
      const field = await createField(c.var, c.req.valid('json'))
      setVersion(c, field.version)
      return c.json(field, 201)
    },
  )
  .post(
    '/fields/preview',
    endpoint({
      ...manage,
      summary: 'Tries a formula on a record',
      description:
        'Answers 422 with the place and plain words for a formula that cannot be read. Without a sample, the newest record is taken.',
      body: FormulaTrial,
      answers: { 200: FormulaResult },
    }),
    async (c) => c.json(await tryFormula(c.var, c.req.valid('json'))),
  )
  .patch(
    '/fields/:id',
    endpoint({
      ...manage,
      summary: 'Changes a field; what is stored follows a new name',
      params: IdParam,
      body: FieldPatch,
      answers: { 200: Field },
    }),
    async (c) => {
      const field = await updateField(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, field.version)
      return c.json(field)
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
      await deleteField(c.var, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
