import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, openLab } from '../../tools/testing/lab.ts'
import { everyDatabase } from '../../tools/testing/test-platform.ts'
import { applyVersion, installFor, keepVersion } from './testing/publish-schema.ts'

const table = (name: string, schema = 'shoes') =>
  `create table ${schema}.${name} (tenant_id uuid not null, id uuid not null, text text, primary key (tenant_id, id))`

/** Statements that leave more behind than tables, and what the refusal says. */
const plants: readonly (readonly [what: string, statements: readonly string[], says: string | RegExp])[] = [
  ['a function', [`create function shoes.f() returns int language sql as 'select 1'`], 'dpf_maker owns function'],
  [
    'a function with its owner’s rights',
    [`create function shoes.f() returns int language sql security definer as 'select 1'`],
    'dpf_maker owns function',
  ],
  ['a view', [table('item'), 'create view shoes.seen as select * from shoes.item'], 'dpf_maker owns'],
  ['a materialized view', ['create materialized view shoes.seen as select 1 as one'], 'dpf_maker owns'],
  ['a domain', ['create domain shoes.text as text'], 'dpf_maker owns'],
  ['a type', [`create type shoes.size as enum ('s')`], 'dpf_maker owns'],
  ['a composite type', ['create type shoes.pair as (a int, b int)'], 'dpf_maker owns'],
  ['a sequence of its own', ['create sequence shoes.counter'], 'dpf_maker owns'],
  ['a rule', [table('item'), 'create rule echo as on insert to shoes.item do also select 1'], 'rewrite rule'],
  ['a policy', [table('item'), 'create policy open on shoes.item using (true)'], 'open'],
  [
    'a trigger',
    [
      table('item'),
      'create trigger t before update on shoes.item for each row execute function suppress_redundant_updates_trigger()',
    ],
    'has the trigger t',
  ],
  ['a grant to everybody', [table('item'), 'grant select on shoes.item to public'], 'to everybody'],
  ['a grant to another role', [table('item'), 'grant select on shoes.item to dpf_kernel'], 'to dpf_kernel'],
  ['a default grant', ['alter default privileges grant select on tables to public'], 'dpf_maker owns'],
  [
    'a table without tenant_id',
    ['create table shoes.item (id uuid primary key)'],
    'shoes.item has no column tenant_id',
  ],
  ['a large object', ['select lo_create(0)'], 'dpf_maker owns'],
  ['another schema', ['create schema more'], 'permission denied'],
  ['a table elsewhere', [table('item', 'crm')], 'permission denied for schema crm'],
  ['a table of nowhere', ['create table item (id uuid)'], 'permission denied'],
  ['a temporary table', ['create temporary table item (id uuid)'], /permission denied|dpf_maker owns/],
  ['a role', ['create role intruder login'], 'permission denied'],
  ['a role that it takes', ['set role dpf_kernel'], 'cannot set parameter "role"'],
  ['the owner’s session', ['set session authorization default'], 'cannot set parameter "session_authorization"'],
  ['rights that are the kernel’s', ['grant dpf_kernel to dpf_maker'], /permission denied|must have admin option/],
  ['a look at people', ['select * from kernel.users'], 'permission denied for schema kernel'],
  ['another tenant’s context', ['select kernel.tenant_id()'], 'permission denied for schema kernel'],
  ['a look at contacts', ['select * from crm.contacts'], 'permission denied for schema crm'],
  ['a file', [`copy (select 1) to '/tmp/stolen'`], /permission denied to COPY|must be superuser/],
  ['a program', [`copy (select 1) to program 'true'`], /permission denied to COPY|must be superuser/],
  [
    'a foreign key to people',
    ['create table shoes.item (tenant_id uuid, id uuid references kernel.users)'],
    'permission denied',
  ],
  ['an extension', ['create extension if not exists dblink'], /permission denied|is not available/],
  ['an end of the transaction', ['commit'], 'EXECUTE of transaction commands is not implemented'],
]

