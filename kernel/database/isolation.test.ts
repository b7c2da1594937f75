import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Lab, openLab } from '../../tools/testing/lab.ts'
import { everyDatabase } from '../../tools/testing/test-platform.ts'
import { contextKey, signContext } from './sign-context.ts'

type Statement = string | readonly [sql: string, ...params: unknown[]]

const tables = (schema: string) => [
  `create table ${schema}.things (tenant_id uuid not null, id uuid not null, name text not null, code text, primary key (tenant_id, id), constraint things_code unique (tenant_id, code))`,
  `create table ${schema}.parts (tenant_id uuid not null, id uuid not null, thing_id uuid not null, name text not null, primary key (tenant_id, id),
    constraint parts_thing foreign key (tenant_id, thing_id) references ${schema}.things (tenant_id, id) on delete cascade)`,
]
const fixtures = [
  {
    owner: 'lab',
    id: '0001-things',
    sql: [
      ...tables('lab'),
      'create view lab.named with (security_invoker = true) as select name from lab.things',
      'grant select on lab.named to plugin_lab',
      'create function lab.all_names() returns setof text language sql as $$ select name from lab.things $$',
    ].join('\n--> statement-breakpoint\n'),
  },
  { owner: 'other', id: '0001-things', sql: tables('other').join('\n--> statement-breakpoint\n') },
]

const a = randomUUID()
const b = randomUUID()
const thingOfB = randomUUID()
/** Stands in every field of everything that B has, and in nothing else. */
const secret = `marker-${randomUUID()}`

