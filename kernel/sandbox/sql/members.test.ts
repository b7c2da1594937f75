import { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { queryFault } from './query-fault.ts'

/** Functions of one argument, not of the row alone, that PostgreSQL calls for `value.name`. */
const callable = `
  select distinct proname as name from pg_proc
  where pronamespace = 'pg_catalog'::regnamespace and prokind = 'f' and provolatile in ('v', 's')
    and pronargs >= 1 and pronargs - pronargdefaults <= 1
    and prorettype not in ('internal'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)
  order by 1`

/** What these answer is made of what they are given, the workspace's formats and the moment. */
const harmless = new Set(
  'age array_shuffle array_to_json concat date format json_build_array json_build_object json_to_record json_to_recordset'
    .concat(' jsonb_agg_finalfn jsonb_build_array jsonb_build_object jsonb_object_agg_finalfn jsonb_to_record')
    .concat(' jsonb_to_recordset money numeric phraseto_tsquery plainto_tsquery quote_literal quote_nullable')
    .concat(' random_normal row_to_json time timestamp timestamptz timetz timezone to_json to_jsonb to_tsquery')
    .concat(
      ' to_tsvector uuidv7 websearch_to_tsquery xml xml_is_well_formed quote_ident enum_first enum_last enum_range',
    )
    .split(' '),
)
/** The reading and writing of values, which every query does. */
const plumbing = /(_|cash|date|enum|name|text|char)?(in|out|recv|send)$/

async function functionsOf(database: string): Promise<string[]> {
  if (database === 'pglite') return (await new PGlite().query<{ name: string }>(callable)).rows.map(({ name }) => name)
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    return (await client.query<{ name: string }>(callable)).rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

describe('a name behind a dot, which PostgreSQL calls where no column has it', () => {
  it.each([
    "select x.current_setting from unnest(array['dpf.context']) as x",
    `select x."current_setting" from unnest(array['dpf.context']) as x`,
    'select (x.y).current_setting from shoes.pairs as x (y)',
    "select ('a'::text) /* here */ . ts_stat",
    "select (array['a'])[1].Current_Setting",
    'select * from shoes.pairs p order by (p.size::text).lo_import',
  ])('is none that reads the session, a file or the catalogue: %s', (sql) => {
    expect(queryFault(sql, 'shoes')?.message).toContain('behind a dot')
  })

  it.each(['pglite', 'postgres'])('is judged for every function that there is, on %s', async (database) => {
    const names = await functionsOf(database)
    expect(names.length).toBeGreaterThan(100)
    const passing = names.filter(
      (name) => queryFault(`select (x).${name} from shoes.pairs as x`, 'shoes') === undefined,
    )
    expect(passing.filter((name) => !harmless.has(name) && !plumbing.test(name))).toEqual([])
  })
})
