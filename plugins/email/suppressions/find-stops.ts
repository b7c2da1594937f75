import { inArray } from 'drizzle-orm'
import type { Db, EmailMessage } from '#sdk'
import { addressKey } from '../sending/address-key.ts'
import { suppressions } from '../tables.ts'

/** The list's scope of a list that one unsubscribes from. */
export function listScope(list: string): string {
  return `list:${list}`
}

/** What stands against sending to these addresses. */
export function findStops(db: Db, addresses: readonly string[]) {
  return db
    .select({ addressKey: suppressions.addressKey, scope: suppressions.scope })
    .from(suppressions)
    .where(inArray(suppressions.addressKey, addresses.map(addressKey)))
    .limit(1000)
}

/** The addresses that want no message of this kind, or do not exist, as keys. */
export function stoppedAmong(
  stops: readonly { readonly addressKey: string; readonly scope: string }[],
  category: EmailMessage['category'],
  list: string | null | undefined,
): ReadonlySet<string> {
  const scopes = new Set(['everything'])
  if (category !== 'transactional') scopes.add('optional')
  if (category !== 'transactional' && list !== null && list !== undefined) scopes.add(listScope(list))
  return new Set(stops.filter(({ scope }) => scopes.has(scope)).map(({ addressKey: key }) => key))
}
