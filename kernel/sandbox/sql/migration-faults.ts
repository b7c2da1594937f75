import { Cursor } from './cursor.ts'
import { readAlterTable } from './read-alter-table.ts'
import { readComment } from './read-comment.ts'
import { readCreateIndex } from './read-create-index.ts'
import { readCreateTable } from './read-create-table.ts'
import { splitStatements } from './split-statements.ts'
import { faultOf, type SqlFault, SqlRefusal } from './sql-fault.ts'
import type { Token } from './token.ts'

export const mostTables = 40
const longestMigration = 64 * 1024

/**
 * What is wrong with a migration of a published plugin: every statement's first fault.
 *
 * A migration only adds, in the plugin's own schema: tables, columns, constraints, indexes and comments. So the version
 * before goes on running on the same tables, and nothing outlives the plugin but its data. `tables` are those that its
 * migrations before this one have made.
 */
export function migrationFaults(sql: string, pluginId: string, tables = 0): SqlFault[] {
  const faults: SqlFault[] = []
  const note = (work: () => void) => {
    try {
      work()
    } catch (error) {
      faults.push(faultOf(error, sql))
    }
  }
  note(() => {
    if (sql.length > longestMigration) throw new SqlRefusal('A migration has 64 KiB at most', longestMigration)
    const statements = splitStatements(sql)
    if (statements.length === 0) throw new SqlRefusal('The migration does nothing', 0)
    for (const { tokens } of statements) note(() => readStatement(tokens, pluginId))
    note(() => checkCount(statements, tables))
  })
  return faults
}

/** How many tables a migration makes. */
export function countTables(sql: string): number {
  return splitStatements(sql).filter(makesTable).length
}

function makesTable({ tokens: [create, table] }: { readonly tokens: readonly Token[] }): boolean {
  return create?.value === 'create' && table?.value === 'table'
}

function checkCount(statements: ReturnType<typeof splitStatements>, before: number): void {
  const tooMany = statements.filter(makesTable)[Math.max(0, mostTables - before)]
  if (tooMany !== undefined)
    throw new SqlRefusal(`A plugin has ${mostTables} tables at most`, tooMany.tokens[0]?.offset ?? 0)
}

function readStatement(tokens: readonly Token[], pluginId: string): void {
  const cursor = new Cursor(tokens, pluginId)
  if (cursor.takes('create', 'table')) readCreateTable(cursor)
  else if (cursor.takes('create', 'index')) readCreateIndex(cursor, false)
  else if (cursor.takes('create', 'unique', 'index')) readCreateIndex(cursor, true)
  else if (cursor.takes('alter', 'table')) readAlterTable(cursor)
  else if (cursor.takes('comment', 'on')) readComment(cursor)
  else cursor.refuse('A migration only adds: CREATE TABLE, CREATE [UNIQUE] INDEX, ALTER TABLE … ADD or COMMENT ON')
  if (!cursor.isDone) cursor.refuse(`${cursor.peek()?.text} is not expected here`)
}
