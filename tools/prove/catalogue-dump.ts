import type { OpenDatabase } from '../platform/open-database.ts'

const parts: readonly [what: string, sql: string][] = [
  [
    'columns',
    `select table_schema, table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema')`,
  ],
  [
    'constraints',
    `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
      where connamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
  ],
  ['indexes', `select schemaname, indexname, indexdef from pg_indexes where schemaname not like 'pg_%'`],
  [
    'policies',
    'select schemaname, tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies',
  ],
  [
    'triggers',
    'select tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal',
  ],
  [
    'functions',
    `select oid::regprocedure::text, prosrc, prosecdef, proconfig::text, proacl::text from pg_proc
      where pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')`,
  ],
  [
    'tables',
    `select oid::regclass::text, relkind, relrowsecurity, relforcerowsecurity, relacl::text from pg_class
      where relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)`,
  ],
  ['schemas', `select nspname, nspacl::text from pg_namespace where nspname not like 'pg_%'`],
  ['migrations', 'select owner, id, checksum from kernel.migrations'],
  ['enrolments', 'select schema_name, app_role from kernel.enrolments'],
  ['special tables', 'select name, kind, reason from kernel.special_tables'],
  ['keys', 'select id, inner_pad, outer_pad from kernel.context_keys'],
]

/** Everything that migrations make, as text: two databases that were migrated alike have the same. */
export async function dumpCatalogue(owner: OpenDatabase['owner']): Promise<Record<string, string[]>> {
  const dumped = await Promise.all(
    parts.map(
      async ([what, sql]) => [what, (await owner.query(sql)).map((row) => JSON.stringify(row)).sort()] as const,
    ),
  )
  return Object.fromEntries(dumped)
}

/** What the one has and the other has not, the first few of each kind. */
export function compareCatalogues(
  clean: Readonly<Record<string, string[]>>,
  found: Readonly<Record<string, string[]>>,
): string[] {
  return Object.entries(clean).flatMap(([what, rows]) => {
    const here = new Set(found[what])
    const there = new Set(rows)
    const missing = rows.filter((row) => !here.has(row)).map((row) => `${what}: missing ${row.slice(0, 200)}`)
    const extra = [...here].filter((row) => !there.has(row)).map((row) => `${what}: too much ${row.slice(0, 200)}`)
    return [...missing, ...extra].slice(0, 3)
  })
}
