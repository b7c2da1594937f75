import type { NeonQueryFunction } from '@neondatabase/serverless'

/** A table of keys that ENCRYPTION_KEY wraps, each bound to the id beside it. */
export interface KeyShelf {
  readonly table: string
  readonly id: string
}

const shelves: readonly KeyShelf[] = [
  { table: 'kernel.tenant_keys', id: 'tenant_id' },
  { table: 'kernel.totp_secrets', id: 'user_id' },
]

/** The tables of wrapped keys that a database has: one that waits for a migration has fewer. */
export async function findKeyShelves(owner: NeonQueryFunction<false, false>): Promise<readonly KeyShelf[]> {
  const rows = await owner.query(
    'select name from unnest($1::text[]) as t (name) where to_regclass(name) is not null',
    [shelves.map(({ table }) => table)],
  )
  const found = new Set(rows.map(({ name }) => String(name)))
  return shelves.filter(({ table }) => found.has(table))
}

/** How many keys of all shelves are wrapped with none of these. */
export async function countForeignKeys(
  owner: NeonQueryFunction<false, false>,
  known: readonly string[],
): Promise<number> {
  const counts = await Promise.all(
    (await findKeyShelves(owner)).map(async ({ table }) => {
      const sql = `select count(*)::int as count from ${table} where split_part(wrapped, '.', 2) <> all ($1::text[])`
      return Number((await owner.query(sql, [known]))[0]?.count)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
