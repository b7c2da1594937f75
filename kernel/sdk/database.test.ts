import { randomUUID } from 'node:crypto'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  pgSchema,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, type LabRequest, openLab } from '../../tools/testing/lab.ts'
import { everyDatabase } from '../../tools/testing/test-platform.ts'
import { defineErrors } from '../errors/app-error.ts'
import { type Database, must } from './database.ts'

const schema = pgSchema('lab')
const tenantId = () => uuid('tenant_id').notNull().default(sql`kernel.tenant_id()`)

const things = schema.table('things', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  stock: integer('stock').notNull().default(0),
})
const parts = schema.table('parts', {
  tenantId: tenantId(),
  id: uuid('id').notNull(),
  thingId: uuid('thing_id').notNull(),
  name: text('name').notNull(),
})
const bytes = customType<{ data: Uint8Array; driverData: unknown }>({ dataType: () => 'bytea' })
const kinds = schema.table('kinds', {
  id: uuid('id').notNull(),
  small: integer('small'),
  big: bigint('big', { mode: 'bigint' }),
  amount: bigint('amount', { mode: 'number' }),
  price: numeric('price'),
  ratio: doublePrecision('ratio'),
  on: boolean('on'),
  day: date('day'),
  moment: timestamp('moment', { withTimezone: true, mode: 'date' }),
  momentText: timestamp('moment_text', { withTimezone: true, mode: 'string' }),
  local: timestamp('local', { mode: 'date' }),
  json: jsonb('json'),
  words: text('words').array(),
  numbers: integer('numbers').array(),
  raw: bytes('raw'),
  note: text('note'),
})

const migration = {
  owner: 'lab',
  id: '0001-things',
  sql: [
    `create table lab.things (tenant_id uuid not null, id uuid not null, name text not null, stock integer not null default 0,
      primary key (tenant_id, id), constraint things_name unique (tenant_id, name), constraint things_stock check (stock >= 0))`,
    `create table lab.parts (tenant_id uuid not null, id uuid not null, thing_id uuid not null, name text not null, primary key (tenant_id, id),
      constraint parts_thing foreign key (tenant_id, thing_id) references lab.things)`,
    `create table lab.kinds (tenant_id uuid not null, id uuid not null, small integer, big bigint, amount bigint, price numeric, ratio double precision,
      "on" boolean, day date, moment timestamptz, moment_text timestamptz, local timestamp, json jsonb, words text[], numbers integer[], raw bytea, note text,
      primary key (tenant_id, id))`,
    // A counter survives a rollback, so it can fail the first tries of a batch.
    'create sequence lab.tries',
    `create function lab.fail_twice() returns trigger language plpgsql as $$ begin
      if new.name like 'busy%' and nextval('lab.tries') % 3 <> 0 then
        raise exception using errcode = substr(new.name, 6, 5), message = 'try again';
      end if;
      return new;
    end $$`,
    'create trigger fail_twice before insert on lab.things for each row execute function lab.fail_twice()',
  ].join('\n--> statement-breakpoint\n'),
}

const errors = defineErrors('lab', {
  gone: [404, 'There is no such thing'],
  taken: [409, 'This name is taken'],
  soldOut: [409, 'None is left'],
  noThing: [422, 'There is no such thing to be a part of'],
})
const made = (name = 'x') => ({ action: 'lab.thing.made', subject: `thing:${name}`, data: { name } })

