import type { FoundRecord, Workspace } from '#kit'
import { partnerOf } from './deals/deal-words.ts'
import { moneyWords } from './deals/money-words.ts'
import { nameOf } from './name-of.ts'
import { toQuery } from './query-string.ts'
import type { Company, Contact, Deal, Paged, RecordKind } from './types.ts'

/** Finds contacts, companies and deals while somebody types in the command palette. */
export default async function findRecords(
  query: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly FoundRecord[]> {
  const find = async <Item>(kind: RecordKind, limit: number, sort: string): Promise<readonly Item[]> => {
    if (!workspace.can(`crm.${kind}.read`)) return []
    const asked = toQuery({ q: query, limit, sort })
    return (await workspace.api<Paged<Item>>(`/crm/${kind}?${asked}`, { signal })).data
  }
  const [contacts, companies, deals] = await Promise.all([
    find<Contact>('contacts', 4, 'newest'),
    find<Company>('companies', 2, 'name'),
    find<Deal>('deals', 3, 'newest'),
  ])
  return [
    ...contacts.map((contact) => ({
      label: nameOf(contact),
      hint: hintOf('Contact', contact.company?.name ?? contact.emails[0] ?? contact.phones[0]),
      icon: 'i-lucide-contact',
      path: `/contacts/${contact.id}`,
    })),
    ...companies.map(({ id, name, website }) => ({
      label: name,
      hint: hintOf('Company', website),
      icon: 'i-lucide-building-2',
      path: `/companies/${id}`,
    })),
    ...deals.map((deal) => ({
      label: deal.title,
      hint: hintOf('Deal', deal.amount === null ? partnerOf(deal) : moneyWords([deal.amount])),
      icon: 'i-lucide-handshake',
      path: `/deals/${deal.id}`,
    })),
  ]
}

function hintOf(kind: string, more: string | null | undefined): string {
  return more === null || more === undefined || more === '' ? kind : `${kind}, ${more}`
}
