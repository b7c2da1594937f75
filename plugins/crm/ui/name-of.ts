import type { Contact } from './types.ts'

type Named = Pick<Contact, 'firstName' | 'lastName' | 'emails' | 'phones'> & {
  readonly company?: { readonly name: string } | null
}

/** What a contact is called on the page. */
export function nameOf(contact: Named): string {
  const name = [contact.firstName, contact.lastName].filter((part) => part !== '').join(' ')
  return name || contact.company?.name || contact.emails[0] || contact.phones[0] || 'Without a name'
}

/** The name for a short message: a very long one is cut. */
export function shortNameOf(contact: Named): string {
  const name = nameOf(contact)
  return name.length > 60 ? `${name.slice(0, 59)}…` : name
}