/** What a plugin's role can be made to send for A. None may show anything of B, or touch it. */
const attacks: readonly (readonly [what: string, ...statements: Statement[]])[] = [
  ['reads all', 'select * from lab.things', 'table lab.parts'],
  ['asks for B by name', `select * from lab.things where tenant_id = '${b}'`],
  ['asks for what is not its own', `select * from lab.things where tenant_id <> kernel.tenant_id() or true`],
  ['asks for a known id', `select * from lab.things where id = '${thingOfB}'`],
  ['joins', 'select t.*, p.* from lab.things t full join lab.parts p on true'],
  ['unites', 'select name from lab.things union all select name from lab.parts'],
  ['looks sideways', 'select x.* from lab.things t right join lateral (select * from lab.parts) x on true'],
  ['hides it in a CTE', 'with every as materialized (select * from lab.things) select * from every'],
  [
    'goes round in a recursive CTE',
    'with recursive r as (select name from lab.things union select r.name from r) select * from r',
  ],
  ['aggregates', 'select json_agg(t), string_agg(name, $$,$$) from lab.things t'],
  ['looks through a view', 'select * from lab.named'],
  ['calls a function', 'select lab.all_names()'],
  ['asks XML to look', `select query_to_xml('select * from lab.things', true, true, '')`],
  ['asks XML for the schema', `select schema_to_xml('lab', true, true, '')`],
  ['locks rows', 'select * from lab.things for update'],
  ['makes a value show itself in an error', 'select * from lab.things where name::int = 1'],
  ['makes a value show itself in a division', 'select 1 / (length(name) - length(name)) from lab.things'],
  [
    'asks before the policy can',
    'select * from lab.things where pg_sleep(0) is null or set_config($$a.b$$, name, true) is null',
  ],
  ['orders by an error', 'select 1 from lab.things order by name::int'],
  ['renames all', record(), `update lab.things set name = 'mine' returning *`],
  ['renames B’s', record(), `update lab.things set name = 'mine' where tenant_id = '${b}' returning *`],
  ['updates from B’s', record(), 'update lab.things t set name = p.name from lab.parts p returning t.*, p.*'],
  ['deletes all', record(), 'delete from lab.things returning *'],
  ['deletes B’s', record(), `delete from lab.things where id = '${thingOfB}' returning *`],
  [
    'gives its rows to B',
    record(),
    ['insert into lab.things (id, name) values ($1, $2)', randomUUID(), 'x'],
    `update lab.things set tenant_id = '${b}'`,
  ],
  [
    'plants a row at B',
    record(),
    [`insert into lab.things (tenant_id, id, name) values ('${b}', $1, 'planted')`, randomUUID()],
  ],
  [
    'overwrites on conflict',
    record(),
    `insert into lab.things (tenant_id, id, name) values ('${b}', '${thingOfB}', 'x') on conflict (tenant_id, id) do update set name = 'mine' returning *`,
  ],
  [
    'reads on conflict',
    record(),
    `insert into lab.things (tenant_id, id, name) values ('${b}', '${thingOfB}', 'x') on conflict do nothing returning *`,
  ],
  [
    'merges',
    record(),
    `merge into lab.things t using (values ('${thingOfB}'::uuid)) v (id) on t.id = v.id when matched then update set name = 'mine'`,
  ],
  ['merges by deleting', record(), `merge into lab.things t using (values (1)) v on true when matched then delete`],
  ['empties the table', record(), 'truncate lab.things cascade'],
  ['locks the table', 'lock table lab.things in access exclusive mode'],
  ['opens a cursor', 'declare c cursor for select * from lab.things', 'fetch all from c'],
  [
    'opens a cursor, then leaves its context',
    'declare c cursor for select * from lab.things',
    `select set_config('dpf.context', '', true)`,
    'fetch all from c',
  ],
  ['prepares', 'prepare p as select * from lab.things', 'execute p', 'deallocate p'],
  ['explains', `explain (analyze, verbose) select * from lab.things where name like 'marker%'`],
  ['copies out', 'copy lab.things to stdout'],
  ['copies to a program', `copy lab.things to program 'cat'`],
  ['copies from a file', `copy lab.things from '/etc/passwd'`],
  [
    'runs a block',
    `do $$ declare r record; begin for r in select * from lab.things loop raise exception '%', r; end loop; end $$`,
  ],
  ['turns row security off', 'set local row_security = off', 'select * from lab.things'],
  ['turns row security off by function', `select set_config('row_security', 'off', true)`, 'select * from lab.things'],
  ['turns triggers off', `set local session_replication_role = replica`, `update lab.things set name = 'mine'`],
  ['becomes the kernel', 'set role dpf_kernel', 'select * from kernel.users'],
  ['becomes the owner', 'set role postgres', 'select * from lab.things'],
  ['takes on another session', 'set session authorization postgres', 'select * from lab.things'],
  [
    'takes on another session by function',
    `select set_config('session_authorization', 'postgres', true)`,
    'select * from lab.things',
  ],
  ['becomes itself again', 'reset role', 'reset session authorization', 'select * from lab.things'],
  ['begins anew', 'commit', 'select * from lab.things'],
  ['rolls back', 'rollback', 'select * from lab.things'],
  [
    'says that it is B',
    `select set_config('dpf.context', replace(current_setting('dpf.context'), '${a}', '${b}'), true)`,
    'select * from lab.things',
  ],
  [
    'says so between savepoints',
    'savepoint s',
    `select set_config('dpf.context', replace(current_setting('dpf.context'), '${a}', '${b}'), true)`,
    'rollback to s',
    'select * from lab.things',
  ],
  ['asks who it is', 'select (kernel.verified_context()).*', `select current_setting('dpf.context')`],
  ['reads statistics', `select * from pg_stats where schemaname = 'lab'`],
  ['reads statistics below', 'select * from pg_statistic'],
  [
    'reads what others are doing',
    'select * from pg_stat_activity',
    'select * from pg_prepared_statements',
    'select * from pg_cursors',
    'select * from pg_locks',
  ],
  ['reads large objects', 'select * from pg_largeobject'],
  ['reads files', `select pg_read_file('postgresql.conf')`],
  ['lists files', `select pg_ls_dir('.')`],
  ['reads passwords', 'select * from pg_authid'],
  ['reads the keys of contexts', 'select * from kernel.context_keys'],
  ...[
    'ledger',
    'outbox',
    'seals',
    'idempotency',
    'idempotency_results',
    'jobs',
    'users',
    'sessions',
    'refresh_tokens',
    'tenants',
    'memberships',
    'invitations',
    'api_keys',
    'secrets',
    'tenant_keys',
    'plugin_settings',
    'outgoing_mail',
    'migrations',
    'enrolments',
  ].map((name) => [`reads kernel.${name}`, `select * from kernel.${name}`] as const),
  ['reads another plugin’s tables', 'select * from other.things'],
  [
    'writes to another plugin’s tables',
    record(),
    ['insert into other.things (id, name) values ($1, $2)', randomUUID(), 'x'],
  ],
  ['asks for what B’s key kept', `select kernel.kept_results('key-of-b', 0)`],
  [
    'stores something under B’s key',
    `select set_config('dpf.idempotency', '0:key-of-b', true)`,
    `select kernel.settle(0, false, 1, '[]')`,
  ],
  ...[
    'seal()',
    `catalogue_faults('{lab}')`,
    `tenants_of('${randomUUID()}')`,
    `public_snapshot('x')`,
    `tenant_snapshot('${b}')`,
    `unsealed_tenants('0 seconds', 9)`,
    'due_tenants(9)',
    `claim_job('1 minute')`,
    `purge_deleted_tenants('0 seconds', 9)`,
    `tenant_keys_after('${a}', 9)`,
    `find_invitation('x')`,
    `forget_expired()`,
    `enrol('lab', 'plugin_lab')`,
    `plugins_of('${b}')`,
  ].map((call) => [`calls kernel.${call}`, `select kernel.${call}`] as const),
  [
    'forges a record of the kernel',
    `select kernel.begin_change('[{"id":"${randomUUID()}","action":"tenant.deleted","subject":"x","data":{}}]', null, 'x', null, null, 0)`,
  ],
  [
    'forges a record of another plugin',
    `select kernel.begin_change('[{"id":"${randomUUID()}","action":"lab.x","subject":"x","data":{}},{"id":"${randomUUID()}","action":"other.x","subject":"x","data":{}}]', null, 'x', null, null, 0)`,
  ],
  [
    'asks for another plugin’s job',
    `select kernel.begin_change('[{"id":"${randomUUID()}","action":"lab.x","subject":"x","data":{}}]', '[{"id":"${randomUUID()}","pluginId":"other","name":"x","payload":{}}]', 'x', null, null, 0)`,
  ],
  [
    'writes a record itself',
    [
      'insert into kernel.ledger (tenant_id, id, actor, action, subject, data, request_id, address, digest) values ($1, $2, $3, $3, $3, $4, $3, $3, $5)',
      b,
      randomUUID(),
      'x',
      '{}',
      '',
    ],
  ],
  ['changes the ledger', `update kernel.ledger set actor = 'nobody'`],
  ['deletes from the ledger', 'delete from kernel.ledger'],
  ['unguards its table', 'alter table lab.things disable row level security', 'select * from lab.things'],
  ['stops forcing', 'alter table lab.things no force row level security', 'select * from lab.things'],
  ['adds a policy', 'create policy everybody on lab.things using (true)', 'select * from lab.things'],
  ['drops the trigger', 'drop trigger record_required on lab.things', `update lab.things set name = 'mine'`],
  [
    'replaces the judge',
    'create or replace function kernel.tenant_id() returns uuid language sql as $$ select null::uuid $$',
  ],
  ['makes a function', 'create function lab.f() returns int language sql security definer as $$ select 1 $$'],
  ['makes a table', 'create table public.loot as select * from lab.things'],
  ['makes a temporary table', 'create temporary table loot as select * from lab.things'],
  [
    'makes a temporary type that runs code',
    'create function pg_temp.leak(t pg_catalog.text) returns boolean language sql as $$ select true $$',
    'create domain pg_temp.text as pg_catalog.text check (pg_temp.leak(value))',
    'select kernel.tenant_id()',
  ],
  [
    'gives itself rights',
    'grant all on all tables in schema kernel to plugin_lab',
    'alter role plugin_lab bypassrls',
    'grant plugin_other to plugin_lab',
  ],
  ['gives itself bypassrls', 'alter role plugin_lab bypassrls'],
  ['gives itself the other role', 'grant plugin_other to plugin_lab', 'select * from other.things'],
]

