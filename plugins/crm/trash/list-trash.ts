import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Db, Principal } from '#sdk'
import { contactName } from '../contacts/contact-name.ts'
import type { TrashKind } from '../contract/trash.ts'
import { afterCursor, orderBy, pageIn, type SortOrder } from '../lists/sort-order.ts'
import { companies, contacts, deals, notes, tasks } from '../tables.ts'
import { trashDays } from './trash.ts'

const dayMs = 86_400_000

interface Source {
  /** Who may see what lies there. */
  readonly permission: string
  readonly table: SQLWrapper
  readonly name: SQLWrapper
  readonly mergedInto?: SQLWrapper
}

const sources: Readonly<Record<TrashKind, Source>> = {
  contact: {
    permission: 'crm.contacts.read',
    table: contacts,
    name: contactName,
    mergedInto: contacts.mergedInto,
  },
  company: {
    permission: 'crm.companies.read',
    table: companies,
    name: companies.name,
    mergedInto: companies.mergedInto,
  },
  deal: { permission: 'crm.deals.read', table: deals, name: deals.title },
  task: { permission: 'crm.tasks.read', table: tasks, name: tasks.title },
  note: { permission: 'crm.notes.read', table: notes, name: sql`left(${notes.body}, 80)` },
}

/** The kinds of things in the trash that somebody may see. */
function kindsFor(principal: Principal, wanted: TrashKind | undefined): TrashKind[] {
  const kinds = Object.keys(sources) as TrashKind[]
  return kinds.filter((kind) => (wanted ?? kind) === kind && principal.can(sources[kind].permission))
}

const columns = {
  kind: sql<TrashKind>`t.kind`,
  id: sql<string>`t.id`,
  name: sql<string>`t.name`,
  deletedAt: sql<string>`t.deleted_at`.mapWith(contacts.deletedAt),
  deletedBy: sql<string | null>`t.deleted_by`,
  mergedInto: sql<string | null>`t.merged_into`,
}

const lastFirst: SortOrder<{ readonly id: string; readonly deletedAt: string }> = {
  by: [sql`deleted_at`, sql`id`],
  isDescending: true,
  keyOf: ({ deletedAt, id }) => [deletedAt, id],
}

interface Wish {
  readonly kind?: TrashKind | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** What is in the trash, what was deleted last first, in one round trip; of each kind no more is read than fits the page. */
export async function listTrash({ db, principal }: { readonly db: Db; readonly principal: Principal }, wish: Wish) {
  const { limit, cursor } = wish
  const kinds = kindsFor(principal, wish.kind)
  const after = afterCursor(lastFirst, cursor)
  if (kinds.length === 0) return { data: [], nextCursor: null }
  const order = sql`order by ${sql.join(orderBy(lastFirst), sql`, `)} limit ${limit + 1}`
  const all = kinds.map(
    (kind) => sql`(${selectFrom(kind)} ${after === undefined ? sql`` : sql`and ${after}`} ${order})`,
  )
  const rows = await db
    .select(columns)
    .from(sql`(${sql.join(all, sql` union all `)}) as t`)
    .orderBy(...orderBy(lastFirst))
    .limit(limit + 1)
  const page = pageIn(lastFirst, rows, limit)
  return { ...page, data: page.data.map((row) => ({ ...row, goneAt: goneAt(row.deletedAt) })) }
}

function selectFrom(kind: TrashKind): SQL {
  const { table, name, mergedInto = sql`null::uuid` } = sources[kind]
  return sql`select ${sql.raw(`'${kind}'`)}::text as kind, id, ${name} as name, deleted_at, deleted_by,
    ${mergedInto} as merged_into from ${table} where deleted_at is not null`
}

function goneAt(deletedAt: string): string {
  return new Date(Date.parse(deletedAt) + trashDays * dayMs).toISOString()
}
