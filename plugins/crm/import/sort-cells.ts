import { cleanCell, cleanLine } from './clean-cell.ts'
import type { ContactField } from './contact-fields.ts'
import type { MappedColumn, Mapping } from './guess-mapping.ts'

/** A value and the column that it stands in. */
export type Entry = { column: MappedColumn; value: string }

/** The values of a row by where they go; `spare` is what its field had no room for. */
export type SortedCells = {
  fields: Partial<Record<ContactField, Entry[]>>
  custom: { key: string; entry: Entry }[]
  spare: Entry[]
}

const severalLines: ReadonlySet<string> = new Set(['notes', 'street', 'fullAddress', 'email', 'phone', 'tags'])

/** What Outlook writes into fields that nobody filled. */
const outlookDefaults: Record<string, RegExp> = {
  gender: /^unspecified$/i,
  priority: /^normal$/i,
  sensitivity: /^normal$/i,
  private: /^(?:false|off)$/i,
  anniversary: /^0\/0\/00$/,
}

/** Sorts the cells of a row that have a value by the targets of their columns. */
export function sortCells(cells: string[], mapping: Mapping): SortedCells {
  const sorted: SortedCells = { fields: {}, custom: [], spare: [] }
  for (let index = 0; index < mapping.columns.length; index++) {
    const column = mapping.columns[index]
    const cell = cells[index]
    if (column === undefined || cell === undefined || cell === '') continue
    if (column.target === 'ignore') continue
    sortCell(sorted, column, cell, mapping)
  }
  return sorted
}

/** Takes the first value of a field that holds one; different further ones are spare. */
export function takeFirst(cells: SortedCells, field: ContactField): Entry | undefined {
  const entries = cells.fields[field]
  if (entries === undefined || entries.length === 1) return entries?.[0]
  const [first] = entries
  for (const entry of entries) if (entry.value !== first?.value) cells.spare.push(entry)
  return first
}

function sortCell(sorted: SortedCells, column: MappedColumn, cell: string, mapping: Mapping): void {
  const { target } = column
  if (target.startsWith('custom:')) {
    const entry = { column, value: cleanCell(cell) }
    if (entry.value === '' || isDefault(entry, mapping)) return
    sorted.custom.push({ key: target.slice('custom:'.length), entry })
    return
  }
  const value = severalLines.has(target) ? cleanCell(cell) : cleanLine(cell)
  if (value === '') return
  const field = target as ContactField
  const entries = sorted.fields[field]
  if (entries === undefined) sorted.fields[field] = [{ column, value }]
  else entries.push({ column, value })
}

function isDefault({ column, value }: Entry, mapping: Mapping): boolean {
  const isEmpty = mapping.source === 'outlook' && outlookDefaults[column.heading.toLowerCase()]
  return isEmpty instanceof RegExp && isEmpty.test(value)
}
