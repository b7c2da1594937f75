import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { queryFault } from './query-fault.ts'
import sent from './testing/sent.json' with { type: 'json' }

const fault = (sql: string) => queryFault(sql, 'shoes')
const isRefused = (sql: string) => fault(sql) !== undefined

describe('queries of a published plugin', () => {
  it.each(sent)('that built-in modules send pass ($plugin: $sql)', ({ plugin, sql }) => {
    expect(queryFault(sql, plugin)).toBeUndefined()
  })

  it.each([
    'select 1',
    '((select 1))',
    'values (1), (2)',
    'select "a"."b", a.* from "shoes"."pairs" "a" where "a"."b" in ($1, $2) order by 1 limit $3',
    'select a from shoes.pairs p, lateral (select 1 as x) q cross join shoes.shelves s',
    'select count(*) filter (where "p"."size" > 40)::int from shoes.pairs p',
    "select extract(epoch from now()), substring('abc' from 2 for 1), trim(both 'x' from 'xax'), position('a' in 'ba')",
    "select cast(1 as numeric(10, 2)), '1'::varchar(3), date '2030-01-01', interval '1 day', '{}'::text[]",
    "select timestamp with time zone '2030-01-01' at time zone 'utc', double precision '1'",
    'with a as (select 1 as x), b (y) as (select x from a) select * from a join b on a.x = b.y',
    'with recursive n (i) as (values (1) union all select i + 1 from n where i < 9) select i from n',
    'with gone as (delete from shoes.pairs where id = $1 returning *) insert into shoes.old (id) select id from gone',
    'insert into shoes.pairs (id, size) values ($1, default) on conflict (tenant_id, id) do update set size = excluded.size',
    'insert into shoes.pairs as p (id) with x as (select 1 as id) select id from x',
    'update only shoes.pairs p set size = s.size from shoes.shelves s where s.id = p.shelf',
    'delete from shoes.pairs p using shoes.shelves s, shoes.rooms r where s.id = p.shelf returning p.id',
    'merge into shoes.pairs p using (select 1 as id) n on p.id = n.id when matched then update set size = 1 when not matched then insert (id) values (n.id)',
    'select * from (shoes.pairs p join shoes.shelves s using (tenant_id, shelf)) where p.size is distinct from s.size',
    'select distinct on (a) a, row_number() over (partition by a order by b) from shoes.pairs window w as (order by a)',
    'select e.name from unnest($1::text[]) with ordinality as e (name, place) for update of e skip locked',
    'select case when true then \'pg_sleep(1)\' else "a b" end /* pg_sleep(1); */ -- pg_sleep\n from shoes.pairs',
    "select E'it\\'s; pg_sleep(1)', B'01', 1.5e3, .5, $1::uuid[], a[1:2] from shoes.pairs",
    "select array(select 1), array[1, 2] @> array[1], '{\"a\": 1}'::jsonb -> 'a' ->> 0 from shoes.pairs",
    'select percentile_cont(0.5) within group (order by size) from shoes.pairs group by grouping sets ((a), ())',
    'select from shoes.pairs as t (a, b)',
  ])('of the usual kinds pass: %s', (sql) => {
    expect(fault(sql)).toBeUndefined()
  })

  it.each([
    ['', 'begins with'],
    ['commit', 'begins with'],
    ['set role postgres', 'begins with'],
    ['"select" 1', 'begins with'],
    ['explain select 1', 'begins with'],
    ["copy shoes.pairs to program 'sh'", 'begins with'],
    ['table shoes.pairs', 'begins with'],
    ['do $$ begin end $$', 'begins with'],
    ['select 1; drop table shoes.pairs', 'semicolon'],
    ['select 1;', 'semicolon'],
    ['select pg_sleep(10)', 'pg_'],
    ['select PG_Sleep(10)', 'pg_'],
    ['select "pg_sleep"(10)', 'pg_'],
    ['select pg_catalog . /* x */ now()', 'pg_'],
    ["select pg_catalog.pg_read_file('/etc/passwd')", 'pg_'],
    ["select set_config('dpf.context', 'x', true)", 'set_config'],
    ["select current_setting('dpf.context')", 'current_setting'],
    ["select Current_Setting  /* */ ('dpf.context')", 'current_setting'],
    ['select "current_setting"(\'dpf.context\')', 'current_setting'],
    ["select U&'a'", 'U&'],
    ['select U&"p\\0067_sleep"(1)', 'U&'],
    ["select lo_import('/etc/passwd')", 'lo_import'],
    ["select query_to_xml('select 1', true, true, '')", 'query_to_xml'],
    ["select ts_stat('select 1')", 'ts_stat'],
    ["select dblink('x', 'y')", 'dblink'],
    ["select nextval('shoes.s')", 'nextval'],
    ["select repeat('x', 1000000000)", 'repeat'],
    ['select current_user', 'platform'],
    ['select session_user', 'platform'],
    ['select * from pairs', 'shoes.pairs'],
    ['select * from pg_class', 'pg_'],
    ['select * from booking.bookings', 'schema'],
    ['select * from "booking"."bookings"', 'schema'],
    ['select * from shoes.pairs, booking.bookings', 'schema'],
    ['select * from shoes.pairs set, booking.bookings', 'schema'],
    ['select * from shoes.pairs values, booking.bookings', 'schema'],
    ['select * from shoes.pairs a join shoes.pairs b on case when true then true end, booking.bookings', 'schema'],
    ['select * from (shoes.pairs cross join booking.bookings)', 'schema'],
    ['select * from ((booking.bookings cross join shoes.pairs))', 'schema'],
    ['select * from only booking.bookings', 'schema'],
    ['select * from shoes.pairs cross join lateral booking.f()', 'schema'],
    ['select (select count(*) from booking.bookings)', 'schema'],
    ['select substring((select name from booking.bookings) from 1)', 'schema'],
    ['select 1 where exists (select from booking.bookings)', 'schema'],
    ['with x as (select * from booking.bookings) select * from x', 'schema'],
    ['with x as (select 1) select * from x, booking.bookings', 'schema'],
    ['with x as (select 1) (select * from x order by 1, lo_creat(1))', 'lo_creat'],
    ['with x as (select 1) select 1, lo_creat(1) as (a)', 'lo_creat'],
    ['select * from shoes.pairs, lo_creat(1) as (update int)', 'lo_creat'],
    ['select a from shoes.pairs union select b from booking.bookings', 'schema'],
    ['delete from booking.bookings', 'schema'],
    ['delete from shoes.pairs using booking.bookings', 'schema'],
    ['delete from shoes.pairs using (booking.bookings b cross join shoes.pairs p)', 'schema'],
    ['update booking.bookings set a = 1', 'schema'],
    ['update shoes.pairs set a = 1 from booking.bookings', 'schema'],
    ['insert into booking.bookings values (1)', 'schema'],
    ['insert into shoes.pairs table booking.bookings', 'TABLE'],
    ['merge into booking.bookings b using shoes.pairs p on true when matched then delete', 'schema'],
    ['merge into shoes.pairs p using booking.bookings b on true when matched then delete', 'schema'],
    ['select booking.f(1)', 'schema'],
    ['select null::booking.bookings', 'schema'],
    ['select null::kernel.context', 'platform'],
    ['select kernel.tenant_id()', 'platform'],
    ['select "kernel".verified_context()', 'platform'],
    ['select * from information_schema.tables', 'platform'],
    ['select * from Information_Schema . tables', 'platform'],
    ["select 'shoes.pairs'::regclass", 'catalogue'],
    ["select regclass 'shoes.pairs'", 'catalogue'],
    ["select cast('x' as RegProc)", 'catalogue'],
    ["select '1'::xml", 'types'],
    ["select xml '<a/>'", 'type'],
    ['select 1 into shoes.copy', 'SELECT INTO'],
    ['select * into temp t from shoes.pairs', 'SELECT INTO'],
    ['select 1 operator(shoes.+) 2', 'sign'],
    ['select $$x$$', 'parameter'],
    ['select $a$x$a$', 'parameter'],
    ["select 'a'\n'b'", 'one piece'],
    ["select E'a'\n'\\' pg_sleep(1)'", 'one piece'],
    ['select 1 /* /* */ */', 'comment'],
    ['select 1 -- x', 'comment'],
    ['select 1)', 'bracket'],
    ['select (1', 'bracket'],
    ['select (1]', 'bracket'],
    ['select 1), "g" as (select 2', 'bracket'],
    ['select a$b from shoes.pairs', 'dollar'],
    ["select 'x", 'no end'],
    ['select /* x', 'no end'],
    ['select 1 \\ 2', 'means nothing'],
    ['select 1\u0000', 'means nothing'],
    [`select "${'x'.repeat(64)}"`, '63 bytes'],
    [`select '${'x'.repeat(300_000)}'`, '256 KiB'],
  ])('that reach beyond are refused with a reason: %s', (sql, reason) => {
    expect(fault(sql)?.message).toContain(reason)
  })

  it('are refused with the place of the fault', () => {
    expect(fault('select 1,\n  pg_sleep(1)')).toMatchObject({ offset: 12, line: 2, column: 3 })
  })
})

