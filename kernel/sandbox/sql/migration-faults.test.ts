import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { countTables, migrationFaults } from './migration-faults.ts'
import { splitStatements } from './split-statements.ts'

const faults = (sql: string) => migrationFaults(sql, 'shoes')
const table = (name: string, rest = '') =>
  `create table shoes.${name} (tenant_id uuid not null, id uuid not null${rest})`

const good = `
-- Pairs and where they stand; it's "fine" to say so; even twice.
create table shoes.pairs (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  size numeric(4, 1) not null default 40.5 check (size > 0),
  tags text[] not null default '{}',
  details jsonb not null default '{}'::jsonb,
  code varchar(20) collate "C",
  sold_on date default current_date,
  made_at timestamp(3) with time zone default now() not null,
  name_key text generated always as (lower(trim(both ' ' from name))) stored,
  weight double precision null,
  shelf_id uuid,
  primary key (tenant_id, id),
  constraint pairs_code unique nulls not distinct (tenant_id, code),
  check (num_nonnulls(shelf_id, sold_on) < 2),
  check (extract(year from sold_on) > 2000 and code is distinct from 'pg_sleep(1); drop table x')
);
--> statement-breakpoint
create table "shoes"."shelves" ("tenant_id" uuid not null, "id" uuid not null, "parent_id" uuid, primary key ("tenant_id", "id"),
  foreign key (tenant_id, parent_id) references shoes.shelves (tenant_id, id) on delete set null (parent_id) on update cascade deferrable initially deferred)
--> statement-breakpoint
alter table shoes.pairs add constraint pairs_shelf foreign key (tenant_id, shelf_id) references shoes.shelves (tenant_id, id) on delete cascade,
  add column colour text, add old boolean not null default false, add check (colour <> ''), alter column code drop not null,
  alter size set default 41;
create index pairs_name on shoes.pairs (tenant_id, name_key, id) where sold_on is null;
create unique index pairs_colour on shoes.pairs using btree (tenant_id, lower(colour) text_pattern_ops desc nulls last, (coalesce(shelf_id, id))) include (size);
create index pairs_tags on shoes.pairs using gin (tags);
create index pairs_details on shoes.pairs using gin (details jsonb_path_ops);
create index pairs_words on shoes.pairs using gin (to_tsvector('english', name));
comment on table shoes.pairs is 'All; "pairs"';
comment on column shoes.pairs.size is E'As in \\'Europe\\'';
comment on constraint pairs_code on shoes.pairs is null;
comment on index shoes.pairs_name is 'x';
`

