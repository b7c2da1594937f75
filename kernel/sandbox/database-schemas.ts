import * as v from 'valibot'

/** What `weigh` has found to be plain data is not gone through once more, value for value. */
const Params = v.custom<unknown[]>(
  (given) => Array.isArray(given) && given.length <= 65_535,
  'A statement takes a list of at most 65,535 parameters',
)
const statement = { sql: v.pipe(v.string(), v.maxLength(500_000)), params: Params }
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1664))
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(300))
const Data = v.record(v.string(), v.unknown())

/** Queries as an isolate sends them. */
export const SentStatements = v.pipe(v.array(v.object(statement)), v.minLength(1), v.maxLength(100))

const Job = v.union([
  v.strictObject({ cancel: Name }),
  v.strictObject({
    name: Name,
    payload: Data,
    dueAt: v.optional(v.date()),
    key: v.optional(Name),
    every: v.optional(v.union([v.strictObject({ at: Name }), v.strictObject({ minutes: v.number() })])),
  }),
])

/** A change as an isolate sends it. */
export const SentChange = v.strictObject({
  records: v.pipe(v.array(v.object({ action: Name, subject: Name, data: Data })), v.minLength(1), v.maxLength(1000)),
  statements: v.pipe(v.array(v.object({ ...statement, columns: Count, mustFind: v.boolean() })), v.maxLength(200)),
  jobs: v.pipe(v.array(Job), v.maxLength(200)),
  locks: v.pipe(v.array(Name), v.maxLength(200)),
})
