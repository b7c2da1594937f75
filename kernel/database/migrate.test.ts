import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { type Lab, openEmptyLab, openLab } from '../../tools/testing/lab.ts'
import { everyDatabase } from '../../tools/testing/test-platform.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migration.ts'

const things = `create table lab.things (tenant_id uuid not null, id uuid not null, name text not null, code text, primary key (tenant_id, id))`

/** Migrations that leave something unguarded, and the name that the refusal has to say. */
const plants: readonly [what: string, sql: readonly string[], named: string][] = [
  ['a table without tenant_id', ['create table lab.loose (id uuid primary key)'], 'lab.loose'],
  ['a table whose tenant_id may be null', ['create table lab.loose (tenant_id uuid, id uuid)'], 'lab.loose'],
  ['a table whose tenant_id is text', ['create table lab.loose (tenant_id text not null, id uuid)'], 'lab.loose'],
  ['a unique key without tenant_id', [`${things}`, 'alter table lab.things add unique (code)'], 'lab.things_code_key'],
  [
    'a unique key that only includes tenant_id',
    [things, 'create unique index things_code on lab.things (code) include (tenant_id)'],
    'lab.things_code',
  ],
  [
    'an exclusion without tenant_id',
    [things, 'alter table lab.things add during tstzrange, add constraint once exclude using gist (during with &&)'],
    'lab.once',
  ],
  [
    'a foreign key without tenant_id',
    [
      'create table lab.owned (tenant_id uuid not null, id uuid references kernel.users (id), primary key (tenant_id, id))',
    ],
    'owned_id_fkey',
  ],
  [
    'a foreign key that crosses tenant_id with another column',
    [
      things,
      'create table lab.parts (tenant_id uuid not null, other uuid not null, thing uuid, foreign key (other, thing) references lab.things (tenant_id, id), primary key (tenant_id, other))',
    ],
    'lab.parts',
  ],
  [
    'a function with its owner’s rights',
    [
      'create function lab.peek() returns bigint language sql security definer as $$ select count(*) from kernel.users $$',
    ],
    'lab.peek',
  ],
  ['a view without security_invoker', [things, 'create view lab.seen as select * from lab.things'], 'lab.seen'],
  ['a materialized view', [things, 'create materialized view lab.seen as select * from lab.things'], 'lab.seen'],
  ['a policy of its own', [things, 'create policy everybody on lab.things using (true)'], 'everybody'],
  ['a rule', [things, 'create rule echo as on insert to lab.things do also select 1'], 'echo'],
  ['a table that everybody may read', [things, 'grant select on lab.things to public'], 'lab.things'],
  ['a column that everybody may read', [things, 'grant select (name) on lab.things to public'], 'lab.things'],
  ['a schema that its role may build in', [things, 'grant create on schema lab to plugin_lab'], 'lab'],
  ['a table that its role owns', [things, 'alter table lab.things owner to plugin_lab'], 'plugin_lab'],
  ['a kernel table in its role’s hands', ['grant select on kernel.users to plugin_lab'], 'kernel.users'],
  ['a kernel function in its role’s hands', ['grant execute on function kernel.seal() to plugin_lab'], 'kernel.seal()'],
  ['a kernel table unguarded', ['alter table kernel.secrets disable row level security'], 'kernel.secrets'],
  ['its role with a role of others', ['grant dpf_kernel to plugin_lab'], 'plugin_lab'],
]

function plant(sql: readonly string[], id = '0001-plant'): Migration {
  return { owner: 'lab', id, sql: sql.join('\n--> statement-breakpoint\n') }
}

