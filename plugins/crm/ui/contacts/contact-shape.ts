import { formatDate, formatNumber } from '#kit'
import type { ListColumn } from '../lists/column.ts'
import type { ListShape } from '../lists/list-shape.ts'
import { nameOf } from '../name-of.ts'
import type { Contact } from '../types.ts'

/** How contacts are listed. */
export const contactShape: ListShape<Contact> = {
  kind: 'contacts',
  label: 'Contacts',
  count: (count) => (count === 1 ? '1 contact' : `${formatNumber(count)} contacts`),
  name: nameOf,
  nameTitle: 'Name',
  nameSort: { up: 'name' },
  path: ({ id }) => `/crm/contacts/${id}`,
  under: (contact) =>
    [contact.company?.name, contact.phones[0] ?? contact.emails[0]]
      .filter((part) => part !== undefined && part !== nameOf(contact))
      .join(' · '),
  icon: 'i-lucide-user-round',
  filters: ['q', 'tag', 'companyId', 'hasOpenDeal', 'country', 'city', 'createdFrom', 'createdTo'],
  usualSort: 'newest',
  usualColumns: ['company', 'email', 'phone', 'tags'],
}

export const contactColumns: readonly ListColumn<Contact>[] = [
  { id: 'company', title: 'Company', share: 4, cell: ({ company }) => company?.name },
  { id: 'email', title: 'Email', share: 5, cell: ({ emails }) => emails[0] },
  { id: 'phone', title: 'Phone', share: 4, cell: ({ phones }) => phones[0] },
  { id: 'tags', title: 'Tags', cell: ({ tags }) => tags.join(', ') },
  { id: 'jobTitle', title: 'Job title', cell: ({ jobTitle }) => jobTitle },
  { id: 'city', title: 'City', cell: ({ city }) => city },
  { id: 'country', title: 'Country', cell: ({ country }) => country },
  { id: 'createdAt', title: 'Added', cell: ({ createdAt }) => formatDate(createdAt), sort: { down: 'newest' } },
  { id: 'updatedAt', title: 'Changed', cell: ({ updatedAt }) => formatDate(updatedAt), sort: { down: 'updated' } },
]
