import { formatDate, formatNumber } from '#kit'
import type { ListColumn } from '../lists/column.ts'
import type { ListShape } from '../lists/list-shape.ts'
import type { Company } from '../types.ts'

/** How companies are listed. */
export const companyShape: ListShape<Company> = {
  kind: 'companies',
  label: 'Companies',
  count: (count) => (count === 1 ? '1 company' : `${formatNumber(count)} companies`),
  name: ({ name }) => name,
  nameTitle: 'Name',
  nameSort: { up: 'name' },
  path: ({ id }) => `/crm/companies/${id}`,
  under: ({ website, tags }) => [website ?? '', tags.join(', ')].filter((part) => part !== '').join(' · '),
  icon: 'i-lucide-building-2',
  filters: ['q', 'tag'],
  usualSort: 'name',
  usualColumns: ['website', 'tags', 'createdAt'],
}

export const companyColumns: readonly ListColumn<Company>[] = [
  { id: 'website', title: 'Website', share: 4, cell: ({ website }) => website },
  { id: 'tags', title: 'Tags', cell: ({ tags }) => tags.join(', ') },
  { id: 'notes', title: 'Notes', share: 5, cell: ({ notes }) => notes },
  { id: 'createdAt', title: 'Added', cell: ({ createdAt }) => formatDate(createdAt), sort: { down: 'newest' } },
  { id: 'updatedAt', title: 'Changed', cell: ({ updatedAt }) => formatDate(updatedAt), sort: { down: 'updated' } },
]
