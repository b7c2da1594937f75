import type { Columns, PlannedRow } from './store-rows.ts'

interface Versioned {
  readonly id: string
  readonly version: number
}

/** A row with what is to be different; undefined when nothing is. */
export function planRow({ id, version }: Versioned, before: Columns, after: Columns): PlannedRow | undefined {
  const changed = Object.keys(after).filter((column) => !isSame(before[column], after[column]))
  if (changed.length === 0) return undefined
  const pick = (columns: Columns) => Object.fromEntries(changed.map((column) => [column, columns[column] ?? null]))
  return { id, version, after: pick(after), before: pick(before) }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

/** Rows that go to the trash. */
export function planDelete(rows: readonly Versioned[], now: Date): PlannedRow[] {
  return rows.map(({ id, version }) => ({
    id,
    version,
    after: { deleted_at: now.toISOString() },
    before: { deleted_at: null },
  }))
}

const mostTags = 100

/** Tags with some added at the end and some taken away; more than a record can have are not added. */
export function retag(
  tags: readonly string[],
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): string[] {
  const left = tags.filter((tag) => !remove.includes(tag))
  return [...new Set([...left, ...add.filter((tag) => !remove.includes(tag))])].slice(
    0,
    Math.max(mostTags, left.length),
  )
}

/** What many rows become: those that change nothing are left out. */
export function planAll<Row extends Versioned>(
  rows: readonly Row[],
  plan: (row: Row, place: number) => readonly [before: Columns, after: Columns],
): PlannedRow[] {
  return rows.flatMap((row, place) => planRow(row, ...plan(row, place)) ?? [])
}
