import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { foldText, type JobContext, must, newId, platformErrors } from '#sdk'
import type { ContactDraft } from '../contact-draft.ts'
import { deriveContact } from '../contacts/derive-contact.ts'
import { isOfLiveContact } from '../contacts/live-key.ts'
import { events } from '../events.ts'
import { type CustomValue, type FieldDefinition, readValue } from '../fields/read-custom.ts'
import type { Settings } from '../settings.ts'
import { companies, contactKeys, imports } from '../tables.ts'
import type { Mapping } from './guess-mapping.ts'
import { mapRow } from './map-row.ts'
import { type MappedCsvRow, type PlannedBatch, planBatch } from './plan-batch.ts'
import type { CsvRow } from './read-csv.ts'

/** Some rows of an import, and what is needed to read them. */
export interface Batch {
  readonly row: typeof imports.$inferSelect
  readonly mapping: Mapping
  readonly fields: ReadonlyMap<string, FieldDefinition>
  /** The number of the last row that was dealt with before these. */
  readonly position: number
  readonly rows: readonly CsvRow[]
}

/**
 * Turns one batch of rows into contacts: one round trip to see what is there, one to change it.
 *
 * Answers the import's new position. When another turn was faster with the same rows, nothing of this one happens.
 */
export async function saveBatch(context: JobContext<Settings>, batch: Batch): Promise<number> {
  const { row, position, rows } = batch
  const mapped = rows.map((csvRow) => readRow(csvRow, batch, context.settings.callingCode))
  const drafts = mapped.flatMap((each) => ('draft' in each ? [each] : []))
  const keys = drafts.flatMap(({ derived }) => derived.keys)
  const names = [...new Set(drafts.flatMap(({ draft }) => (draft.company === null ? [] : [foldText(draft.company)])))]
  const [knownKeys, knownCompanies] = await context.read((db) => [
    db
      .select({ key: contactKeys.key, contactId: contactKeys.contactId })
      .from(contactKeys)
      .where(and(anyOf(contactKeys.key, keys), isOfLiveContact)),
    db
      .select({ id: companies.id, nameKey: companies.nameKey })
      .from(companies)
      .where(and(anyOf(companies.nameKey, names), isNull(companies.deletedAt))),
  ])
  const contactOf = new Map(knownKeys.map(({ key, contactId }) => [key, contactId]))
  const companyOf = new Map(knownCompanies.map(({ nameKey, id }) => [nameKey, id]))
  const plan = planBatch(mapped, { duplicates: row.duplicates, contactOf, companyOf, foldText, newId })
  const through = rows.at(-1)?.number ?? position
  await commit(context, row, position, through, plan)
  return through
}

function readRow(csvRow: CsvRow, { mapping, fields }: Batch, callingCode: string): MappedCsvRow {
  const result = mapRow(csvRow, mapping)
  if ('problem' in result) return { csvRow, problem: result.problem }
  const custom: Record<string, CustomValue> = {}
  for (const [key, text] of Object.entries(result.contact.custom)) {
    const field = fields.get(key)
    // A column named like a formula holds what the formula gives anyway.
    if (field?.type === 'formula') continue
    const read = field === undefined ? { value: text } : readValue(field, text)
    if ('wrong' in read) return { csvRow, problem: { number: csvRow.number, column: key, reason: read.wrong } }
    if (read.value !== null) custom[key] = read.value
  }
  return { csvRow, draft: result.contact, custom, derived: deriveContact(result.contact, callingCode) }
}

async function commit(
  context: JobContext<Settings>,
  row: Batch['row'],
  position: number,
  through: number,
  plan: PlannedBatch,
): Promise<void> {
  const { id } = row
  const counts = plan.rows
  await context.change(events.importProgressed(`import:${id}`, { id, throughRow: through, ...counts }), (tx) => [
    must(
      tx
        .update(imports)
        .set({
          position: through,
          created: sql`${imports.created} + ${counts.created}`,
          merged: sql`${imports.merged} + ${counts.merged}`,
          skipped: sql`${imports.skipped} + ${counts.skipped}`,
          failed: sql`${imports.failed} + ${counts.failed}`,
        })
        .where(and(eq(imports.id, id), eq(imports.state, 'running'), eq(imports.position, position)))
        .returning({ id: imports.id }),
      platformErrors.conflict(),
    ),
    ...(plan.companies.length === 0 ? [] : [tx.execute(insertCompanies(plan))]),
    ...(plan.created.length === 0 ? [] : [tx.execute(insertContacts(plan))]),
    ...(plan.merged.length === 0 ? [] : [tx.execute(mergeContacts(plan))]),
    ...(plan.keys.length === 0 ? [] : [tx.execute(insertKeys(plan))]),
    ...(plan.problems.length === 0 ? [] : [tx.execute(insertProblems(id, plan))]),
  ])
}

