import { showBirthday } from '../contact/birthday.ts'
import { nameOf } from '../name-of.ts'
import type { Company, Contact } from '../types.ts'
import type { Candidate } from './merge-plan.ts'

/** How records of a kind are merged. */
export interface Merging<Item> {
  readonly kind: 'contacts' | 'companies'
  readonly nameOf: (item: Item) => string
  readonly candidateOf: (item: Item) => Candidate
  /** Lists that are joined, by their title. */
  readonly joined: (items: readonly Item[]) => readonly (readonly [title: string, words: string])[]
  readonly titles: Readonly<Record<string, string>>
  /** A chosen value as a person reads it. */
  readonly show: (field: string, value: string, items: readonly Item[]) => string
}

const contactLines = [
  'firstName',
  'lastName',
  'jobTitle',
  'website',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'birthday',
] as const

export const mergingContacts: Merging<Contact> = {
  kind: 'contacts',
  nameOf,
  candidateOf: (contact) => ({
    id: contact.id,
    fields: {
      ...Object.fromEntries(contactLines.map((line) => [line, contact[line]])),
      companyId: contact.company?.id ?? null,
      ...customOf(contact),
    },
  }),
  joined: (contacts) => [
    ['Email', join(contacts.flatMap(({ emails }) => emails))],
    ['Phone', join(contacts.flatMap(({ phones }) => phones))],
    ['Tags', join(contacts.flatMap(({ tags }) => tags))],
    ['Notes', joinNotes(contacts)],
  ],
  titles: {
    firstName: 'First name',
    lastName: 'Last name',
    companyId: 'Company',
    jobTitle: 'Job title',
    website: 'Website',
    street: 'Street',
    city: 'City',
    region: 'State or region',
    postalCode: 'Postal code',
    country: 'Country',
    birthday: 'Birthday',
  },
  show: (field, value, contacts) => {
    if (field === 'birthday') return showBirthday(value)
    if (field !== 'companyId') return value
    return contacts.find(({ company }) => company?.id === value)?.company?.name ?? ''
  },
}

export const mergingCompanies: Merging<Company> = {
  kind: 'companies',
  nameOf: ({ name }) => name,
  candidateOf: (company) => ({
    id: company.id,
    fields: { name: company.name, website: company.website, ...customOf(company) },
  }),
  joined: (companies) => [
    ['Tags', join(companies.flatMap(({ tags }) => tags))],
    ['Notes', joinNotes(companies)],
  ],
  titles: { name: 'Name', website: 'Website' },
  show: (_field, value) => value,
}

const customStart = 'custom:'

function customOf({ custom }: Pick<Contact, 'custom'>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(custom).map(([key, value]) => [`${customStart}${key}`, value === null ? null : String(value)]),
  )
}

/** `custom:Shoe size` is titled by its key. */
export function titleOf(field: string, titles: Readonly<Record<string, string>>): string {
  return field.startsWith(customStart) ? field.slice(customStart.length) : (titles[field] ?? field)
}

/** The chosen values as the API takes them; of own fields only those that somebody writes. */
export function toValues(
  fields: Readonly<Record<string, string>>,
  writtenKeys: ReadonlySet<string>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const custom: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    const key = field.startsWith(customStart) ? field.slice(customStart.length) : undefined
    if (key === undefined) values[field] = value
    else if (writtenKeys.has(key)) custom[key] = value
  }
  return Object.keys(custom).length === 0 ? values : { ...values, custom }
}

/** Below each other, as the API keeps them: nothing that somebody wrote is lost. */
function joinNotes(items: readonly Pick<Contact, 'notes'>[]): string {
  return [...new Set(items.flatMap(({ notes }) => (notes ? [notes] : [])))].join('\n\n')
}

function join(words: readonly string[]): string {
  return [...new Set(words)].join(', ')
}
