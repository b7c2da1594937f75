import { customType } from 'drizzle-orm/pg-core'

/**
 * A column `timestamptz` as RFC 3339 text in UTC, which is what goes on the wire.
 *
 * JSON of fifty contacts with two such columns is written five times faster than with Dates, whose toJSON is called one
 * by one. Write it with `moment.toISOString()`.
 */
export const momentColumn = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (text) => toUtc(text),
})

const inUtc = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)\+00(?::00)?$/

/** Reads PostgreSQL's own form and that of its JSON; any other zone is counted back to UTC. */
function toUtc(text: string): string {
  const [, day, time] = inUtc.exec(text) ?? []
  return day === undefined || time === undefined ? new Date(text).toISOString() : `${day}T${time}Z`
}