/** One parameter, whatever the number of values: `= any(…)` over a JSON list. */
function anyOf(column: typeof contactKeys.key | typeof companies.nameKey, values: readonly string[]) {
  return values.length === 0
    ? sql`false`
    : inArray(column, sql`(select jsonb_array_elements_text(${JSON.stringify([...new Set(values)])}::jsonb))`)
}

const contactColumns = sql.raw(
  'id, first_name, last_name, emails, phones, company_id, job_title, website, street, city, region, postal_code, country, birthday, notes, tags, custom, sort_name, search_text',
)
const contactRecord = sql.raw(
  'id uuid, first_name text, last_name text, emails text[], phones text[], company_id uuid, job_title text, website text, street text, city text, region text, postal_code text, country text, birthday text, notes text, tags text[], custom jsonb, sort_name text, search_text text',
)

function insertCompanies({ companies }: PlannedBatch) {
  return sql`insert into crm.companies (id, name, name_key) select id, name, name_key
    from jsonb_to_recordset(${JSON.stringify(companies)}::jsonb) as r (id uuid, name text, name_key text)`
}

function insertContacts({ created }: PlannedBatch) {
  return sql`insert into crm.contacts (${contactColumns}) select ${contactColumns} from jsonb_to_recordset(${JSON.stringify(created.map(toRecord))}::jsonb) as r (${contactRecord})`
}

/** What is there stays; what was empty is filled in; lists and tags get what they did not have. */
function mergeContacts({ merged }: PlannedBatch) {
  const fill = (column: string) => sql.raw(`${column} = coalesce(c.${column}, r.${column})`)
  const name = (column: string) =>
    sql.raw(`${column} = case when c.first_name = '' and c.last_name = '' then r.${column} else c.${column} end`)
  const union = (column: string, key: string) =>
    sql.raw(`${column} = (select coalesce(array_agg(value order by place), '{}') from (
      select distinct on (${key}) value, place from unnest(c.${column} || r.${column}) with ordinality as t (value, place) order by ${key}, place) u)`)
  const filled = [
    'company_id',
    'job_title',
    'website',
    'street',
    'city',
    'region',
    'postal_code',
    'country',
    'birthday',
    'notes',
  ].map(fill)
  const sets = [
    name('first_name'),
    name('last_name'),
    union('emails', 'lower(value)'),
    union('phones', `regexp_replace(value, '\\D', '', 'g')`),
    union('tags', 'value'),
    ...filled,
    sql.raw(`sort_name = case when c.first_name = '' and c.last_name = '' and r.first_name || r.last_name <> ''
      then r.sort_name else c.sort_name end`),
    sql.raw(`custom = r.custom || c.custom`),
    sql.raw(`search_text = left(c.search_text || ' ' || r.search_text, 20000)`),
    sql.raw(`version = c.version + 1, updated_at = now()`),
  ]
  return sql`update crm.contacts c set ${sql.join(sets, sql`, `)} from jsonb_to_recordset(${JSON.stringify(merged.map(toRecord))}::jsonb) as r (${contactRecord}) where c.id = r.id`
}

function insertKeys({ keys }: PlannedBatch) {
  return sql`insert into crm.contact_keys (key, contact_id) select k.key, k.contact_id
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (key text, contact_id uuid)
    where exists (select from crm.contacts c where c.id = k.contact_id) on conflict do nothing`
}

function insertProblems(importId: string, { problems }: PlannedBatch) {
  return sql`insert into crm.import_problems (import_id, row_number, kind, column_name, reason, cells)
    select ${importId}::uuid, row_number, kind, column_name, reason, cells
    from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb) as r (row_number integer, kind text, column_name text, reason text, cells jsonb)`
}

function toRecord({ id, companyId, draft, custom, derived }: PlannedBatch['created'][number]) {
  const {
    firstName,
    lastName,
    emails,
    phones,
    jobTitle,
    website,
    street,
    city,
    region,
    postalCode,
    country,
    birthday,
    notes,
    tags,
  }: ContactDraft = draft
  return {
    id,
    first_name: firstName,
    last_name: lastName,
    emails,
    phones,
    company_id: companyId,
    job_title: jobTitle,
    website,
    street,
    city,
    region,
    postal_code: postalCode,
    country,
    birthday,
    notes,
    tags,
    custom,
    sort_name: derived.sortName,
    search_text: derived.searchText,
  }
}