describe('a migration that only adds', () => {
  it('passes, and PostgreSQL takes each of its statements alone', async () => {
    expect(faults(good)).toEqual([])
    const client = new Client({ connectionString: inject('postgresUrl') })
    await client.connect()
    await client.query('begin')
    await client.query('create schema shoes')
    const statements = splitStatements(good)
    expect(statements).toHaveLength(12)
    // The extended protocol takes one statement at a time.
    for (const { text } of statements) await client.query({ text, values: [], rowMode: 'array', name: '' })
    await client.query('rollback')
    await client.end()
  })

  it.each([
    ['', 'does nothing'],
    ['-- nothing', 'does nothing'],
    ['drop table shoes.pairs', 'only adds'],
    ['truncate shoes.pairs', 'only adds'],
    ['delete from shoes.pairs', 'only adds'],
    ['select 1', 'only adds'],
    ['with x as (select 1) select 1', 'only adds'],
    ['grant all on shoes.pairs to public', 'only adds'],
    ["copy shoes.pairs to '/tmp/x'", 'only adds'],
    ["copy shoes.pairs from program 'id'", 'only adds'],
    ['create function shoes.f() returns int language sql as $$ select 1 $$', 'only adds'],
    ['create or replace function shoes.f() returns int language sql return 1', 'only adds'],
    [
      'create trigger t before insert on shoes.pairs for each row execute function kernel.require_record()',
      'only adds',
    ],
    ['do $$ begin perform 1; end $$', 'only adds'],
    ['create extension dblink', 'only adds'],
    ['create role x superuser', 'only adds'],
    ['create schema other', 'only adds'],
    ['create view shoes.v as select 1', 'only adds'],
    ['create materialized view shoes.v as select 1', 'only adds'],
    ['create rule r as on insert to shoes.pairs do nothing', 'only adds'],
    ['create policy p on shoes.pairs using (true)', 'only adds'],
    ['create sequence shoes.s', 'only adds'],
    ['create type shoes.t as enum ()', 'only adds'],
    ['create domain shoes.d as text check (true)', 'only adds'],
    ['create aggregate shoes.a (int) (sfunc = int4pl, stype = int)', 'only adds'],
    ['create operator shoes.+ (function = int4pl)', 'only adds'],
    ['create event trigger e on ddl_command_end execute function x()', 'only adds'],
    ['create server s foreign data wrapper f', 'only adds'],
    ['create foreign table shoes.f (tenant_id uuid not null) server s', 'only adds'],
    ['create temp table x (tenant_id uuid not null)', 'only adds'],
    ['create unlogged table shoes.x (tenant_id uuid not null)', 'only adds'],
    ['alter role postgres superuser', 'only adds'],
    ['alter system set x = 1', 'only adds'],
    ['alter default privileges grant all on tables to public', 'only adds'],
    ['set role postgres', 'only adds'],
    ["set session authorization 'postgres'", 'only adds'],
    ['commit', 'only adds'],
    ['vacuum', 'only adds'],
    ["notify x, 'y'", 'only adds'],
    ['security label on table shoes.pairs is null', 'only adds'],
    ['alter table shoes.pairs drop column a', 'only adds'],
    ['alter table shoes.pairs rename to x', 'only adds'],
    ['alter table shoes.pairs owner to postgres', 'only adds'],
    ['alter table shoes.pairs disable row level security', 'only adds'],
    ['alter table shoes.pairs no force row level security', 'only adds'],
    ['alter table shoes.pairs disable trigger all', 'only adds'],
    ['alter table shoes.pairs set schema public', 'only adds'],
    ['alter table shoes.pairs inherit shoes.x', 'only adds'],
    ['alter table shoes.pairs alter column a type text using a::text', 'DROP NOT NULL'],
    ['alter table shoes.pairs alter column a set not null', 'DROP NOT NULL'],
    ['alter table shoes.pairs alter tenant_id drop not null', 'tenant_id'],
    ['alter table shoes.pairs alter tenant_id set default gen_random_uuid()', 'tenant_id'],
    ['alter table shoes.pairs add column a text not null', 'the version before'],
    ['alter table booking.bookings add column a text', 'schema'],
    ['alter table bookings add column a text', 'Name the schema'],
    [`${table('a')} inherits (shoes.b)`, 'not expected'],
    [`${table('a')} with (fillfactor = 10)`, 'not expected'],
    [`${table('a')} tablespace x`, 'not expected'],
    [`${table('a')} partition by hash (id)`, 'not expected'],
    ['create table shoes.a (like booking.bookings)', 'types'],
    ['create table shoes.a as select 1', 'expected'],
    ['create table if not exists shoes.a (tenant_id uuid not null)', 'IF NOT EXISTS'],
    ['create table booking.a (tenant_id uuid not null)', 'schema'],
    ['create table kernel.a (tenant_id uuid not null)', 'platform'],
    ['create table "kernel".a (tenant_id uuid not null)', 'platform'],
    ['create table pg_catalog.a (tenant_id uuid not null)', 'pg_'],
    ['create table shoes.pg_a (tenant_id uuid not null)', 'pg_'],
    ['create table shoes."A b" (tenant_id uuid not null)', 'small letters'],
    ['create table shoes.a (id uuid)', 'tenant_id uuid not null'],
    ['create table shoes.a (tenant_id uuid)', 'tenant_id uuid not null'],
    ['create table shoes.a (tenant_id text not null)', 'tenant_id uuid not null'],
    ['create table shoes.a (tenant_id uuid not null default gen_random_uuid())', 'fills it in'],
    [table('a', ', n serial'), 'count up'],
    [table('a', ', n bigserial'), 'count up'],
    [table('a', ', n int generated always as identity'), 'count up'],
    [table('a', ', n int generated by default as identity'), 'count up'],
    [table('a', ', n regclass'), 'catalogue'],
    [table('a', ', n oid'), 'types'],
    [table('a', ', n shoes.b'), 'types'],
    [table('a', ', n xml'), 'types'],
    [table('a', ', n text primary key'), 'holds tenant_id'],
    [table('a', ', n text unique'), 'holds tenant_id'],
    [table('a', ', n uuid references shoes.b'), 'holds tenant_id'],
    [table('a', ', primary key (id)'), 'holds tenant_id'],
    [table('a', ', unique (id)'), 'holds tenant_id'],
    [table('a', ', foreign key (id) references shoes.b (id)'), 'holds tenant_id'],
    [table('a', ', foreign key (tenant_id, id) references shoes.b (id, tenant_id)'), 'pairs tenant_id'],
    [table('a', ', foreign key (tenant_id, id) references booking.bookings (tenant_id, id)'), 'schema'],
    [
      table('a', ', foreign key (tenant_id, id) references shoes.b (tenant_id, id) on delete set null'),
      'Name the columns',
    ],
    [table('a', ', exclude using gist (id with =)'), 'constraint is'],
    [table('a', ", n text default pg_read_file('/etc/passwd')"), 'pg_'],
    [table('a', ", n text default current_setting('dpf.context')"), 'current_setting'],
    [table('a', ", n int default nextval('x')"), 'nextval'],
    [table('a', ", n int default lo_import('/etc/passwd')"), 'lo_import'],
    [table('a', ', n text default current_user'), 'no place'],
    [table('a', ', n int default (select 1)'), 'no place'],
    [table('a', ', n uuid default kernel.tenant_id()'), 'platform'],
    [table('a', ', n int check (n > (select count(*) from booking.bookings))'), 'no place'],
    [table('a', ', n int check (shoes.f(n))'), 'not expected'],
    [table('a', ', n int check (n < random())'), 'row alone'],
    [table('a', ', n date check (n < current_date)'), 'row alone'],
    [table('a', ", n int check (n < length(query_to_xml('x', true, true, '')))"), 'query_to_xml'],
    [table('a', ", n int check ('x'::regclass is null)"), 'catalogue'],
    [table('a', ', n int check (n operator(shoes.+) 1 > 0)'), 'no place'],
    [table('a', ', n int check (n > $1)'), 'parameters'],
    [table('a', ', n int generated always as (random()) stored'), 'row alone'],
    [table('a', ', n text default $$x$$'), 'parameter'],
    [table('a', ", n text default U&'x'"), 'U&'],
    [table('a', ', n text collate pg_catalog."C"'), 'pg_'],
    ['create index a on booking.bookings (id)', 'schema'],
    ['create index concurrently a on shoes.pairs (id)', 'CONCURRENTLY'],
    ['create index a on shoes.pairs using gist (id)', 'btree'],
    ['create index a on shoes.pairs (pg_sleep(1))', 'pg_'],
    ['create index a on shoes.pairs (now())', 'index may call'],
    ['create index a on shoes.pairs (shoes.f(id))', 'expected'],
    ["create index a on shoes.pairs ((lo_import('x')))", 'lo_import'],
    ['create index a on shoes.pairs (id) where exists (select 1)', 'no place'],
    ['create index a on shoes.pairs (id) tablespace x', 'not expected'],
    ['create unique index a on shoes.pairs (id)', 'holds tenant_id'],
    ["comment on database x is 'y'", 'A comment is on'],
    ["comment on role x is 'y'", 'A comment is on'],
    ["comment on table booking.bookings is 'y'", 'schema'],
    ["comment on table shoes.a is 'x--> statement-breakpoint drop table shoes.a'", 'line of its own'],
    ["/* --> statement-breakpoint */ comment on table shoes.a is 'x'", 'line of its own'],
    ["comment on table shoes.a is 'x", 'no end'],
  ])('is all that passes: %s', (sql, reason) => {
    expect(
      faults(sql)
        .map(({ message }) => message)
        .join('\n'),
    ).toContain(reason)
  })

  it('is refused with the place of each statement’s first fault', () => {
    expect(faults(`${table('a')};\ndrop table shoes.a;\n  grant x to y;`)).toMatchObject([
      { line: 2, column: 1 },
      { line: 3, column: 3 },
    ])
  })

  it('makes forty tables at most, with those of the migrations before it', () => {
    const many = Array.from({ length: 40 }, (_, at) => table(`t${'x'.repeat(at)}`)).join(';\n')
    expect(faults(many)).toEqual([])
    expect(countTables(many)).toBe(40)
    expect(migrationFaults(many, 'shoes', 1)).toMatchObject([{ message: 'A plugin has 40 tables at most', line: 40 }])
    expect(faults(`${many};\n${table('more')}`)).toMatchObject([{ line: 41 }])
  })
})

