import { desc, eq, ilike, sql } from 'drizzle-orm'
import { type ChangeFunction, type Db, must, newId, platformErrors } from '#sdk'
import type { Suppression } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { addressKey } from '../sending/address-key.ts'
import { suppressions } from '../tables.ts'

const shown = {
  id: suppressions.id,
  address: suppressions.address,
  scope: suppressions.scope,
  reason: suppressions.reason,
  note: suppressions.note,
  createdAt: suppressions.createdAt,
}

export interface SuppressionFilter {
  readonly q?: string | undefined
  readonly limit: number
  readonly after: readonly (string | number)[] | undefined
}

/** The newest first; one more than wanted. */
export async function selectSuppressions(db: Db, { q, limit, after }: SuppressionFilter): Promise<Suppression[]> {
  const like =
    q === undefined || q === '' ? undefined : ilike(suppressions.address, `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const before =
    after === undefined
      ? undefined
      : sql`(${suppressions.createdAt}, ${suppressions.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return db
    .select(shown)
    .from(suppressions)
    .where(sql.join([like ?? sql`true`, before ?? sql`true`], sql` and `))
    .orderBy(desc(suppressions.createdAt), desc(suppressions.id))
    .limit(limit + 1)
}

export interface NewSuppression {
  readonly address: string
  readonly scope: string
  readonly reason: Suppression['reason']
  readonly note?: string
}

/** Puts an address on the list, by hand; one that is there already is refused. */
export async function addSuppression(change: ChangeFunction, given: NewSuppression): Promise<Suppression> {
  const id = newId()
  const [row] = await change(
    events.suppressionAdded(`suppression:${id}`, { id, scope: given.scope, reason: given.reason }),
    (tx) =>
      tx
        .insert(suppressions)
        .values({ ...given, id, addressKey: addressKey(given.address) })
        .returning(shown),
    { refusals: { suppressions_address_key: errors.suppressionExists() } },
  )
  if (row === undefined) throw platformErrors.conflict()
  return row
}

/** Puts an address on the list; one that is there already stays as it is, and nothing is recorded anew. */
export async function ensureSuppression(
  { db, change }: { db: Db; change: ChangeFunction },
  given: NewSuppression,
): Promise<void> {
  const [known] = await db
    .select({ id: suppressions.id })
    .from(suppressions)
    .where(
      sql`${suppressions.addressKey} = ${addressKey(given.address)} and ${suppressions.scope} in (${given.scope}, 'everything')`,
    )
    .limit(1)
  if (known !== undefined) return
  const id = newId()
  await change(events.suppressionAdded(`suppression:${id}`, { id, scope: given.scope, reason: given.reason }), (tx) =>
    tx
      .insert(suppressions)
      .values({ ...given, id, addressKey: addressKey(given.address) })
      .onConflictDoNothing(),
  )
}

export async function removeSuppression(change: ChangeFunction, id: string): Promise<void> {
  await change(events.suppressionRemoved(`suppression:${id}`, { id }), (tx) =>
    must(
      tx.delete(suppressions).where(eq(suppressions.id, id)).returning({ id: suppressions.id }),
      errors.suppressionNotFound({ id }),
    ),
  )
}
