import { eq, type SQL, sql } from 'drizzle-orm'
import { must, newId, platformErrors } from '#sdk'
import { toCustomKey } from '../contact-draft.ts'
import type { FieldPatch, NewField } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { checkFormula, mostFormulas, namesIn, renameIn } from '../formulas/check-formula.ts'
import { toName } from '../formulas/evaluate.ts'
import { customFields } from '../tables.ts'
import { changeFields, type FieldRow, type FieldsDesk } from './change-fields.ts'

const mostFields = 1000

/** Stores a new field; a formula has to fit the other fields. */
export async function createField(desk: FieldsDesk, given: NewField): Promise<FieldRow> {
  const key = toCustomKey(given.key)
  const id = newId()
  const results = await changeFields(desk, (fields) => {
    if (fields.length >= mostFields) throw errors.tooManyFields({ most: mostFields })
    const row = planField({ ...given, key, id }, fields)
    return {
      record: events.fieldCreated(`field:${id}`, { id, key, type: given.type }),
      statements: (tx) => [tx.insert(customFields).values(row).returning()],
      refusals: { custom_fields_key: errors.fieldExists({ key }) },
    }
  })
  return firstOf(results[0])
}

function planField(
  { id, key, type, choices, formula, records }: NewField & { id: string },
  fields: readonly FieldRow[],
) {
  if (type === 'choice' && choices.length === 0) throw needsChoice()
  if (type !== 'formula')
    return { id, key, type, records, choices: type === 'choice' ? [...new Set(choices)] : [], formula: null }
  if (fields.filter((field) => field.type === 'formula').length >= mostFormulas)
    throw errors.tooManyFields({ most: mostFormulas, detail: `At most ${mostFormulas} formulas` })
  const { resultType } = checkFormula(formula ?? '', records, fields, key)
  return { id, key, type, records, choices: [], formula, resultType }
}

/** Changes a field. A new name moves what is stored under the old one, in records, formulas and saved views. */
export async function updateField(desk: FieldsDesk, id: string, patch: FieldPatch, wanted: number | undefined) {
  const results = await changeFields(desk, (fields) => {
    const current = find(fields, id)
    const next = { ...current, ...planPatch(current, patch) }
    const others = fields.filter((field) => field.id !== id)
    refuseLoss(current, next, others)
    const renamed = others.map((field) => renamedIn(field, current.key, next.key))
    if (next.formula !== null) next.resultType = checkFormula(next.formula, next.records, renamed, next.key).resultType
    const after = settleTypes([next, ...renamed])
    return {
      record: events.fieldUpdated(`field:${id}`, { id, key: next.key, fields: Object.keys(patch) }),
      wanted: wanted === undefined ? undefined : { id, version: wanted },
      // The answer stands in its place whatever else is to be done: a retry finds it there.
      statements: (tx) => [
        tx.execute(storeFields(after.filter((field) => field.id === id || isChanged(field, fields)))),
        tx.select().from(customFields).where(eq(customFields.id, id)),
        ...(next.key === current.key
          ? []
          : moveValues(current.key, next.key).map((statement) => tx.execute(statement))),
      ],
      refusals: { custom_fields_key: errors.fieldExists({ key: next.key }) },
    }
  })
  return firstOf(results[1])
}

function planPatch(current: FieldRow, patch: FieldPatch): Partial<FieldRow> {
  const { choices, formula, records } = patch
  if (choices !== undefined && current.type === 'choice' && choices.length === 0) throw needsChoice()
  if (choices !== undefined && current.type !== 'choice' && choices.length > 0)
    throw invalid('#/choices', 'Only a field of choices has them')
  if (formula !== undefined && current.type !== 'formula') throw invalid('#/formula', 'Only a formula field has one')
  return {
    ...(patch.key === undefined ? {} : { key: toCustomKey(patch.key) }),
    ...(choices === undefined ? {} : { choices: [...new Set(choices)] }),
    ...(formula === undefined ? {} : { formula }),
    ...(records === undefined ? {} : { records }),
  }
}

