import { asc, eq } from 'drizzle-orm'
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import { AppError, defineEvents, definePlugin, endpoint, type Interval, momentColumn, newId, pluginRouter } from '#sdk'

const schema = pgSchema('echo')
/** A row for each effect of a handler or a job: an effect that came twice is there twice. */
const effects = schema.table('effects', {
  id: uuid('id').primaryKey(),
  about: text('about').notNull(),
  cause: text('cause').notNull(),
  step: integer('step').notNull(),
  at: momentColumn('at'),
})

const Saying = v.object({
  number: v.number(),
  /** How many first attempts fail, each after its first change; 99 fails for good. */
  failures: v.optional(v.number(), 0),
  /** The number whose change the database refuses. */
  refused: v.optional(v.number()),
  /** The share of attempts that fail by chance. */
  failing: v.optional(v.number(), 0),
  /** How long the handler takes. */
  takesMs: v.optional(v.number(), 0),
})
const events = defineEvents('echo', {
  'thing.said': Saying,
  'thing.echoed': v.object({ step: v.number() }),
  'thing.planned': v.object({}),
})

const Say = v.object({
  thing: v.string(),
  times: v.optional(v.number(), 1),
  /** Of as many things, instead of one thing as many times. */
  isSpread: v.optional(v.boolean(), false),
  ...Saying.entries,
})
const Plan = v.object({
  jobs: v.array(
    v.object({
      name: v.optional(v.string()),
      inMs: v.optional(v.number()),
      key: v.optional(v.string()),
      every: v.optional(v.union([v.object({ at: v.string() }), v.object({ minutes: v.number() })])),
      cancel: v.optional(v.string()),
    }),
  ),
})
const Effect = v.object({ about: v.string(), cause: v.string(), step: v.number(), at: v.nullable(v.string()) })

/** A module that hears what it says itself, and works on jobs; every effect leaves a row. */
export const echo = definePlugin({
  id: 'echo',
  kind: 'module',
  title: 'Echo',
  description: 'Hears what it says, for tests.',
  icon: 'ear',
  version: '1.0.0',
  permissions: { 'echo.things.use': { title: 'Use things', roles: ['owner', 'admin', 'member'] } },
  settings: v.object({}),
  events,
  hears: {
    'echo.thing.said': async ({ change, attempt }, record) => {
      const { failures, failing, takesMs, number, refused } = record.data as v.InferOutput<typeof Saying>
      const note = (step: number) =>
        change(events.thingEchoed(record.subject, { step }), (tx) =>
          tx
            .insert(effects)
            .values({ id: newId(), about: record.subject, cause: record.id, step: number === refused ? -1 : step })
            .returning({ id: effects.id }),
        )
      if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs))
      if (Math.random() < failing) throw new Error('Failed by chance')
      await note(1)
      if (attempt <= failures) throw new AppError('echo.busy', 409, 'The thing is busy')
      if (failures > 0) await note(2)
    },
  },
  jobs: {
    note: async ({ change, jobId }, payload) => {
      await change('route', (tx) =>
        tx.insert(effects).values({ id: newId(), about: `job:${payload.place}`, cause: jobId, step: 1 }),
      )
      return 'done'
    },
    fail: async () => {
      throw new AppError('echo.jobFailed', 409, 'The job cannot be done')
    },
  },
  routes: pluginRouter()
    .post(
      '/things',
      endpoint({ permission: 'echo.things.use', summary: 'Says things', body: Say, answers: { 204: null } }),
      async (c) => {
        const { thing, times, isSpread, ...data } = c.req.valid('json')
        const said = Array.from({ length: times }, (_, index) =>
          events.thingSaid(`thing:${thing}${isSpread ? `-${index}` : ''}`, { ...data, number: data.number + index }),
        )
        await c.var.change(said, (tx) => tx.select({ id: effects.id }).from(effects).limit(1))
        return c.body(null, 204)
      },
    )
    .post(
      '/jobs',
      endpoint({ permission: 'echo.things.use', summary: 'Plans jobs', body: Plan, answers: { 204: null } }),
      async (c) => {
        const jobs = c.req.valid('json').jobs.map(({ name, inMs, key, every, cancel }, place) =>
          cancel !== undefined
            ? { cancel }
            : {
                name: name ?? 'note',
                payload: { place: key ?? place },
                ...(inMs === undefined ? {} : { dueAt: new Date(Date.now() + inMs) }),
                ...(key === undefined ? {} : { key }),
                ...(every === undefined ? {} : { every: every as Interval }),
              },
        )
        await c.var.change(
          events.thingPlanned('thing:plan', {}),
          (tx) => tx.select({ id: effects.id }).from(effects).limit(1),
          { jobs },
        )
        return c.body(null, 204)
      },
    )
    .get(
      '/effects',
      endpoint({
        permission: 'echo.things.use',
        summary: 'Lists effects',
        query: v.object({ about: v.string() }),
        answers: { 200: v.array(Effect) },
      }),
      async (c) =>
        c.json(
          await c.var.db
            .select({ about: effects.about, cause: effects.cause, step: effects.step, at: effects.at })
            .from(effects)
            .where(eq(effects.about, c.req.valid('query').about))
            .orderBy(asc(effects.at)),
        ),
    ),
})

const ball = { title: 'Play', roles: ['owner'] } as const

/** Two modules that answer each other for ever, if they are let. */
const [pingEvents, pongEvents] = [
  defineEvents('ping', { 'ball.hit': v.object({}) }),
  defineEvents('pong', { 'ball.hit': v.object({}) }),
]
const player = {
  kind: 'module',
  description: 'Hits the ball back, for tests.',
  icon: 'circle',
  version: '1.0.0',
  settings: v.object({}),
} as const
const nothing = pgSchema('ping').table('nothing', { id: uuid('id') })
const nothingElse = pgSchema('pong').table('nothing', { id: uuid('id') })

export const ping = definePlugin({
  ...player,
  id: 'ping',
  title: 'Ping',
  permissions: { 'ping.balls.hit': ball },
  events: pingEvents,
  hears: {
    'pong.*': async ({ change }) => {
      await change(pingEvents.ballHit('ball:1', {}), (tx) => tx.select().from(nothing))
    },
  },
  routes: pluginRouter().post(
    '/balls',
    endpoint({ permission: 'ping.balls.hit', summary: 'Hits the ball', answers: { 204: null } }),
    async (c) => {
      await c.var.change(pingEvents.ballHit('ball:1', {}), (tx) => tx.select().from(nothing))
      return c.body(null, 204)
    },
  ),
})

export const pong = definePlugin({
  ...player,
  id: 'pong',
  title: 'Pong',
  permissions: {},
  events: pongEvents,
  hears: {
    'ping.*': async ({ change }) => {
      await change(pongEvents.ballHit('ball:1', {}), (tx) => tx.select().from(nothingElse))
    },
  },
  routes: pluginRouter(),
})

const tables = {
  echo: `create table echo.effects (tenant_id uuid not null, id uuid not null, about text not null, cause text not null,
    step integer not null check (step > 0), at timestamptz not null default clock_timestamp(), primary key (tenant_id, id))`,
  ping: 'create table ping.nothing (tenant_id uuid not null, id uuid, primary key (tenant_id, id))',
  pong: 'create table pong.nothing (tenant_id uuid not null, id uuid, primary key (tenant_id, id))',
}

export const echoMigrations = Object.entries(tables).map(([owner, sql]) => ({ owner, id: '0001-tables', sql }))
