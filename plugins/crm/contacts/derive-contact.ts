import { foldText } from '#sdk'
import { normalizeEmail } from '../normalize-email.ts'
import { normalizePhone } from '../normalize-phone.ts'

/** The part of a contact that lists, searches and the hunt for duplicates are made of. */
export interface Identity {
  readonly firstName: string
  readonly lastName: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly company: string | null
  readonly jobTitle: string | null
  readonly tags: readonly string[]
}

export interface Derived {
  readonly sortName: string
  readonly searchText: string
  /** `e:<email>` and `p:<phone>`, normalized. */
  readonly keys: readonly string[]
}

/** Derives what is stored beside a contact so that it is found: by name, by any part of a word, by its numbers. */
export function deriveContact(contact: Identity, callingCode: string): Derived {
  const emails = contact.emails.map(normalizeEmail).filter((key) => key !== undefined)
  const phones = contact.phones
    .map((phone) => normalizePhone(phone, callingCode === '' ? undefined : callingCode))
    .filter((key) => key !== undefined)
  const { firstName, lastName, company, jobTitle, tags } = contact
  // Not its company: that may get another name, and is looked at when somebody searches.
  const words = [firstName, lastName, ...contact.emails, ...contact.phones, jobTitle ?? '', ...tags].map(foldText)
  return {
    sortName: foldText(
      [lastName, firstName].filter((name) => name !== '').join(' ') ||
        company ||
        contact.emails[0] ||
        contact.phones[0] ||
        '',
    ).slice(0, 200),
    searchText: [...words, ...phones.map((phone) => phone.replace('+', ''))].filter((word) => word !== '').join(' '),
    keys: [...new Set([...emails.map((key) => `e:${key}`), ...phones.map((key) => `p:${key}`)])],
  }
}

/** What a contact is called, in lists and in the record. */
export function nameOf(contact: Pick<Identity, 'firstName' | 'lastName' | 'emails' | 'phones' | 'company'>): string {
  const name = [contact.firstName, contact.lastName].filter((part) => part !== '').join(' ')
  return name || contact.company || contact.emails[0] || contact.phones[0] || ''
}