describe.each(everyDatabase)('migrations, on %s', (database) => {
  let lab: Lab
  let all: Migration[]

  beforeAll(async () => {
    lab = await openEmptyLab(database)
    all = await readMigrations()
  })
  afterAll(() => lab.close())

  it('bring an empty database to the newest state, and have nothing to do the second time', async () => {
    expect(await migrate(lab.owner, all, lab.encryptionKey)).toBe(all.length)
    expect(await migrate(lab.owner, all, lab.encryptionKey)).toBe(0)
    const schemas = ['kernel', ...new Set(all.map(({ owner }) => owner))]
    expect(await lab.owner.query('select kernel.catalogue_faults($1)', [schemas])).toEqual([])
  })

  it('name the one that was changed after it was applied, and change nothing', async () => {
    const changed = all.map((migration, place) =>
      place === 1 ? { ...migration, sql: `${migration.sql}\n-- mended` } : migration,
    )
    await expect(migrate(lab.owner, changed, lab.encryptionKey)).rejects.toThrow(
      `${all[1]?.owner}/${all[1]?.id} was changed after it was applied`,
    )
    expect(await migrate(lab.owner, all, lab.encryptionKey)).toBe(0)
  })

  it('leave nothing of one whose last statement fails', async () => {
    const failing = plant([things, 'insert into lab.things values (1 / 0)'], '0001-failing')
    await expect(migrate(lab.owner, [...all, failing], lab.encryptionKey)).rejects.toThrow('lab/0001-failing failed')
    expect(await stateOf(lab)).toEqual([{ schema: null, migrations: '0', enrolments: '0' }])
  })

  it('go on after one that failed, once it is mended', async () => {
    const broken = { owner: 'mend', id: '0001-first', sql: 'create table mend.things (tenant_id uuid)' }
    await expect(migrate(lab.owner, [...all, broken], lab.encryptionKey)).rejects.toThrow('mend.things')
    const mended = { ...broken, sql: 'create table mend.things (tenant_id uuid not null primary key)' }
    expect(await migrate(lab.owner, [...all, mended], lab.encryptionKey)).toBe(1)
    await lab.owner.query(`delete from kernel.migrations where owner = 'mend'`)
    await lab.owner.query(`delete from kernel.enrolments where schema_name = 'mend'`)
    await lab.owner.query('drop schema mend cascade')
  })

  it.each(plants)('refuse one that leaves %s, and leave nothing of it', async (_, sql, named) => {
    const refusal = await migrate(lab.owner, [...all, plant(sql)], lab.encryptionKey).then(
      () => 'no refusal',
      (error: Error) => error.message,
    )
    expect(refusal).toContain('Enrolment refused')
    expect(refusal).toContain(named)
    expect(await stateOf(lab)).toEqual([{ schema: null, migrations: '0', enrolments: '0' }])
  })

  it('take a plugin that has no table, and one that has', async () => {
    const lab2 = await openLab(database, [
      { owner: 'bare', id: '0001-nothing', sql: 'select 1' },
      plant([things, 'create view lab.seen with (security_invoker = true) as select name from lab.things']),
    ])
    const faults = await lab2.owner.query(`select kernel.catalogue_faults('{kernel,lab,bare,unheard_of}')`)
    await lab2.close()
    expect(faults).toEqual([])
  })
})

describe('four migrators at once, on postgres', () => {
  it('apply each migration exactly once', async () => {
    const lab = await openEmptyLab('postgres')
    const all = await readMigrations()
    const counts = await Promise.all([1, 2, 3, 4].map(() => migrate(lab.owner, all, lab.encryptionKey)))
    const applied = await lab.owner.query('select owner, id from kernel.migrations order by applied_at, owner, id')
    const keys = await lab.owner.query('select id from kernel.context_keys')
    await lab.close()
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length)
    expect(applied).toHaveLength(all.length)
    expect(keys).toHaveLength(1)
  })
})

function stateOf(lab: Lab) {
  return lab.owner.query(`select to_regnamespace('lab')::text as schema,
    (select count(*) from kernel.migrations where owner = 'lab') as migrations,
    (select count(*) from kernel.enrolments where schema_name = 'lab') as enrolments`)
}
