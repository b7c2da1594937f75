import { asc, sql } from 'drizzle-orm'
import { AppError, type Database, type LedgerRecord, must, platformErrors, type Query, type Tx } from '#sdk'
import { customFields } from '../tables.ts'

export type FieldRow = typeof customFields.$inferSelect

/** The database of a request: `c.var`. */
export type FieldsDesk = Pick<Database, 'read' | 'change'>

interface FieldChange {
  readonly record: LedgerRecord
  /** The version that is asked for, of one of them. */
  readonly wanted?: { readonly id: string; readonly version: number } | undefined
  readonly statements: (tx: Tx) => readonly (Query<unknown> | ReturnType<typeof must>)[]
  readonly refusals?: Readonly<Record<string, AppError>>
}

/** All fields and their versions in one text: the same as long as nobody has changed any. */
const state = sql<string>`(select coalesce(string_agg(f.id || ':' || f.version, ',' order by f.id), '') from crm.custom_fields f)`

/**
 * Changes fields by what all of them are: formulas name others, and a change of one may concern the rest.
 *
 * When somebody else changed one in between, it is decided anew.
 */
export async function changeFields(
  { read, change }: FieldsDesk,
  decide: (fields: readonly FieldRow[]) => FieldChange,
): Promise<unknown[]> {
  for (let attempt = 0; ; attempt++) {
    const [fields, [known]] = await read((db) => [
      db.select().from(customFields).orderBy(asc(customFields.key)),
      db.select({ state }).from(sql`(values (1)) as one`),
    ])
    const { record, statements, wanted, refusals = {} } = decide(fields)
    const isWanted =
      wanted === undefined
        ? sql`true`
        : sql`exists (select from crm.custom_fields f where f.id = ${wanted.id}::uuid and f.version = ${wanted.version})`
    try {
      const results = await change(
        record,
        (tx) => [
          must(
            tx
              .select({ isSame: sql`true` })
              .from(sql`(values (1)) as one`)
              .where(sql`${state} = ${known?.state ?? ''} and ${isWanted}`),
            platformErrors.versionChanged(),
          ),
          ...statements(tx),
        ],
        { locks: ['fields'], refusals },
      )
      return results.slice(1)
    } catch (error) {
      const isBehind = error instanceof AppError && error.code === platformErrors.versionChanged().code
      if (!isBehind || wanted !== undefined || attempt === 3) throw error
    }
  }
}
