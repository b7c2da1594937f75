import { foldText } from '#sdk'
import type { ContactField } from './contact-fields.ts'
import type { Entry, SortedCells } from './sort-cells.ts'

const parts = ['street', 'city', 'region', 'postalCode', 'country'] as const satisfies ContactField[]

type AddressPart = (typeof parts)[number]

/** The parts of a postal address that a row has, each with its column. */
export type Address = Partial<Record<AddressPart, Entry>>

/**
 * Takes one postal address out of a row, never the street of one with the city of another.
 *
 * Of several groups of columns (business, home, …) it is the first that has a street, or else a
 * city, and so on. What is left becomes spare.
 */
export function joinAddress(cells: SortedCells): Address {
  const { fields } = cells
  const group = parts.flatMap((part) => fields[part] ?? [])[0]?.column.group
  const address: Address = {}
  for (const part of parts) {
    for (const entry of fields[part] ?? []) {
      const fits = entry.column.group === group && addPart(address, part, entry)
      if (!fits) cells.spare.push(entry)
    }
  }
  for (const whole of fields.fullAddress ?? []) addWhole(address, whole, cells)
  return address
}

function addPart(address: Address, part: AddressPart, entry: Entry): boolean {
  const present = address[part]
  if (present === undefined) address[part] = entry
  else if (part === 'street') address.street = addLine(present, entry)
  else return present.value === entry.value
  return true
}

function addLine(street: Entry, more: Entry): Entry {
  const isNew = !street.value.split('\n').includes(more.value)
  return isNew ? { ...street, value: `${street.value}\n${more.value}` } : street
}

/** An address in one cell is the street when there are no parts, and superfluous when they say it. */
function addWhole(address: Address, whole: Entry, cells: SortedCells): void {
  const values = Object.values(address).map((entry) => entry.value)
  if (values.length === 0) {
    address.street = whole
    return
  }
  const words = new Set(values.flatMap((value) => foldText(value).split(' ')))
  const isSaid = foldText(whole.value)
    .split(' ')
    .every((word) => words.has(word))
  if (!isSaid) cells.spare.push(whole)
}