const blanks = fc
  .array(fc.constantFrom(' ', '\n', '\t', '/* \' " ( ; */', '-- it\'s "\n', '\r\n'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(''))
const caseOf = (word: string) =>
  fc
    .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
    .map((ups) => [...word].map((letter, at) => (ups[at] === true ? letter.toUpperCase() : letter)).join(''))
const disguised = (word: string) => fc.oneof(caseOf(word), fc.constant(`"${word}"`))
const harmless = fc.constantFrom(
  "'x'",
  "E'\\''",
  '"y"',
  '/* pg_sleep() */ 1',
  "'pg_sleep(1)'",
  'now()',
  'a.b',
  '$1',
  '-1',
)
const barred = ['pg_sleep', 'set_config', 'current_setting', 'lo_export', 'dblink_connect', 'pg_read_file', 'setval']

describe('whatever surrounds it', () => {
  it('a function that may not be called is found in every disguise', () => {
    const call = fc.constantFrom(...barred).chain((name) => fc.tuple(disguised(name), blanks))
    fc.assert(
      fc.property(fc.array(harmless), call, fc.array(harmless), blanks, (before, [name, gap], after, space) => {
        const items = [...before, `${name}${gap}(1)`, ...after].join(`${space},${space}`)
        expect(isRefused(`select ${items} from shoes.pairs`)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('a name inside of texts, quoted names and comments is nobody’s call', () => {
    const hidden = fc.constantFrom(...barred).map((name) => `${name}('x'); drop table y; kernel.z $$ U&`)
    const wrapped = hidden.chain((text) =>
      fc.constantFrom(
        `'${text.replaceAll("'", "''")}'`,
        `E'${text.replaceAll("'", "\\'")}'`,
        `"a ${text.slice(0, 40)}"`,
        `/* ${text} */ 1`,
        `-- ${text}\n 1`,
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(harmless, wrapped), { minLength: 1 }), blanks, (items, space) => {
        expect(fault(`select ${items.join(`${space},`)} from shoes.pairs`)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('another schema’s table is found wherever a table can stand', () => {
    const places = fc.constantFrom(
      (table: string) => `select * from ${table}`,
      (table: string) => `select * from shoes.a x left join (${table} y cross join shoes.b) on true`,
      (table: string) => `select * from shoes.a, shoes.b as b, ${table} where true`,
      (table: string) => `with q as (select 1) select (select max(a) from q, ${table})`,
      (table: string) => `insert into shoes.a (b) select b from ${table} on conflict do nothing`,
      (table: string) => `update shoes.a set b = (select b from ${table} limit 1)`,
      (table: string) => `delete from shoes.a where b in (select b from ${table})`,
    )
    const table = fc.tuple(disguised('booking'), blanks, disguised('bookings'), blanks)
    fc.assert(
      fc.property(places, table, (place, [schema, gap, name, gap2]) => {
        expect(isRefused(place(`${schema}${gap}.${gap2}${name}`))).toBe(true)
        expect(isRefused(place('shoes.pairs'))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
