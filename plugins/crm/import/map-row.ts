import { type ContactDraft, contactLimits, toCustomKey } from '../contact-draft.ts'
import { normalizeEmail } from '../normalize-email.ts'
import { normalizePhone } from '../normalize-phone.ts'
import type { ContactField } from './contact-fields.ts'
import type { Mapping } from './guess-mapping.ts'
import { joinAddress } from './join-address.ts'
import { joinName } from './join-name.ts'
import { parseBirthday } from './parse-birthday.ts'
import type { CsvRow } from './read-csv.ts'
import { type Entry, type SortedCells, sortCells, takeFirst } from './sort-cells.ts'
import { describeKind, type ReadList, readEmails, readPhones, readTags } from './split-list.ts'

/** Why a row cannot be taken, and the heading of the column at fault (null: the whole row). */
export type RowProblem = { number: number; column: string | null; reason: string }

export type MappedRow = { contact: ContactDraft } | { problem: RowProblem }

type Refuse = (column: string | null, reason: string) => void

/**
 * Turns a row into a contact, or says what is wrong with it in words that its owner can act on.
 *
 * Nothing is lost and nothing is cut: a second value for a field that holds one becomes a custom
 * field named like its column, so does a birthday that is no date, and a value over its limit is a
 * problem.
 */
export function mapRow(row: CsvRow, mapping: Mapping): MappedRow {
  const problems: RowProblem[] = []
  const refuse: Refuse = (column, reason) => problems.push({ number: row.number, column, reason })
  if (row.problem !== undefined) refuse(null, row.problem)
  else if (hasExtraCells(row, mapping)) {
    const { length } = mapping.columns
    refuse(null, `This row has ${row.cells.length} cells and the file has ${length} headings`)
  }
  const contact = toContact(sortCells(row.problem === undefined ? row.cells : [], mapping), refuse)
  if (isNobody(contact)) {
    refuse(null, 'This row has no name, no email address, no phone number and no company')
  }
  const [problem] = problems
  return problem === undefined ? { contact } : { problem }
}

function toContact(cells: SortedCells, refuse: Refuse): ContactDraft {
  const { first, last } = joinName(cells)
  const address = joinAddress(cells)
  const text = (field: keyof typeof contactLimits, entry: Entry | undefined) =>
    entry === undefined ? null : checkLength(entry.value, field, entry.column.heading, refuse)
  const single = (field: ContactField & keyof typeof contactLimits) => text(field, takeFirst(cells, field))
  return {
    firstName: checkLength(first.text, 'firstName', first.heading, refuse),
    lastName: checkLength(last.text, 'lastName', last.heading, refuse),
    emails: takeList(cells, 'email', readEmails, normalizeEmail, refuse),
    phones: takeList(cells, 'phone', readPhones, normalizePhone, refuse),
    company: text('company', takeFirst(cells, 'companyName')),
    jobTitle: single('jobTitle'),
    website: single('website'),
    street: text('street', address.street),
    city: text('city', address.city),
    region: text('region', address.region),
    postalCode: text('postalCode', address.postalCode),
    country: text('country', address.country),
    birthday: takeBirthday(cells),
    notes: single('notes'),
    tags: takeTags(cells, refuse),
    // Last, because every reader above may leave something for it.
    custom: takeCustom(cells, refuse),
  }
}

const limitNames = { email: 'emails', phone: 'phones' } as const
const nouns = { email: 'an email address', phone: 'a phone number' } as const

function takeList(
  cells: SortedCells,
  field: 'email' | 'phone',
  read: (cell: string) => ReadList,
  toKey: (item: string) => string | undefined,
  refuse: Refuse,
): string[] {
  const byKey = new Map<string, string>()
  for (const { column, value } of cells.fields[field] ?? []) {
    const { items, wrong } = read(value)
    if (wrong !== undefined) refuse(column.heading, `${describe(column.heading, wrong)}, not ${nouns[field]}`)
    for (const item of items) {
      if (field === 'phone') checkLength(item, 'phone', column.heading, refuse)
      const key = toKey(item) ?? item
      if (!byKey.has(key)) byKey.set(key, item)
    }
    checkCount(byKey.size, limitNames[field], column.heading, refuse)
  }
  return [...byKey.values()]
}

function describe(heading: string, wrong: string): string {
  return `“${heading}” holds ${describeKind(wrong)}`
}

function takeTags(cells: SortedCells, refuse: Refuse): string[] {
  const byKey = new Map<string, string>()
  for (const { column, value } of cells.fields.tags ?? []) {
    for (const tag of readTags(value)) {
      checkLength(tag, 'tag', column.heading, refuse)
      const key = tag.toLowerCase()
      if (!byKey.has(key)) byKey.set(key, tag)
    }
    checkCount(byKey.size, 'tags', column.heading, refuse)
  }
  return [...byKey.values()]
}

function takeBirthday(cells: SortedCells): string | null {
  const entry = takeFirst(cells, 'birthday')
  if (entry === undefined) return null
  const birthday = parseBirthday(entry.value, entry.column.dateOrder ?? 'dmy')
  if (birthday === undefined) cells.spare.push(entry)
  return birthday === undefined || birthday === '' ? null : birthday
}

function takeCustom(cells: SortedCells, refuse: Refuse): Record<string, string> {
  const custom: Record<string, string> = {}
  const spare = cells.spare.map((entry) => ({ key: entry.column.heading, entry }))
  for (const { key, entry } of [...cells.custom, ...spare]) {
    const free = findFreeKey(custom, toCustomKey(key), entry.value)
    custom[free] = checkLength(entry.value, 'custom', entry.column.heading, refuse)
  }
  return custom
}

function findFreeKey(custom: Record<string, string>, key: string, value: string): string {
  let free = key
  for (let count = 2; Object.hasOwn(custom, free) && custom[free] !== value; count++) {
    free = `${key.slice(0, contactLimits.customKey - 5)} ${count}`
  }
  return free
}

function checkLength(value: string, limit: keyof typeof contactLimits, heading: string | null, refuse: Refuse): string {
  const most = contactLimits[limit]
  if (value.length > most) {
    refuse(heading, `“${heading}” is ${value.length} characters long; at most ${most} are allowed`)
  }
  return value
}

function checkCount(count: number, limit: 'emails' | 'phones' | 'tags', heading: string, refuse: Refuse): void {
  const most = contactLimits[limit]
  if (count > most) refuse(heading, `“${heading}” brings ${count} ${limit}; at most ${most} are allowed`)
}

function hasExtraCells(row: CsvRow, mapping: Mapping): boolean {
  return row.cells.slice(mapping.columns.length).some((cell) => cell.trim() !== '')
}

function isNobody(contact: ContactDraft): boolean {
  const { firstName, lastName, emails, phones, company } = contact
  return firstName === '' && lastName === '' && emails.length + phones.length === 0 && company === null
}