describe.each(everyDatabase)('the schema of a published plugin, on %s', (database) => {
  let lab: Lab
  let number = 0

  beforeAll(async () => {
    lab = await openLab(database)
  })
  afterAll(() => lab.close())

  const publish = async (steps: readonly (readonly string[])[], plugin = 'shoes') => {
    const version = `${plugin}-${number++}`
    await keepVersion(lab, plugin, version, steps)
    return applyVersion(lab, plugin, version)
  }
  const state = () =>
    lab.owner.query(`select to_regnamespace('shoes') as schema, (select count(*)::int from kernel.migrations where owner = 'shoes') as steps,
      (select count(*)::int from kernel.enrolments where schema_name = 'shoes') as enrolments`)
  const insert = (tenantId: string, schema: string, text: string, rows = 1) =>
    change(tenantId, schema, [
      `insert into ${schema}.item (id, text) select gen_random_uuid(), $1 from generate_series(1, ${rows})`,
      text,
    ])
  const change = async (tenantId: string, schema: string, ...statements: (string | [string, ...unknown[]])[]) => {
    const context = await lab.sign({ tenantId, role: `plugin_${schema}` })
    const record = `select kernel.begin_change('[{"id": "${randomUUID()}", "action": "${schema}.item.made", "subject": "item", "data": {}}]', null, '', null, null, 0)`
    return lab.run(`plugin_${schema}`, context, [record, ...statements]).then(
      () => 'done',
      ({ code, detail }: { code?: string; detail?: string }) => `${code} ${detail ?? ''}`.trim(),
    )
  }
  const versionOf = async (plugin: string) => {
    const [row] = await lab.owner.query('select version from kernel.published_versions where plugin_id = $1', [plugin])
    return String(row?.version)
  }
  const usage = async (tenantId: string) => {
    const [row] = await lab.owner.query('select rows::int, bytes::int from kernel.plugin_usage where tenant_id = $1', [
      tenantId,
    ])
    return row
  }

  it.each(plants)('is refused with %s, and nothing of it stays', async (_, statements, says) => {
    expect(await publish([statements])).toMatch(says)
    expect(await state()).toEqual([{ schema: null, steps: 0, enrolments: 0 }])
    expect(await lab.owner.query(`select kernel.catalogue_faults('{kernel}')`)).toEqual([])
  })

  it('is made once, by several at a time, and grows with versions; what was applied never changes', async () => {
    await keepVersion(lab, 'boots', '1', [[table('item', 'boots')]])
    const taken = await Promise.all([1, 2, 3].map(() => applyVersion(lab, 'boots', '1')))
    expect([...taken].sort()).toEqual([0, 0, 1])
    const grown = [[table('item', 'boots')], ['alter table boots.item add column size int not null default 40']]
    expect(await publish(grown, 'boots')).toBe(1)
    expect(await publish([['select 1'], ...grown.slice(1)], 'boots')).toContain(
      '0001-step was changed after it was applied',
    )
    expect(await lab.owner.query(`select kernel.catalogue_faults('{kernel,boots}')`)).toEqual([])
    const owners = await lab.owner.query(
      `select distinct relowner::regrole::text = current_user as ours from pg_class where relnamespace = 'boots'::regnamespace`,
    )
    expect(owners).toEqual([{ ours: true }])
  })

  it('loses no column that a version before relies on', async () => {
    await publish([[table('item', 'clogs')]], 'clogs')
    for (const statement of [
      'alter table clogs.item drop column text',
      'alter table clogs.item rename column text to words',
      'alter table clogs.item alter column text type int using null',
      'drop table clogs.item',
    ])
      expect(await publish([[table('item', 'clogs')], [statement]], 'clogs')).toContain('rely on what is gone: item.')
  })

  it('takes no name that is one already', async () => {
    for (const name of ['crm', 'public', 'kernel'])
      expect(await publish([['select 1']], name)).toContain('This id is taken')
  })

  it('counts rows and bytes by workspace, and both come back to nothing', async () => {
    await publish([[table('item', 'socks')]], 'socks')
    const limits = { rows: 1000, bytes: 1_000_000 }
    const version = await versionOf('socks')
    const [a, b] = [await installFor(lab, 'socks', version, limits), await installFor(lab, 'socks', version, limits)]
    expect(await insert(a, 'socks', 'short', 3)).toBe('done')
    expect(await insert(a, 'socks', 'long '.repeat(5000), 2)).toBe('done')
    expect(await insert(b, 'socks', 'theirs')).toBe('done')
    expect(await usage(a)).toMatchObject({ rows: 5 })
    expect(Number((await usage(a))?.bytes)).toBeGreaterThan(50_000)
    expect(await usage(b)).toMatchObject({ rows: 1 })
    expect(await change(a, 'socks', `update socks.item set text = 'short'`)).toBe('done')
    expect(Number((await usage(a))?.bytes)).toBeLessThan(1000)
    expect(await change(a, 'socks', 'delete from socks.item')).toBe('done')
    expect([await usage(a), await usage(b)]).toMatchObject([{ rows: 0, bytes: 0 }, { rows: 1 }])
  })

  it('is full at its grant, to the row, for everything but what makes it smaller', async () => {
    await publish([[table('item', 'hats')]], 'hats')
    const tenant = await installFor(lab, 'hats', await versionOf('hats'), { rows: 3, bytes: 10_000 })
    expect(await insert(tenant, 'hats', 'a', 4)).toBe('DPF12 rows')
    expect(await insert(tenant, 'hats', 'a', 3)).toBe('done')
    expect(await insert(tenant, 'hats', 'a')).toBe('DPF12 rows')
    expect(await change(tenant, 'hats', `update hats.item set text = repeat('b', 20000)`)).toBe('DPF12 bytes')
    await lab.owner.query(
      `update kernel.plugin_installations set grants = '{"limits": {"rows": 1, "bytes": 1}}' where tenant_id = $1`,
      [tenant],
    )
    expect(await change(tenant, 'hats', `update hats.item set text = null`)).toBe('done')
    expect(
      await change(tenant, 'hats', `delete from hats.item where id = (select min(id::text)::uuid from hats.item)`),
    ).toBe('done')
    expect(await usage(tenant)).toMatchObject({ rows: 2 })
  })

  it('that is not guarded any more is found out by itself, and no other is', async () => {
    await publish([[table('item', 'gloves')]], 'gloves')
    await publish([[table('item', 'scarves')]], 'scarves')
    for (const [plant, repair] of [
      ['alter table gloves.item disable row level security', 'alter table gloves.item enable row level security'],
      ['alter table gloves.item disable trigger count_changed', 'alter table gloves.item enable trigger count_changed'],
      [
        'create or replace trigger count_added after insert on gloves.item referencing new table as added for each statement when (false) execute function kernel.count_rows()',
        `select kernel.count_table('gloves.item')`,
      ],
      ['create view gloves.seen as select 1', 'drop view gloves.seen'],
      [`create function gloves.f() returns int language sql as 'select 1'`, 'drop function gloves.f()'],
      ['create type gloves.pair as (a int)', 'drop type gloves.pair'],
      ['create domain gloves.words as text', 'drop domain gloves.words'],
      ['alter table gloves.item owner to dpf_maker', 'alter table gloves.item owner to current_user'],
    ] as const) {
      await lab.owner.query(plant)
      const found = await lab.owner.query('select plugin, fault from kernel.published_faults()')
      await lab.owner.query(repair)
      expect(found, plant).toEqual([{ plugin: 'gloves', fault: expect.stringContaining('gloves') }])
      expect(await lab.owner.query('select * from kernel.published_faults()')).toEqual([])
    }
  })
})
