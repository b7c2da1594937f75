import { readQuery, zone } from '#site'
import { dayIn, firstDayOf, lastDayOf, monthOf } from './days.ts'
import { readWanted, wantedQuery } from './wanted.ts'

/** Days, both included, counted in a zone. */
export interface Range {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

export const pagePath = '/page'

export function slotsPath(service: string, range: Range, wanted: Readonly<Record<string, string | undefined>>): string {
  return `/services/${encodeURIComponent(service)}/slots?${queryOf({ ...range, ...wanted })}`
}

/** What the page of a service asks for first: the month that it begins with. */
export function firstSlotsPath(service: string): string {
  return slotsPath(service, rangeOf(shownMonth()), wantedQuery(readWanted()))
}

/** The month of the address, else this one. */
export function shownMonth(): string {
  const asked = readQuery('month')
  return asked !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : monthOf(dayIn(zone(), new Date()))
}

export function rangeOf(month: string): Range {
  return { from: firstDayOf(month), to: lastDayOf(month), timeZone: zone() }
}

export function queryOf(values: object): string {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString()
}