/** A formula's field stays where the formula is, under a name that it can write. */
function refuseLoss(current: FieldRow, next: FieldRow, others: readonly FieldRow[]): void {
  const lost = current.records.filter((record) => !next.records.includes(record))
  const users = usersOf(current, others)
  const losing = users.filter(({ records }) => records.some((record) => lost.includes(record)))
  if (losing.length > 0) throw errors.fieldInUse({ usedBy: losing.map(({ key }) => key) })
  if (users.length > 0 && /[{}]/.test(next.key))
    throw invalid('#/key', 'A formula uses this field; leave { and } out of its name')
}

/** The formulas that name a field of a record of theirs. */
function usersOf({ key, records }: FieldRow, others: readonly FieldRow[]): FieldRow[] {
  return others.filter(
    (field) =>
      field.formula !== null &&
      field.records.some((record) => records.includes(record)) &&
      namesIn(field.formula).some((name) => toName(name) === toName(key)),
  )
}

function renamedIn(field: FieldRow, from: string, to: string): FieldRow {
  return field.formula === null || from === to ? field : { ...field, formula: renameIn(field.formula, from, to) }
}

/** Formulas of formulas: what one gives changes what another gives, until nothing changes any more. */
function settleTypes(fields: readonly FieldRow[]): FieldRow[] {
  let current = [...fields]
  for (let round = 0; round < fields.length; round++) {
    const next = current.map((field) => {
      if (field.formula === null) return field
      const others = current.filter(({ id }) => id !== field.id)
      return { ...field, resultType: typeOrNull(field, others) }
    })
    if (next.every((field, place) => field.resultType === current[place]?.resultType)) return next
    current = next
  }
  return current
}

function typeOrNull({ formula, records }: FieldRow, others: readonly FieldRow[]): FieldRow['resultType'] {
  try {
    return checkFormula(formula ?? '', records, others, undefined).resultType
  } catch {
    return null
  }
}

function isChanged(field: FieldRow, before: readonly FieldRow[]): boolean {
  const old = before.find(({ id }) => id === field.id)
  return old?.formula !== field.formula || old?.resultType !== field.resultType
}

function storeFields(fields: readonly FieldRow[]): SQL {
  return sql`update crm.custom_fields f set key = r.key, choices = r.choices, formula = r.formula,
      result_type = r."resultType", records = r.records, version = f.version + 1
    from jsonb_to_recordset(${JSON.stringify(fields)}::jsonb)
      as r (id uuid, key text, choices text[], formula text, "resultType" text, records text[]) where f.id = r.id`
}

/** Stored values move under the new name, and columns of saved views with them. */
function moveValues(from: string, to: string): SQL[] {
  const tables = ['contacts', 'companies', 'deals'] as const
  const column = (key: string) => `custom:${encodeURIComponent(key)}`
  return [
    ...tables.map(
      (table) => sql`update ${sql.identifier('crm')}.${sql.identifier(table)} r
        set custom = (r.custom - ${from}::text) || jsonb_build_object(${to}::text, r.custom -> ${from}::text)
        where jsonb_exists(r.custom, ${from}::text)`,
    ),
    sql`update crm.views v set columns = array_replace(v.columns, ${column(from)}, ${column(to)}) where ${column(from)} = any(v.columns)`,
  ]
}

/** Removes a field that no formula uses; values that are stored stay. */
export async function deleteField(desk: FieldsDesk, id: string): Promise<void> {
  await changeFields(desk, (fields) => {
    const current = fields.find((each) => each.id === id)
    const users = current === undefined ? [] : usersOf(current, fields)
    if (users.length > 0) throw errors.fieldInUse({ usedBy: users.map(({ key }) => key) })
    return {
      record: events.fieldDeleted(`field:${id}`, { id }),
      statements: (tx) => [
        must(
          tx.delete(customFields).where(eq(customFields.id, id)).returning({ id: customFields.id }),
          errors.fieldNotFound({ id }),
        ),
      ],
    }
  })
}

function find(fields: readonly FieldRow[], id: string): FieldRow {
  const field = fields.find((each) => each.id === id)
  if (field === undefined) throw errors.fieldNotFound({ id })
  return field
}

function invalid(pointer: string, detail: string) {
  return platformErrors.invalid({ errors: [{ in: 'body', pointer, detail }] })
}

function needsChoice() {
  return invalid('#/choices', 'Give at least one choice')
}

function firstOf(rows: unknown): FieldRow {
  const [row] = rows as FieldRow[]
  if (row === undefined) throw platformErrors.conflict()
  return row
}
