import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Database, Db, Principal } from '#sdk'
import { selectCompanies } from '../companies/select-companies.ts'
import { selectContacts } from '../contacts/select-contacts.ts'
import type { RecordNoun } from '../contract.ts'
import { type Clock, todayOf } from '../days/day-in.ts'
import { selectDeals } from '../deals/select-deals.ts'
import { companyFacts, contactFacts, dealFacts } from '../formulas/built-in-facts.ts'
import { checkFormula } from '../formulas/check-formula.ts'
import { computeAll, orderFormulas, presentValue, valuesOf } from '../formulas/compute-custom.ts'
import { evaluateFormula } from '../formulas/evaluate.ts'
import type { Value } from '../formulas/values.ts'
import { companies, contacts, customFields, deals } from '../tables.ts'
import type { CustomValue } from './read-custom.ts'

/** The database, the clock and the person of a request: `c.var`. */
type Desk = Pick<Database, 'read'> & Clock & { readonly principal: Principal }

export interface Trial {
  readonly record: RecordNoun
  readonly formula: string
  readonly sampleId?: string | undefined
}

interface Sample {
  readonly custom: Readonly<Record<string, CustomValue>>
  readonly facts: Readonly<Record<string, Value>>
}

const permissions = {
  contact: 'crm.contacts.read',
  company: 'crm.companies.read',
  deal: 'crm.deals.read',
} as const

/** Works a formula out for one record, without storing it. One that cannot be read is refused with its place. */
export async function tryFormula(desk: Desk, { record, formula: text, sampleId }: Trial) {
  const isReadable = desk.principal.can(permissions[record])
  const [rows, fields] = await desk.read((db) => [
    selectSample(db, record, sampleId, isReadable ? 1 : 0),
    db.select().from(customFields),
  ])
  const { formula, resultType } = checkFormula(text, [record], fields, undefined)
  const sample = readSample(rows, desk)
  if (sample === undefined) return { value: null, resultType, problem: 'There is nothing to try it on yet' }
  const set = orderFormulas(
    fields
      .filter(({ records }) => records.includes(record))
      .map(({ key, type, formula }) => [key, type, formula] as const),
  )
  const values = valuesOf(sample.custom, set.days, sample.facts)
  const today = todayOf(desk)
  computeAll(set, values, today)
  const result = evaluateFormula(formula, { today, seek: (name) => values.get(name) })
  return 'value' in result
    ? { value: presentValue(result.value), resultType, problem: null }
    : { value: null, resultType, problem: result.problem }
}

function selectSample(db: Db, record: RecordNoun, id: string | undefined, limit: number) {
  if (record === 'contact')
    return selectContacts(db)
      .where(and(isNull(contacts.deletedAt), id === undefined ? undefined : eq(contacts.id, id)))
      .orderBy(desc(contacts.id))
      .limit(limit)
  if (record === 'company')
    return selectCompanies(db)
      .where(and(isNull(companies.deletedAt), id === undefined ? undefined : eq(companies.id, id)))
      .orderBy(desc(companies.id))
      .limit(limit)
  return selectDeals(db)
    .where(and(isNull(deals.deletedAt), id === undefined ? undefined : eq(deals.id, id)))
    .orderBy(desc(deals.id))
    .limit(limit)
}

type SampleRow = Awaited<ReturnType<typeof selectSample>>[number]

function readSample(rows: readonly SampleRow[], clock: Clock): Sample | undefined {
  const [row] = rows
  if (row === undefined) return undefined
  return { custom: row.custom, facts: factsOf(row, clock) }
}

function factsOf(row: SampleRow, clock: Clock): Readonly<Record<string, Value>> {
  if ('firstName' in row) return contactFacts(row, clock)
  return 'title' in row ? dealFacts(row, clock) : companyFacts(row, clock)
}
