import { asc, isNull, type SQL, sql } from 'drizzle-orm'
import { type Db, pageFrom, readCursor } from '#sdk'
import { companyColumns, presentCompany } from '../companies/select-companies.ts'
import { contactColumns, itsCompany, presentContact } from '../contacts/select-contacts.ts'
import type { Clock } from '../days/day-in.ts'
import { companies, contacts } from '../tables.ts'

interface Page {
  readonly limit: number
  readonly cursor?: string | undefined
}

const reasons = ['email', 'phone', 'name'] as const
type Reason = (typeof reasons)[number]

/** So many of a group are shown: a switchboard's number may be that of hundreds. */
const mostShown = 20

/**
 * Groups of contacts that may be the same person: by email, then by phone, then by name.
 *
 * A group that shares something stronger as well is shown once, under that.
 */
export async function listContactDuplicates(db: Db, clock: Clock, { limit, cursor }: Page) {
  const [at = 0, after = ''] = readCursor(cursor, 2) ?? []
  const place = reasons.findIndex((_, index) => index === at)
  const groups = reasons.slice(Math.max(place, 0)).map((reason, index) => {
    const key = index === 0 ? String(after) : ''
    return sql`(select ${reasons.indexOf(reason)}::int as reason, g.key, g.ids[1:${sql.raw(String(mostShown))}] as ids
      from (${groupsBy[reason](key)}) g order by g.key limit ${limit + 1})`
  })
  const found = sql`(select * from (${sql.join(groups, sql` union all `)}) a order by a.reason, a.key limit ${limit + 1})`
  const rows = await db
    .select({
      ...contactColumns,
      companyName: companies.name,
      reason: sql<number>`found.reason`,
      key: sql<string>`found.key`,
    })
    .from(contacts)
    .innerJoin(sql`${found} as found`, sql`${contacts.id} = any(found.ids)`)
    .leftJoin(companies, itsCompany)
    .orderBy(sql`found.reason`, sql`found.key`, asc(contacts.id))
  const page = pageFrom(groupRows(rows), limit, ([row]) => [row?.reason ?? 0, row?.key ?? ''])
  const data = page.data.map((group) => ({
    reason: reasons[group[0]?.reason ?? 0] ?? 'name',
    key: (group[0]?.key ?? '').replace(/^[ep]:/, ''),
    contacts: group.map(({ reason: _, key: __, ...row }) => presentContact(row, clock)),
  }))
  return { ...page, data }
}

const groupsBy: Readonly<Record<Reason, (after: string) => SQL>> = {
  email: (after) => groupsByKey('e:', after),
  phone: (after) => withoutStronger(groupsByKey('p:', after), ['e:']),
  name: (after) =>
    withoutStronger(
      sql`select c.sort_name as key, array_agg(c.id order by c.id) as ids from crm.contacts c
        where c.deleted_at is null and c.first_name <> '' and c.last_name <> '' and c.sort_name > ${after}
        group by c.sort_name having count(*) > 1`,
      ['e:', 'p:'],
    ),
}

function groupsByKey(prefix: string, after: string): SQL {
  return sql`select k.key, array_agg(k.contact_id order by k.contact_id) as ids from crm.contact_keys k
    join crm.contacts c on c.id = k.contact_id and c.deleted_at is null
    where k.key like ${`${prefix}%`} and k.key > ${after} group by k.key having count(*) > 1`
}

/** Leaves groups out whose contacts all share a key of a stronger kind. */
function withoutStronger(groups: SQL, prefixes: readonly string[]): SQL {
  const isStronger = sql.join(
    prefixes.map((prefix) => sql`s.key like ${`${prefix}%`}`),
    sql` or `,
  )
  return sql`select w.key, w.ids from (${groups}) w where not exists (select from crm.contact_keys s
    where s.contact_id = any(w.ids) and (${isStronger}) group by s.key having count(*) = cardinality(w.ids))`
}

/** Groups of companies with the same name, however it is written. */
export async function listCompanyDuplicates(db: Db, clock: Clock, { limit, cursor }: Page) {
  const [after = ''] = readCursor(cursor, 1) ?? []
  const found = sql`(select c.name_key as key, (array_agg(c.id order by c.id))[1:${sql.raw(String(mostShown))}] as ids
    from crm.companies c where c.deleted_at is null and c.name_key > ${String(after)}
    group by c.name_key having count(*) > 1 order by c.name_key limit ${limit + 1})`
  const rows = await db
    .select({ ...companyColumns, reason: sql<number>`0`, key: sql<string>`found.key` })
    .from(companies)
    .innerJoin(sql`${found} as found`, sql`${companies.id} = any(found.ids)`)
    .where(isNull(companies.deletedAt))
    .orderBy(sql`found.key`, asc(companies.id))
  const page = pageFrom(groupRows(rows), limit, ([row]) => [row?.key ?? ''])
  const data = page.data.map((group) => ({
    reason: 'name' as const,
    key: group[0]?.key ?? '',
    companies: group.map(({ reason: _, key: __, ...row }) => presentCompany(row, clock)),
  }))
  return { ...page, data }
}

interface Keyed {
  readonly reason: number
  readonly key: string
}

/** Rows that come in the order of their groups, as groups. */
function groupRows<Row extends Keyed>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    const isSame = last?.[0]?.reason === row.reason && last[0].key === row.key
    if (isSame) last.push(row)
    else groups.push([row])
  }
  return groups
}
