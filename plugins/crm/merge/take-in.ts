import { type SQL, sql } from 'drizzle-orm'
import { type AppError, must, platformErrors, type Tx } from '#sdk'

type Merged = 'contacts' | 'companies'

interface Other {
  readonly id: string
  readonly version: number
}

/** Moves those that are merged into another one to the trash, if they are as they were read; what they had taken in follows. */
export function takeIn(tx: Tx, kind: Merged, keepId: string, others: readonly Other[], now: Date) {
  const table = sql.raw(`crm.${kind}`)
  return tx.execute(sql`update ${table} c set merged_into = ${keepId}::uuid,
      deleted_at = coalesce(c.deleted_at, ${now.toISOString()}::timestamptz),
      version = c.version + case when c.deleted_at is null then 1 else 0 end
    where exists (select from ${recordset(others)} where r.id = c.id and r.version = c.version and c.deleted_at is null)
      or c.merged_into in (select r.id from ${recordset(others)})`)
}

/** Refuses the merge when one of them is in the trash already. */
export function mustBeLive(tx: Tx, kind: Merged, ids: readonly string[], notFound: AppError) {
  const table = sql.raw(`crm.${kind}`)
  return must(
    tx
      .select({ isAll: sql`true` })
      .from(sql`(values (1)) as one`)
      .where(
        sql`(select count(*) from ${table} c where c.deleted_at is null
          and c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))) = ${ids.length}`,
      ),
    notFound,
  )
}

/** Refuses the merge when any of them was not there any more: the rows that went are locked until it ends. */
export function mustAllGo(tx: Tx, kind: Merged, keepId: string, others: readonly Other[]) {
  const table = sql.raw(`crm.${kind}`)
  return must(
    tx
      .select({ isAll: sql`true` })
      .from(sql`(values (1)) as one`)
      .where(
        sql`(select count(*) from ${table} c join ${recordset(others)} on r.id = c.id
          where c.merged_into = ${keepId}::uuid and c.version = r.version + 1) = ${others.length}`,
      ),
    platformErrors.versionChanged(),
  )
}

function recordset(others: readonly Other[]): SQL {
  const rows = others.map(({ id, version }) => ({ id, version }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, version integer)`
}

/** Deals, tasks and notes of those that go become those of the one that stays, also what is in the trash. */
export function moveBelongings(tx: Tx, noun: 'contact' | 'company', keepId: string, ids: readonly string[]) {
  const tables = ['deals', 'tasks', 'notes', ...(noun === 'company' ? ['contacts'] : [])]
  const column = sql.raw(`${noun}_id`)
  return tables.map((table) =>
    tx.execute(sql`update ${sql.raw(`crm.${table}`)} b set ${column} = ${keepId}::uuid, version = b.version + 1
      where b.${column} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`),
  )
}
