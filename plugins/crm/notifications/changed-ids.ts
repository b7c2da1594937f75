import type { AnyColumn, SQL } from 'drizzle-orm'
import { eq, inArray } from 'drizzle-orm'
import type { HeardRecord } from '#sdk'

/** Whether a record may have given something to somebody: it is new, or the field was among those that were saved. */
export function mayHaveChanged({ data }: HeardRecord, field: string): boolean {
  return !Array.isArray(data.fields) || data.fields.includes(field)
}

/** The condition of what a record changed: the one that it is of, or the many that it names. */
export function changedIds(id: AnyColumn, { subject, about }: HeardRecord, noun: string): SQL {
  const prefix = `${noun}:`
  if (subject.startsWith(prefix)) return eq(id, subject.slice(prefix.length))
  return inArray(
    id,
    about.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  )
}

/** Rows by whose they are; those of nobody are left out. */
export function groupByPerson<Row>(
  rows: readonly Row[],
  personOf: (row: Row) => string | null,
): [personId: string, rows: readonly [Row, ...Row[]]][] {
  const groups = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const personId = personOf(row)
    if (personId === null) continue
    const group = groups.get(personId)
    if (group === undefined) groups.set(personId, [row])
    else group.push(row)
  }
  return [...groups]
}

const mostListed = 3

/** "Call Alex, Send the offer, Order paint and 4 more". */
export function listed(rows: readonly { readonly title: string }[]): string {
  const names = rows.slice(0, mostListed).map(({ title }) => title)
  const more = rows.length - names.length
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(more > 0 ? [...names, `${more} more`] : names)
}