describe('whatever stands around it', () => {
  let client: Client
  beforeAll(async () => {
    client = new Client({ connectionString: inject('postgresUrl') })
    await client.connect()
  })
  afterAll(() => client.end())

  const gap = fc.constantFrom(' ', '\n', "/* ' */", '/* /* ; */ */', "-- it's\n", '\t')
  const noise = fc.constantFrom(
    `comment on table shoes.a is 'it''s; drop'`,
    `comment on column shoes.a.id is E'\\'; "'`,
    table('b', `, n text default '/* '`),
    `create index i on shoes.a (id) where id::text <> '--'`,
  )
  const harm = fc.constantFrom(
    ['drop', 'table', 'shoes.a'],
    ['grant', 'all', 'on', 'shoes.a', 'to', 'public'],
    ['alter', 'table', 'shoes.a', 'disable', 'row', 'level', 'security'],
    ['create', 'function', 'shoes.f()', 'returns', 'int', 'language', 'sql', 'return', '1'],
  )

  it('what does more than add is found', () => {
    fc.assert(
      fc.property(fc.array(noise), harm, gap, fc.array(noise), (before, words, space, after) => {
        const sql = [...before, words.join(space), ...after].join(`${space};${space}`)
        expect(faults(sql)).toHaveLength(1)
        expect(faults([...before, ...after].join(`${space};${space}`)).length).toBeLessThan(2)
      }),
    )
  })

  it('a migration without faults leaves tables, indexes and constraints of its own schema, and nothing else', async () => {
    const census = `select 'class ' || relkind::text as what, count(*) from pg_class where relnamespace <> (select oid from pg_namespace where nspname = 'shoes') and relname !~ '^pg_toast' group by 1
      union all select 'proc', count(*) from pg_proc union all select 'trigger', count(*) from pg_trigger where not tgisinternal
      union all select 'role', count(*) from pg_roles union all select 'schema', count(*) from pg_namespace
      union all select 'acl', count(*) from pg_class where relacl is not null union all select 'policy', count(*) from pg_policy order by 1`
    await client.query('begin')
    await client.query('create schema shoes')
    const before = (await client.query(census)).rows
    for (const { text } of splitStatements(good)) await client.query(text)
    expect((await client.query(census)).rows).toEqual(before)
    await client.query('rollback')
  })
})