describe.each(everyDatabase)('the database of a plugin, on %s', (database) => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(database, [migration])
  })
  afterAll(() => lab.close())

  const open = (request: Partial<LabRequest> = {}) => lab.database({ tenantId: randomUUID(), ...request })
  const recordsOf = (tenant: string) =>
    lab.owner.query(
      'select action, subject, data, actor, address, request_id from kernel.ledger where tenant_id = $1 order by id',
      [tenant],
    )

  async function withThings(...names: string[]) {
    const tenant = randomUUID()
    const plugin = await open({ tenantId: tenant })
    const rows = names.map((name) => ({ id: randomUUID(), name, stock: 5 }))
    await plugin.change(made('first'), (tx) => tx.insert(things).values(rows))
    return { tenant, plugin, ids: rows.map(({ id }) => id) }
  }

  describe('db', () => {
    it('reads the tenant’s rows in one trip, without a filter', async () => {
      const { plugin } = await withThings('lamp')
      await withThings('lamp of another')
      const before = plugin.trips()
      expect(await plugin.db.select({ name: things.name }).from(things)).toEqual([{ name: 'lamp' }])
      expect(plugin.trips() - before).toBe(1)
    })

    it('refuses to write, even where a handler finds a way to ask', async () => {
      const { plugin } = await withThings('lamp')
      const disguised = plugin.db as unknown as Parameters<Parameters<Database['change']>[1]>[0]
      await expect(disguised.update(things).set({ name: 'x' })).rejects.toMatchObject({ cause: { code: '25006' } })
      await expect(disguised.insert(things).values({ id: randomUUID(), name: 'x' })).rejects.toMatchObject({
        cause: { code: '25006' },
      })
      expect(await plugin.db.select({ name: things.name }).from(things)).toEqual([{ name: 'lamp' }])
    })

    it.each([
      'commit',
      'alter role plugin_lab password null',
      'declare c cursor with hold for select 1',
      'listen x',
      '/* select */ set role x',
      'begin',
    ])('sends no command: %s', async (command) => {
      const { plugin } = await withThings('lamp')
      const disguised = plugin.db as unknown as Parameters<Parameters<Database['change']>[1]>[0]
      await expect(disguised.execute(sql.raw(command))).rejects.toMatchObject({ cause: expect.any(TypeError) })
      await expect(plugin.change(made(), (tx) => tx.execute(sql.raw(command)))).rejects.toBeInstanceOf(TypeError)
    })
  })

  describe('read', () => {
    it('answers several queries of one moment in one trip', async () => {
      const { plugin } = await withThings('lamp', 'chair')
      const before = plugin.trips()
      const [names, [count]] = await plugin.read((db) => [
        db.select({ name: things.name }).from(things).orderBy(asc(things.name)),
        db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(things),
      ])
      expect([names.map(({ name }) => name), count]).toEqual([['chair', 'lamp'], { count: 2 }])
      expect(plugin.trips() - before).toBe(1)
    })
  })

  describe('change', () => {
    it('keeps statements and record together, in one trip', async () => {
      const tenant = randomUUID()
      const plugin = await open({ tenantId: tenant, actor: 'key:one' })
      const [inserted, found] = await plugin.change(made('lamp'), (tx) => [
        tx
          .insert(things)
          .values({ id: randomUUID(), name: 'lamp' })
          .returning({ name: things.name, stock: things.stock }),
        tx.select({ name: things.name }).from(things),
      ])
      expect([inserted, found]).toEqual([[{ name: 'lamp', stock: 0 }], [{ name: 'lamp' }]])
      expect(plugin.trips()).toBe(1)
      expect(await recordsOf(tenant)).toEqual([
        {
          action: 'lab.thing.made',
          subject: 'thing:lamp',
          data: { name: 'lamp' },
          actor: 'key:one',
          address: '192.0.2.7',
          request_id: 'request-of-lab',
        },
      ])
    })

    it('records the route that was called when nothing is announced', async () => {
      const tenant = randomUUID()
      const plugin = await open({ tenantId: tenant })
      await plugin.change('route', (tx) => tx.insert(things).values({ id: randomUUID(), name: 'lamp' }))
      expect(await recordsOf(tenant)).toMatchObject([{ action: 'lab.route.called', subject: '/api/lab/things' }])
    })

    it('keeps several records, in their order', async () => {
      const tenant = randomUUID()
      const plugin = await open({ tenantId: tenant })
      await plugin.change([made('one'), made('two')], (tx) =>
        tx.insert(things).values({ id: randomUUID(), name: 'lamp' }),
      )
      expect((await recordsOf(tenant)).map(({ subject }) => subject)).toEqual(['thing:one', 'thing:two'])
    })

    it('leaves nothing of any statement when the last one fails, no record either', async () => {
      const { tenant, plugin } = await withThings('lamp')
      const refused = plugin.change(made('second'), (tx) => [
        tx.insert(things).values({ id: randomUUID(), name: 'chair' }),
        tx.update(things).set({ stock: 99 }),
        tx.insert(things).values({ id: randomUUID(), name: 'lamp' }),
      ])
      await expect(refused).rejects.toMatchObject({ code: 'kernel.conflict', status: 409 })
      expect(await plugin.db.select({ name: things.name, stock: things.stock }).from(things)).toEqual([
        { name: 'lamp', stock: 5 },
      ])
      expect(await recordsOf(tenant)).toHaveLength(1)
    })

    it('is refused by the database itself when it comes without a record', async () => {
      const tenant = randomUUID()
      const context = await lab.sign({ tenantId: tenant })
      const insert = `insert into lab.things (id, name) values ('${randomUUID()}', 'x')`
      const refusal = { code: 'DPF03', message: 'lab.things was changed without a record' }
      await expect(lab.run('plugin_lab', context, [insert])).rejects.toMatchObject(refusal)
      await expect(lab.run('plugin_lab', context, [`update lab.things set name = 'x'`])).rejects.toMatchObject(refusal)
      await expect(lab.run('plugin_lab', context, ['delete from lab.things'])).rejects.toMatchObject(refusal)
      await expect(
        lab.run('plugin_lab', context, [`select kernel.begin_change('[]', null, 'x', null, null, 0)`, insert]),
      ).rejects.toMatchObject({ code: 'DPF03' })
    })

    it('does not take the record of an earlier change for its own', async () => {
      const { tenant } = await withThings('lamp')
      const [record] = await lab.owner.query('select id from kernel.ledger where tenant_id = $1', [tenant])
      await expect(
        lab.run('plugin_lab', await lab.sign({ tenantId: tenant }), [
          [`select set_config('dpf.record', $1, true)`, record?.id],
          'delete from lab.things',
        ]),
      ).rejects.toMatchObject({ code: 'DPF03' })
    })

    it('runs statements that begin with a changing WITH', async () => {
      const { plugin, ids } = await withThings('lamp')
      const take = (name: string, tx: Parameters<Parameters<Database['change']>[1]>[0]) => {
        const one = tx.$with('taken').as(
          tx
            .update(things)
            .set({ stock: sql`${things.stock} - 1` })
            .where(and(eq(things.id, ids[0] ?? ''), gt(things.stock, 0)))
            .returning({ id: things.id }),
        )
        return tx
          .with(one)
          .insert(parts)
          .select(
            tx
              .select({
                tenantId: sql`kernel.tenant_id()`.as('tenant_id'),
                id: sql`gen_random_uuid()`.as('id'),
                thingId: one.id,
                name: sql`${name}::text`.as('name'),
              })
              .from(one),
          )
          .returning({ name: parts.name, thingId: parts.thingId })
      }
      const [[part]] = await plugin.change(made('part'), (tx) => [must(take('a (bulb', tx), errors.soldOut())])
      expect(part).toEqual({ name: 'a (bulb', thingId: ids[0] })
      expect(await plugin.db.select({ stock: things.stock }).from(things)).toEqual([{ stock: 4 }])
    })
  })

  describe('must', () => {
    it('undoes everything and throws its own error when a query finds nothing', async () => {
      const { tenant, plugin } = await withThings('lamp')
      const refused = plugin.change(made('second'), (tx) => [
        tx.update(things).set({ name: 'changed' }),
        must(tx.select({ id: things.id }).from(things), errors.taken()),
        must(
          tx.delete(things).where(eq(things.name, 'none')).returning({ id: things.id }),
          errors.gone({ name: 'none' }),
        ),
      ])
      await expect(refused).rejects.toMatchObject({ code: 'lab.gone', facts: { name: 'none' } })
      expect(await plugin.db.select({ name: things.name }).from(things)).toEqual([{ name: 'lamp' }])
      expect(await recordsOf(tenant)).toHaveLength(1)
    })

    it('answers the rows when there are some', async () => {
      const { plugin } = await withThings('lamp', 'chair')
      const rows = await plugin.change(made('second'), (tx) =>
        must(tx.update(things).set({ stock: 7 }).returning({ name: things.name, stock: things.stock }), errors.gone()),
      )
      expect(rows.toSorted((one, two) => one.name.localeCompare(two.name))).toEqual([
        { name: 'chair', stock: 7 },
        { name: 'lamp', stock: 7 },
      ])
    })

    it('asks for RETURNING before anything is sent', async () => {
      const { plugin } = await withThings('lamp')
      const before = plugin.trips()
      await expect(
        plugin.change(made(), (tx) => must(tx.update(things).set({ stock: 1 }) as never, errors.gone())),
      ).rejects.toThrow('add .returning()')
      expect(plugin.trips()).toBe(before)
    })
  })

  describe('refusals', () => {
    it('say what a unique key, a check and a reference mean', async () => {
      const { plugin } = await withThings('lamp')
      const refusals = { things_name: errors.taken(), things_stock: errors.soldOut(), parts_thing: errors.noThing() }
      const attempt = (plan: Parameters<Database['change']>[1]) => plugin.change(made(), plan, { refusals })
      await expect(attempt((tx) => tx.insert(things).values({ id: randomUUID(), name: 'lamp' }))).rejects.toMatchObject(
        { code: 'lab.taken' },
      )
      await expect(attempt((tx) => tx.update(things).set({ stock: sql`${things.stock} - 6` }))).rejects.toMatchObject({
        code: 'lab.soldOut',
      })
      await expect(
        attempt((tx) => tx.insert(parts).values({ id: randomUUID(), thingId: randomUUID(), name: 'x' })),
      ).rejects.toMatchObject({ code: 'lab.noThing' })
      expect(await plugin.db.select({ stock: things.stock }).from(things)).toEqual([{ stock: 5 }])
    })

    it('become a plain conflict where nobody gave them a meaning', async () => {
      const { plugin } = await withThings('lamp')
      await expect(
        plugin.change(made(), (tx) => tx.insert(things).values({ id: randomUUID(), name: 'lamp' })),
      ).rejects.toMatchObject({ code: 'kernel.conflict', status: 409 })
    })

    it('answer 422 to a value that cannot be stored', async () => {
      const { plugin } = await withThings('lamp')
      await expect(
        plugin.change(made(), (tx) => tx.insert(things).values({ id: randomUUID(), name: 'nul \u0000' })),
      ).rejects.toMatchObject({ code: 'kernel.invalid', status: 422 })
      await expect(plugin.db.select().from(things).where(eq(things.id, 'no uuid'))).rejects.toMatchObject({
        cause: { code: 'kernel.invalid' },
      })
    })
  })

  describe('jobs', () => {
    const job = { name: 'polish', payload: { deep: true }, dueAt: new Date('2030-01-02T03:04:05.678Z') }
    const jobsOf = (tenant: string) =>
      lab.owner.query('select plugin_id, name, payload, due_at, actor from kernel.jobs where tenant_id = $1', [tenant])

    it('are stored with the change that asks for them', async () => {
      const { tenant, plugin } = await withThings('lamp')
      await plugin.change(made(), (tx) => tx.update(things).set({ stock: 1 }), { jobs: [job] })
      expect(await jobsOf(tenant)).toEqual([
        { plugin_id: 'lab', name: 'polish', payload: { deep: true }, due_at: job.dueAt, actor: 'person:lab' },
      ])
    })

    it('are not stored when the change fails', async () => {
      const { tenant, plugin } = await withThings('lamp')
      const refused = plugin.change(made(), (tx) => tx.update(things).set({ stock: -1 }), { jobs: [job] })
      await expect(refused).rejects.toMatchObject({ status: 409 })
      expect(await jobsOf(tenant)).toEqual([])
    })
  })

  describe('a batch that PostgreSQL rolled back for no fault of its own', () => {
    it.each(['40001', '40P01'])('is sent again, and happens once (%s)', async (state) => {
      const { tenant, plugin } = await withThings('lamp')
      await plugin.change(made('second'), (tx) => tx.insert(things).values({ id: randomUUID(), name: `busy ${state}` }))
      expect(await plugin.db.select({ name: things.name }).from(things).orderBy(asc(things.name))).toEqual([
        { name: `busy ${state}` },
        { name: 'lamp' },
      ])
      expect(await recordsOf(tenant)).toHaveLength(2)
    })
  })

  describe('under an Idempotency-Key', () => {
    const values = {
      small: -7,
      big: 9_007_199_254_740_993n,
      amount: 1_234_567_890_123,
      price: '12.50',
      ratio: 0.1 + 0.2,
      on: false,
      day: '2026-02-28',
      moment: new Date('2026-11-22T10:30:00.123Z'),
      momentText: '2026-11-22 10:30:00.123456+00',
      local: new Date('2026-11-22T10:30:00.000Z'),
      json: { a: [1, null, { b: 'ü "quoted" \\ (paren, comma)' }], n: 12.5 },
      words: ['a,b', 'c "d" \\e', '', 'null', '{}', 'ü'],
      numbers: [1, -2, 3],
      raw: Buffer.from([0, 255, 10, 92]),
      note: null,
    }

    it('reads every type back exactly as the first time, null, empty and doubled names too', async () => {
      const tenant = randomUUID()
      const id = randomUUID()
      const attempt = async () => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'kinds' })
        return plugin.change(made(), (tx) => [
          tx
            .insert(kinds)
            .values([{ id, ...values }, { id: randomUUID() }])
            .returning(),
          tx
            .select({ one: kinds.id, two: kinds.id, three: sql<number>`1`, four: sql`count(*) over ()` })
            .from(kinds)
            .where(eq(kinds.id, id)),
          tx.select({ id: kinds.id }).from(kinds).where(eq(kinds.id, randomUUID())),
          tx.update(kinds).set({ note: 'x' }),
        ])
      }
      const first = await attempt()
      expect(first[0][0]).toMatchObject({ id, ...values })
      expect(first[1]).toEqual([{ one: id, two: id, three: 1, four: '1' }])
      expect(first[2]).toEqual([])
      const second = await attempt()
      expect(second).toStrictEqual(first)
      expect(await recordsOf(tenant)).toHaveLength(1)
    })

    it('answers the first result to a retry that would now find something else', async () => {
      const { tenant, ids } = await withThings('lamp')
      const attempt = async () => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'take' })
        return plugin.change(made(), (tx) =>
          must(
            tx
              .update(things)
              .set({ stock: sql`${things.stock} - 5` })
              .where(and(eq(things.id, ids[0] ?? ''), gt(things.stock, 4)))
              .returning({ stock: things.stock }),
            errors.soldOut(),
          ),
        )
      }
      expect(await attempt()).toEqual([{ stock: 0 }])
      expect(await attempt()).toEqual([{ stock: 0 }])
    })

    it('keeps a statement with a changing WITH, and its result', async () => {
      const { tenant, ids } = await withThings('lamp')
      const attempt = async () => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'with' })
        return plugin.change(made(), (tx) => {
          const taken = tx.$with('taken').as(
            tx
              .update(things)
              .set({ stock: sql`${things.stock} - 1` })
              .returning({ id: things.id, stock: things.stock }),
          )
          return tx.with(taken).select({ stock: taken.stock, id: taken.id }).from(taken)
        })
      }
      expect(await attempt()).toEqual([{ stock: 4, id: ids[0] }])
      expect(await attempt()).toEqual([{ stock: 4, id: ids[0] }])
    })

    it('refuses the same key for something else', async () => {
      const tenant = randomUUID()
      const attempt = async (name: string) => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'one', fingerprint: name })
        return plugin.change(made(), (tx) => tx.insert(things).values({ id: randomUUID(), name }))
      }
      await attempt('lamp')
      await expect(attempt('chair')).rejects.toMatchObject({ code: 'kernel.idempotencyMismatch', status: 422 })
    })

    it('is free again after a change that failed', async () => {
      const { tenant } = await withThings('lamp')
      const attempt = async (name: string) => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'again', fingerprint: name })
        return plugin.change(made(), (tx) =>
          tx.insert(things).values({ id: randomUUID(), name }).returning({ name: things.name }),
        )
      }
      await expect(attempt('lamp')).rejects.toMatchObject({ status: 409 })
      // The bridge answers before it has rolled back: a retry in that very moment may still find the key in use.
      const retry = () => attempt('chair').catch((error: { code: string }) => error.code)
      await expect.poll(retry, { interval: 20 }).toEqual([{ name: 'chair' }])
    })

    it('keeps the changes of one request apart', async () => {
      const tenant = randomUUID()
      const attempt = async () => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'steps' })
        const insert = (name: string) =>
          plugin.change(made(name), (tx) =>
            tx.insert(things).values({ id: randomUUID(), name }).returning({ name: things.name }),
          )
        return [await insert('one'), await insert('two')]
      }
      expect(await attempt()).toEqual([[{ name: 'one' }], [{ name: 'two' }]])
      expect(await attempt()).toEqual([[{ name: 'one' }], [{ name: 'two' }]])
      expect(await recordsOf(tenant)).toHaveLength(2)
    })

    it('belongs to its actor and its tenant', async () => {
      const tenant = randomUUID()
      const attempt = async (request: Partial<LabRequest>, name: string) => {
        const plugin = await open({ tenantId: tenant, idempotencyKey: 'own', ...request })
        return plugin.change(made(), (tx) =>
          tx.insert(things).values({ id: randomUUID(), name }).returning({ name: things.name }),
        )
      }
      expect(await attempt({}, 'one')).toEqual([{ name: 'one' }])
      expect(await attempt({ actor: 'person:other' }, 'two')).toEqual([{ name: 'two' }])
      expect(await attempt({ tenantId: randomUUID() }, 'three')).toEqual([{ name: 'three' }])
    })
  })
})

