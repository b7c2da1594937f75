import { trimText } from './trim-text.ts'

/**
 * A contact as a file or a form gives it, not yet stored.
 *
 * Names are '' when absent, other single values null. Line breaks are `\n`. `birthday` is
 * `YYYY-MM-DD`, or `--MM-DD` when the year is unknown (ISO 8601:1988, vCard). `custom` maps a
 * field's key to its text.
 */
export type ContactDraft = {
  firstName: string
  lastName: string
  emails: string[]
  phones: string[]
  company: string | null
  jobTitle: string | null
  website: string | null
  street: string | null
  city: string | null
  region: string | null
  postalCode: string | null
  country: string | null
  birthday: string | null
  notes: string | null
  tags: string[]
  custom: Record<string, string>
}

/** What a contact may hold: characters for texts, entries for `emails`, `phones` and `tags`. */
export const contactLimits = {
  firstName: 200,
  lastName: 200,
  company: 200,
  jobTitle: 200,
  website: 500,
  street: 500,
  city: 200,
  region: 200,
  postalCode: 40,
  country: 200,
  notes: 20_000,
  emails: 20,
  phones: 20,
  phone: 60,
  tags: 100,
  tag: 100,
  customKey: 100,
  custom: 5_000,
} as const

/**
 * Turns words into the key of a custom field: one line, at most 100 characters.
 *
 * Names that JavaScript gives a meaning of their own get a word more, or their value would vanish.
 */
export function toCustomKey(words: string): string {
  const line = trimText(words).replace(/\s+/g, ' ')
  const key = trimText(line.slice(0, contactLimits.customKey))
  const isReserved = key === '__proto__' || key === 'prototype' || key === 'constructor'
  return isReserved ? `${key} (column)` : key
}
