import * as v from 'valibot'
import { CallName, Host, Pattern } from './manifest.ts'

const PerDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000))
const Fields = v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)))

/**
 * What a workspace lets an installed plugin do: never more than the manifest asks for. The kernel checks it on each call
 * and counts by the day, in UTC; what is taken out of it is refused from the next call on.
 */
export const Grants = v.strictObject({
  /** Messages and files through a port of the workspace. */
  ports: v.record(v.picklist(['email', 'files', 'push']), v.strictObject({ perDay: PerDay })),
  /** Requests to a host, over HTTPS. */
  hosts: v.record(Host, v.strictObject({ perDay: PerDay })),
  /** Calls of other modules' routes, and the fields that it sees; null for all. */
  calls: v.record(CallName, v.strictObject({ perDay: PerDay, fields: Fields })),
  /** Records that it is told of, and the members of their data; null for all. */
  hears: v.record(Pattern, v.strictObject({ fields: Fields })),
  limits: v.strictObject({
    requestsPerDay: PerDay,
    rows: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
    bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000_000)),
    /** Bytes that it receives from hosts. */
    egressBytesPerDay: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000_000)),
  }),
})
export type Grants = v.InferOutput<typeof Grants>

/** What everybody has who asks for no more. */
export const defaultLimits = {
  portPerDay: 200,
  hostPerDay: 1000,
  callPerDay: 5000,
  requestsPerDay: 50_000,
  rows: 100_000,
  bytes: 100_000_000,
  egressBytesPerDay: 100_000_000,
} as const
