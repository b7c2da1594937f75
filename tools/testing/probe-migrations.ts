import type { Migration } from '../../kernel/database/migration.ts'
import { readMigrations } from '../platform/read-migrations.ts'

/** Those of the repository, and the table of the module in `files-worker.ts`. */
export async function probeMigrations(): Promise<Migration[]> {
  const table =
    'create table probe.notes (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id))'
  return [...(await readMigrations()), { owner: 'probe', id: '0001-notes', sql: table }]
}
