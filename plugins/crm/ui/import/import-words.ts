import { formatNumber } from '#kit'
import type { Import } from '../types.ts'

export const sourceWords: Readonly<Record<Import['source'], string>> = {
  google: 'This looks like an export from Google Contacts.',
  outlook: 'This looks like an export from Outlook.',
  hubspot: 'This looks like an export from HubSpot.',
  generic: 'This is a table of contacts.',
}

export const stateWords: Readonly<Record<Import['state'], string>> = {
  uploading: 'Being read',
  ready: 'Waiting for you',
  running: 'Running',
  done: 'Done',
  cancelled: 'Stopped',
}

export const stateTones = {
  uploading: 'plain',
  ready: 'warn',
  running: 'accent',
  done: 'good',
  cancelled: 'plain',
} as const

export const duplicateChoices: readonly {
  readonly value: Import['duplicates']
  readonly label: string
  readonly hint: string
}[] = [
  { value: 'skip', label: 'Leave them out', hint: 'The contacts that are there stay as they are.' },
  {
    value: 'merge',
    label: 'Fill the gaps',
    hint: 'What is missing on the contact is filled in from the file. Nothing is overwritten.',
  },
  { value: 'create', label: 'Add them anyway', hint: 'You may then have the same person twice.' },
]

/** Where a column can go, in the words of the page. The API has the last word on what it knows. */
export const targets: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'firstName', label: 'First name' },
  { value: 'middleName', label: 'Middle name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'fullName', label: 'Full name' },
  { value: 'email', label: 'Email' },
  { value: 'phone', label: 'Phone' },
  { value: 'companyName', label: 'Company' },
  { value: 'jobTitle', label: 'Job title' },
  { value: 'website', label: 'Website' },
  { value: 'street', label: 'Street' },
  { value: 'city', label: 'City' },
  { value: 'region', label: 'State or region' },
  { value: 'postalCode', label: 'Postal code' },
  { value: 'country', label: 'Country' },
  { value: 'fullAddress', label: 'Whole address' },
  { value: 'birthday', label: 'Birthday' },
  { value: 'notes', label: 'Notes' },
  { value: 'tags', label: 'Tags' },
]

/** "1 row", "12,000 rows". */
export function count(number: number, one: string, several = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : several}`
}
