import type { ContactDraft } from '../contact-draft.ts'
import type { Derived } from '../contacts/derive-contact.ts'
import type { CustomValue } from '../fields/read-custom.ts'
import type { RowProblem } from './map-row.ts'
import type { CsvRow } from './read-csv.ts'

/** A row of the file, as a contact to be or with what is wrong with it. */
export type MappedCsvRow =
  | { readonly csvRow: CsvRow; readonly problem: RowProblem }
  | {
      readonly csvRow: CsvRow
      readonly draft: ContactDraft
      readonly custom: Readonly<Record<string, CustomValue>>
      readonly derived: Derived
    }

interface PlannedContact {
  readonly id: string
  readonly companyId: string | null
  readonly draft: ContactDraft
  readonly custom: Readonly<Record<string, CustomValue>>
  readonly derived: Derived
}

interface StoredProblem {
  readonly row_number: number
  readonly kind: 'bad' | 'duplicate'
  readonly column_name: string | null
  readonly reason: string
  readonly cells: readonly string[]
}

/** All that a batch changes; every row of it is in `created`, `merged` or `problems`. */
export interface PlannedBatch {
  readonly companies: { readonly id: string; readonly name: string; readonly name_key: string }[]
  readonly created: PlannedContact[]
  readonly merged: PlannedContact[]
  readonly keys: { readonly key: string; readonly contact_id: string }[]
  readonly problems: StoredProblem[]
  /** Rows by what became of them; together they are the rows of the batch. */
  readonly rows: { created: number; merged: number; skipped: number; failed: number }
}

export interface BatchFacts {
  readonly duplicates: 'skip' | 'merge' | 'create'
  /** The contact that has a key, among those that are there. */
  readonly contactOf: ReadonlyMap<string, string>
  /** The company by folded name. */
  readonly companyOf: ReadonlyMap<string, string>
  readonly foldText: (text: string) => string
  readonly newId: () => string
}

/**
 * Decides what becomes of each row: a new contact, a part of one that is there, or a problem with its reason.
 *
 * A row may be a duplicate of a contact in the database or of an earlier row of the same batch. Two rows that merge into
 * the same contact become one, the earlier one's values first.
 */
export function planBatch(rows: readonly MappedCsvRow[], facts: BatchFacts): PlannedBatch {
  const plan: PlannedBatch = {
    companies: [],
    created: [],
    merged: [],
    keys: [],
    problems: [],
    rows: { created: 0, merged: 0, skipped: 0, failed: 0 },
  }
  const contactOf = new Map(facts.contactOf)
  const companyOf = new Map(facts.companyOf)
  const planned = new Map<string, PlannedContact>()
  for (const row of rows) {
    if ('problem' in row) {
      plan.rows.failed += 1
      plan.problems.push({
        row_number: row.csvRow.number,
        kind: 'bad',
        column_name: row.problem.column,
        reason: row.problem.reason,
        cells: row.csvRow.cells,
      })
      continue
    }
    const known =
      facts.duplicates === 'create'
        ? undefined
        : row.derived.keys.map((key) => contactOf.get(key)).find((id) => id !== undefined)
    if (known !== undefined && facts.duplicates === 'skip') {
      plan.rows.skipped += 1
      const reason = planned.has(known)
        ? 'An earlier row has the same email address or phone number'
        : 'A contact with the same email address or phone number is there already'
      plan.problems.push({
        row_number: row.csvRow.number,
        kind: 'duplicate',
        column_name: null,
        reason,
        cells: row.csvRow.cells,
      })
      continue
    }
    const id = known ?? facts.newId()
    const contact = {
      id,
      companyId: findCompany(row.draft.company, companyOf, plan, facts),
      draft: row.draft,
      custom: row.custom,
      derived: row.derived,
    }
    const earlier = planned.get(id)
    if (earlier !== undefined) combine(plan, earlier, contact, planned)
    else add(known === undefined ? plan.created : plan.merged, contact, planned)
    plan.rows[known === undefined ? 'created' : 'merged'] += 1
    for (const key of row.derived.keys) {
      if (!contactOf.has(key)) contactOf.set(key, id)
      plan.keys.push({ key, contact_id: id })
    }
  }
  return plan
}

function add(list: PlannedContact[], contact: PlannedContact, planned: Map<string, PlannedContact>): void {
  list.push(contact)
  planned.set(contact.id, contact)
}

function findCompany(
  name: string | null,
  companyOf: Map<string, string>,
  plan: PlannedBatch,
  { foldText, newId }: BatchFacts,
): string | null {
  if (name === null) return null
  const nameKey = foldText(name)
  const known = companyOf.get(nameKey)
  if (known !== undefined) return known
  const id = newId()
  companyOf.set(nameKey, id)
  plan.companies.push({ id, name, name_key: nameKey })
  return id
}

/** Puts a later row into the contact that an earlier one of the same batch became. */
function combine(
  plan: PlannedBatch,
  earlier: PlannedContact,
  later: PlannedContact,
  planned: Map<string, PlannedContact>,
): void {
  const both: PlannedContact = {
    id: earlier.id,
    companyId: earlier.companyId ?? later.companyId,
    draft: mergeDrafts(earlier.draft, later.draft),
    custom: { ...later.custom, ...earlier.custom },
    derived: {
      sortName: earlier.derived.sortName || later.derived.sortName,
      searchText: `${earlier.derived.searchText} ${later.derived.searchText}`,
      keys: [...new Set([...earlier.derived.keys, ...later.derived.keys])],
    },
  }
  planned.set(both.id, both)
  for (const list of [plan.created, plan.merged]) {
    const at = list.indexOf(earlier)
    if (at !== -1) list[at] = both
  }
}

/** What the first has stays; what it lacks comes from the second; lists get what they did not have. */
export function mergeDrafts(first: ContactDraft, second: ContactDraft): ContactDraft {
  const hasName = first.firstName !== '' || first.lastName !== ''
  const union = (one: readonly string[], other: readonly string[], keyOf: (value: string) => string) =>
    [...new Map([...one, ...other].reverse().map((value) => [keyOf(value), value])).values()].reverse()
  return {
    ...second,
    ...Object.fromEntries(Object.entries(first).filter(([, value]) => value !== null && value !== '')),
    firstName: hasName ? first.firstName : second.firstName,
    lastName: hasName ? first.lastName : second.lastName,
    emails: union(first.emails, second.emails, (value) => value.toLowerCase()),
    phones: union(first.phones, second.phones, (value) => value.replaceAll(/\D/g, '')),
    tags: union(first.tags, second.tags, (value) => value),
    custom: { ...second.custom, ...first.custom },
  } as ContactDraft
}
