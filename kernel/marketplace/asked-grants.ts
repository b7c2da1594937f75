import { defaultLimits, type Grants } from '../sandbox/grants.ts'
import type { AskedFor } from '../sandbox/manifest.ts'

/** All that a plugin asks for as grants, with the platform's numbers where it names none: nobody grants more. */
export function askedGrants({ ports, hosts, calls, hears, limits }: AskedFor): Grants {
  return {
    ports: mapValues(ports, ({ perDay = defaultLimits.portPerDay }) => ({ perDay })) as Grants['ports'],
    hosts: mapValues(hosts, ({ perDay = defaultLimits.hostPerDay }) => ({ perDay })),
    calls: mapValues(calls, ({ perDay = defaultLimits.callPerDay, fields }) => ({ perDay, fields })),
    hears: mapValues(hears, ({ fields }) => ({ fields })),
    limits: {
      requestsPerDay: Math.max(limits.requestsPerDay ?? 0, defaultLimits.requestsPerDay),
      rows: Math.max(limits.rows ?? 0, defaultLimits.rows),
      bytes: Math.max(limits.bytes ?? 0, defaultLimits.bytes),
      egressBytesPerDay: defaultLimits.egressBytesPerDay,
    },
  }
}

/** Whether one set of grants is within another: what is asked for, or what was granted. */
export function isWithin(inner: Grants, outer: Grants): boolean {
  return beyond(inner, outer).length === 0
}

export interface GrantKey {
  readonly kind: 'port' | 'host' | 'call' | 'hears' | 'limit'
  /** As it stands among the grants of its kind. */
  readonly key: string
}

/** Each of the grants that is more than the other set has: not there at all, a higher number, or more fields. */
export function beyond(wanted: Grants, had: Grants): GrantKey[] {
  const of = <Each>(
    kind: GrantKey['kind'],
    all: Readonly<Record<string, Each>>,
    isMore: (each: Each, key: string) => boolean,
  ) => Object.entries(all).flatMap(([key, each]) => (isMore(each, key) ? [{ kind, key }] : []))
  return [
    ...of('port', wanted.ports, ({ perDay }, key) => perDay > (own(had.ports, key)?.perDay ?? -1)),
    ...of('host', wanted.hosts, ({ perDay }, key) => perDay > (own(had.hosts, key)?.perDay ?? -1)),
    ...of('call', wanted.calls, (call, key) => {
      const before = own(had.calls, key)
      return before === undefined || call.perDay > before.perDay || seesMore(call.fields, before.fields)
    }),
    ...of('hears', wanted.hears, ({ fields }, key) => {
      const before = own(had.hears, key)
      return before === undefined || seesMore(fields, before.fields)
    }),
    ...of('limit', wanted.limits, (amount, key) => amount > (own(had.limits, key) ?? 0)),
  ]
}

/**
 * What is granted once another version is there: of what both ask for no more than was granted, and of what the new one
 * asks for besides, all of it.
 *
 * What a workspace took away stays taken away as long as the plugin asks for no more of it than before.
 */
export function carriedGrants(granted: Grants, before: Grants, after: Grants): Grants {
  const news = new Set(beyond(after, before).map(({ kind, key }) => `${kind} ${key}`))
  const carry = <Each extends { readonly perDay?: number; readonly fields?: readonly string[] | null }>(
    kind: GrantKey['kind'],
    wanted: Readonly<Record<string, Each>>,
    had: Readonly<Record<string, Each>>,
  ) =>
    Object.fromEntries(
      Object.entries(wanted).flatMap(([key, each]): [string, Each][] => {
        if (news.has(`${kind} ${key}`)) return [[key, each]]
        const was = own(had, key)
        return was === undefined ? [] : [[key, narrower(each, was)]]
      }),
    )
  const limits = Object.entries(after.limits).map(([key, amount]) => {
    const was = own(granted.limits, key) ?? amount
    return [key, news.has(`limit ${key}`) ? amount : Math.min(was, amount)]
  })
  return {
    ports: carry('port', after.ports, granted.ports) as Grants['ports'],
    hosts: carry('host', after.hosts, granted.hosts),
    calls: carry('call', after.calls, granted.calls),
    hears: carry('hears', after.hears, granted.hears),
    limits: Object.fromEntries(limits) as Grants['limits'],
  }
}

function narrower<Each extends { readonly perDay?: number; readonly fields?: readonly string[] | null }>(
  wanted: Each,
  was: Each,
): Each {
  const perDay = wanted.perDay === undefined ? {} : { perDay: Math.min(wanted.perDay, was.perDay ?? 0) }
  return {
    ...wanted,
    ...perDay,
    ...(wanted.fields === undefined ? {} : { fields: both(wanted.fields, was.fields ?? null) }),
  }
}

/** Fields that both have; null is all of them. */
function both(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  if (one === null) return other
  return other === null ? one : one.filter((field) => other.includes(field))
}

function seesMore(wanted: readonly string[] | null, had: readonly string[] | null): boolean {
  if (had === null) return false
  return wanted === null || wanted.some((field) => !had.includes(field))
}

function own<Each>(all: Readonly<Record<string, Each>>, key: string): Each | undefined {
  return Object.hasOwn(all, key) ? all[key] : undefined
}

function mapValues<From, To>(all: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, map(value)]))
}
