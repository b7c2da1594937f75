import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import { foldText } from '../fold-text.ts'
import { companies, contacts } from '../tables.ts'

export interface ContactFilter {
  readonly q?: string | undefined
  readonly tag?: string | undefined
  readonly companyId?: string | undefined
}

/** Contacts with their company; `sortName` comes along for the cursor. */
export function selectContacts(db: Db) {
  const { searchText: _, ...columns } = getTableColumns(contacts)
  return db
    .select({ ...columns, companyName: companies.name })
    .from(contacts)
    .leftJoin(companies, eq(companies.id, contacts.companyId))
}

export type ContactRow = Awaited<ReturnType<typeof selectContacts>>[number]

/** Every word of the question has to be a part of a word of the contact. */
export function matching({ q, tag, companyId }: ContactFilter): SQL | undefined {
  return and(
    containing(contacts.searchText, q),
    tag === undefined ? undefined : sql`${contacts.tags} @> array[${tag}]::text[]`,
    companyId === undefined ? undefined : eq(contacts.companyId, companyId),
  )
}

/** The condition that a folded column holds every word of a question, anywhere in it. */
export function containing(
  column: typeof contacts.searchText | typeof companies.nameKey,
  q: string | undefined,
): SQL | undefined {
  const parts = foldText(q ?? '')
    .split(' ')
    .filter((part) => part !== '')
  return and(...parts.map((part) => sql`${column} like ${`%${part.replaceAll(/[\\%_]/g, '\\$&')}%`}`))
}

/** The contact as clients see it. */
export function presentContact({ sortName: _, companyId, companyName, ...contact }: ContactRow) {
  return {
    ...contact,
    company: companyId === null || companyName === null ? null : { id: companyId, name: companyName },
  }
}
