import type { ContactDraft } from '../contact-draft.ts'
import { normalizeEmail } from '../normalize-email.ts'
import { normalizePhone } from '../normalize-phone.ts'

/**
 * The earlier row that a row duplicates, and by what.
 *
 * An email address is one person's; a phone number may be a household's or a switchboard's, so a
 * match `by: 'phone'` deserves a look before it is merged.
 */
export type Duplicate = { row: number; by: 'email' | 'phone' }

export type DuplicateIndex = {
  /**
   * Remembers a row's keys and answers the earlier row that it duplicates.
   *
   * When rows 2 and 5 are the same, whatever duplicates 5 later is answered 2.
   */
  add(row: number, emailKeys: string[], phoneKeys: string[]): Duplicate | undefined
}

/** Finds the duplicates within a file by their keys; the rows are added in order. */
export function* findDuplicates(
  contacts: Iterable<{ number: number; contact: ContactDraft }>,
): Generator<{ number: number } & Duplicate> {
  const index = createDuplicateIndex()
  for (const { number, contact } of contacts) {
    const duplicate = index.add(number, toEmailKeys(contact), toPhoneKeys(contact))
    if (duplicate !== undefined) yield { number, ...duplicate }
  }
}

export function toEmailKeys(contact: Pick<ContactDraft, 'emails'>): string[] {
  return contact.emails.flatMap((email) => normalizeEmail(email) ?? [])
}

/** `callingCode`, such as `+33`, lets national numbers meet international ones. */
export function toPhoneKeys(contact: Pick<ContactDraft, 'phones'>, callingCode?: string): string[] {
  return contact.phones.flatMap((phone) => normalizePhone(phone, callingCode) ?? [])
}

/** Makes an empty index; 50,000 rows with three keys each take about 15 MB. */
export function createDuplicateIndex(): DuplicateIndex {
  const rowByEmail = new Map<string, number>()
  const rowByPhone = new Map<string, number>()
  return {
    add(row, emailKeys, phoneKeys) {
      const byEmail = seekFirst(rowByEmail, emailKeys)
      const first = byEmail ?? seekFirst(rowByPhone, phoneKeys)
      for (const key of emailKeys) remember(rowByEmail, key, first ?? row)
      for (const key of phoneKeys) remember(rowByPhone, key, first ?? row)
      if (first === undefined) return undefined
      return { row: first, by: byEmail === undefined ? 'phone' : 'email' }
    },
  }
}

function seekFirst(rows: Map<string, number>, keys: string[]): number | undefined {
  let first: number | undefined
  for (const key of keys) {
    const row = rows.get(key)
    if (row !== undefined && (first === undefined || row < first)) first = row
  }
  return first
}

function remember(rows: Map<string, number>, key: string, row: number): void {
  if (!rows.has(key)) rows.set(detach(key), row)
}

/** Copies a key, which else keeps the whole chunk of the file alive that it was cut from. */
function detach(key: string): string {
  return ` ${key}`.slice(1)
}