describe('many changes at once, on postgres', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab('postgres', [migration])
  })
  afterAll(() => lab.close())

  it('with the same lock stand in line', async () => {
    const tenantId = randomUUID()
    const id = randomUUID()
    const plugin = await lab.database({ tenantId })
    await plugin.change(made(), (tx) => tx.insert(things).values({ id, name: 'lamp' }))
    const add = async () => {
      const own = await lab.database({ tenantId })
      const [, [row]] = await own.change(
        made(),
        (tx) => [
          // Reads, waits and writes what it read: only a lock makes that safe.
          tx.execute(sql`select set_config('lab.seen', (select stock from lab.things)::text, true), pg_sleep(0.01)`),
          tx
            .update(things)
            .set({ stock: sql`current_setting('lab.seen')::integer + 1` })
            .returning({ stock: things.stock }),
        ],
        { locks: ['b', `thing:${id}`, 'a'] },
      )
      return row?.stock
    }
    const stocks = await Promise.all(Array.from({ length: 20 }, add))
    expect(stocks.toSorted((one = 0, two = 0) => one - two)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  it('that would wait for each other in a circle all happen', async () => {
    const tenantId = randomUUID()
    const ids = [randomUUID(), randomUUID()] as const
    const plugin = await lab.database({ tenantId })
    await plugin.change(made(), (tx) => tx.insert(things).values(ids.map((id) => ({ id, name: id }))))
    const move = async (from: string, to: string) => {
      const own = await lab.database({ tenantId })
      const take = (id: string) => sql`update lab.things set stock = stock + 1 where id = ${id}`
      await own.change(made(), (tx) => [
        tx.execute(take(from)),
        tx.execute(sql`select pg_sleep(0.2)`),
        tx.execute(take(to)),
      ])
      return own.trips()
    }
    const trips = await Promise.all([move(...ids), move(ids[1], ids[0])])
    expect(await plugin.db.select({ stock: things.stock }).from(things)).toEqual([{ stock: 2 }, { stock: 2 }])
    // One of the two was the victim of a deadlock, or nothing was proved.
    expect(Math.max(...trips)).toBeGreaterThan(1)
  })

  it('never go below a CHECK', async () => {
    const tenantId = randomUUID()
    const plugin = await lab.database({ tenantId })
    await plugin.change(made(), (tx) => tx.insert(things).values({ id: randomUUID(), name: 'lamp', stock: 10 }))
    const take = async () => {
      const own = await lab.database({ tenantId })
      return own
        .change(made(), (tx) => tx.update(things).set({ stock: sql`${things.stock} - 1` }), {
          refusals: { things_stock: errors.soldOut() },
        })
        .then(
          () => 'taken',
          (error) => error.code,
        )
    }
    const outcomes = await Promise.all(Array.from({ length: 50 }, take))
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(10)
    expect(outcomes.filter((outcome) => outcome === 'lab.soldOut')).toHaveLength(40)
  })
})