function record(): Statement {
  return [
    `select kernel.begin_change($1, null, 'x', null, null, 0)`,
    JSON.stringify([{ id: randomUUID(), action: 'lab.thing.changed', subject: 'thing', data: {} }]),
  ]
}

describe.each(everyDatabase)('isolation, on %s', (database) => {
  let lab: Lab

  beforeAll(async () => {
    lab = await openLab(database, fixtures)
    for (const [tenantId, name, id] of [
      [a, 'of A', randomUUID()],
      [b, secret, thingOfB],
    ] as const) {
      for (const schema of ['lab', 'other']) {
        const role = `plugin_${schema}`
        const actor = tenantId === a ? 'person:a' : secret
        const begin = `select kernel.begin_change($1, $2, $3, $4, 'same', 0)`
        const records = [{ id: randomUUID(), action: `${schema}.thing.made`, subject: name, data: { name } }]
        const jobs = [{ id: randomUUID(), pluginId: schema, name, payload: { name } }]
        await lab.run(role, await lab.sign({ tenantId, role, actor }), [
          [
            begin,
            JSON.stringify(records),
            JSON.stringify(jobs),
            name,
            `key-of-${tenantId === a ? 'a' : 'b'}-${schema}`,
          ],
          [`insert into ${schema}.things (id, name, code) values ($1, $2, $3)`, id, name, `code ${name}`],
          [`insert into ${schema}.parts (id, thing_id, name) values ($1, $2, $3)`, randomUUID(), id, name],
        ])
      }
    }
    await lab.owner.query(`update kernel.idempotency set key = 'key-of-b' where key = 'key-of-b-lab'`)
    await lab.owner.query('analyze')
  })
  afterAll(() => lab.close())

  const asA = async (statements: readonly Statement[]) =>
    lab.run('plugin_lab', await lab.sign({ tenantId: a }), statements)
  const stateOfB = () =>
    lab.owner.query(
      `select (select json_agg(t order by t.id) from lab.things t where tenant_id = $1) as things, (select json_agg(p) from lab.parts p where tenant_id = $1) as parts,
        (select json_agg(o) from other.things o) as others, (select json_agg(l order by l.id) from kernel.ledger l where tenant_id = $1) as ledger,
        (select json_agg(i) from kernel.idempotency i where tenant_id = $1) as idempotency, (select json_agg(r) from kernel.idempotency_results r where tenant_id = $1) as results,
        (select json_agg(j) from kernel.jobs j where tenant_id = $1) as jobs`,
      [b],
    )

  it('shows each tenant its own, so that the attacks below have something to find', async () => {
    expect((await asA(['select name from lab.things']))[0]).toEqual([{ name: 'of A' }])
    const asB = await lab.run('plugin_lab', await lab.sign({ tenantId: b }), ['select name from lab.things'])
    expect(asB[0]).toEqual([{ name: secret }])
    expect(JSON.stringify(await stateOfB())).toContain(secret)
  })

  describe('a plugin’s role in A’s context learns and changes nothing of B when it', () => {
    it.each(attacks)('%s', async (_, ...statements) => {
      const before = await stateOfB()
      const together = await outcome(asA(statements))
      // A refusal of one hides what the next would have shown.
      const alone = await Promise.all(statements.map((statement) => outcome(asA([statement]))))
      expect(together).not.toContain(secret)
      expect(alone.join('\n')).not.toContain(secret)
      expect(await stateOfB()).toEqual(before)
    })
  })

  it('finds the fault when a policy lets through', async () => {
    await lab.owner.query('create policy everybody on lab.things using (true)')
    const seen = await outcome(asA(['select * from lab.things']))
    await lab.owner.query('drop policy everybody on lab.things')
    expect(seen).toContain(secret)
  })

  it('runs no code of a caller with the owner’s rights, even where temporary objects are allowed', async () => {
    const [{ name } = {}] = await lab.owner.query('select current_database() as name')
    await lab.owner.query(`grant temporary on database "${name}" to plugin_lab`)
    const [, , , , , loot] = await asA([
      'create table pg_temp.loot (who pg_catalog.text)',
      'create function pg_temp.run(value pg_catalog.text) returns boolean language plpgsql as $$ begin insert into loot select current_user; return true; end $$',
      'create domain pg_temp.text as pg_catalog.text check (pg_temp.run(value))',
      'create domain pg_temp.uuid as pg_catalog.uuid check (pg_temp.run(value::pg_catalog.text))',
      'select kernel.tenant_id(), (select count(*) from lab.things)',
      `select who from loot where who <> 'plugin_lab'`,
    ])
    await lab.owner.query(`revoke temporary on database "${name}" from plugin_lab`)
    expect(loot).toEqual([])
  })

  it('does not let a unique key tell whether B has a value', async () => {
    const insert = (id: string, code: string) =>
      asA([record(), ['insert into lab.things (id, name, code) values ($1, $2, $3)', id, 'copy', code]])
    await expect(insert(thingOfB, `code ${secret}`)).resolves.toBeDefined()
  })

  it('answers a reference to B’s row and one to no row alike', async () => {
    const insert = (thing: string) =>
      asA([record(), [`insert into lab.parts (id, thing_id, name) values ('${randomUUID()}', $1, 'x')`, thing]]).then(
        () => 'inserted',
        (error) => [error.code, error.constraint, String(error.detail).replace(thing, 'it')],
      )
    await asA([record(), `delete from lab.things where id = '${thingOfB}'`])
    expect(await insert(thingOfB)).toEqual(await insert(randomUUID()))
  })

  describe('without a context', () => {
    it.each([
      'select * from lab.things',
      'select count(*) from lab.parts',
      `update lab.things set name = 'x'`,
      'delete from lab.things',
      `insert into lab.things (id, name) values ('${randomUUID()}', 'x')`,
      `select kernel.begin_change('[{"id":"${randomUUID()}"}]', null, 'x', null, null, 0)`,
      `select kernel.kept_results('key-of-b', 0)`,
    ])('refuses %s', async (statement) => {
      for (const context of [undefined, ''])
        await expect(lab.run('plugin_lab', context, [statement])).rejects.toMatchObject({ code: '28000' })
    })

    it('refuses the kernel’s own role too', async () => {
      await expect(lab.run('dpf_kernel', undefined, ['select * from kernel.ledger'])).rejects.toMatchObject({
        code: '28000',
      })
    })
  })

  describe('refuses a context that', () => {
    const good = { tenantId: b, role: 'plugin_lab', actor: 'person:x', requestId: 'r', expiresAtSeconds: 0 }
    const soon = () => Math.floor(Date.now() / 1000) + 60
    const contexts: readonly [what: string, make: () => Promise<string>][] = [
      [
        'another key signed',
        async () => signContext({ ...good, expiresAtSeconds: soon() }, await contextKey('k'.repeat(32))),
      ],
      ['has expired', () => lab.sign({ tenantId: b, expiresAtSeconds: soon() - 61 })],
      ['belongs to the kernel', () => lab.sign({ tenantId: b, role: 'dpf_kernel' })],
      ['belongs to another plugin', () => lab.sign({ tenantId: b, role: 'plugin_other' })],
      ['names another tenant than it was signed for', async () => (await lab.sign({ tenantId: a })).replace(a, b)],
      [
        'lives longer than it was signed for',
        async () => {
          const expired = soon() - 120
          return (await lab.sign({ tenantId: b, expiresAtSeconds: expired })).replace(String(expired), String(soon()))
        },
      ],
      ['names another actor', async () => (await lab.sign({ tenantId: b })).replace('person:lab', 'person:boss')],
      ['lost its signature', async () => (await lab.sign({ tenantId: b })).replace(/[^|]*$/, '')],
      ['lost a field', async () => (await lab.sign({ tenantId: b })).replace('|person:lab', '')],
      ['has a field more', async () => `${await lab.sign({ tenantId: b })}|x`],
      ['is of a version that is not known', async () => (await lab.sign({ tenantId: b })).replace('v1', 'v2')],
      [
        'names a key that is not there',
        async () => (await lab.sign({ tenantId: b })).replace(/^v1\|[^|]*/, 'v1|00000000'),
      ],
      ['is noise', async () => 'v1|a|b|c|d|e|f|g'],
    ]
    it.each(contexts)('%s', async (_, make) => {
      const context = await make()
      await expect(lab.run('plugin_lab', context, ['select * from lab.things'])).rejects.toMatchObject({
        code: '28000',
      })
    })
  })

  describe('the ledger', () => {
    const changes = [
      `update kernel.ledger set actor = 'nobody'`,
      'delete from kernel.ledger',
      'truncate kernel.ledger',
      `update kernel.seals set hash = ''`,
      'delete from kernel.seals',
      'truncate kernel.seals',
    ]
    it.each(changes)('refuses %s to the kernel, to a plugin and to the owner', async (statement) => {
      for (const role of ['dpf_kernel', 'plugin_lab'])
        await expect(lab.run(role, await lab.sign({ tenantId: a, role }), [statement])).rejects.toMatchObject({
          code: '42501',
        })
      await expect(lab.owner.query(statement)).rejects.toMatchObject({ code: '42501' })
    })

    it('takes no row but through the function that changes begin with', async () => {
      const row = `insert into kernel.ledger (tenant_id, id, actor, action, subject, data, request_id, address, digest) values ('${a}', '${randomUUID()}', 'x', 'x', 'x', '{}', 'x', 'x', '')`
      for (const role of ['dpf_kernel', 'plugin_lab'])
        await expect(lab.run(role, await lab.sign({ tenantId: a, role }), [row])).rejects.toMatchObject({
          code: '42501',
        })
    })

    it('shows the kernel the records of the context’s tenant only', async () => {
      const context = await lab.sign({ tenantId: a, role: 'dpf_kernel' })
      const [rows] = await lab.run('dpf_kernel', context, ['select distinct tenant_id from kernel.ledger'])
      expect(rows).toEqual([{ tenant_id: a }])
    })
  })

  describe('what a request leaves on its connection', () => {
    beforeEach(async () => {
      const context = await lab.sign({ tenantId: a })
      await lab.run('plugin_lab', undefined, [[`select set_config('dpf.context', $1, false)`, context]])
    })

    it('does not change whom the next one speaks for', async () => {
      const [rows] = await lab.run('plugin_lab', await lab.sign({ tenantId: b }), ['select name from lab.things'])
      expect(rows).toEqual([{ name: secret }])
    })
  })
})

/** Everything that came back, of a refusal too: message, detail, hint and where. */
function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    (rows) => JSON.stringify(rows),
    (error) => JSON.stringify({ ...error, message: error.message }),
  )
}
