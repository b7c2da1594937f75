import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Sentence } from '../../shell/published-query.ts'

/** One thing that a workspace grants: it can be lowered, and most can be taken away. */
export interface GrantPart {
  /** `host:api.example.com`: how the pages and the counter name it. */
  readonly id: string
  readonly kind: 'port' | 'host' | 'call' | 'hears' | 'limit'
  readonly key: string
  /** In plain words. */
  readonly text: string
  readonly why: string | null
}

type Limit = keyof Grants['limits']

const limitWords: Readonly<Record<Limit, string>> = {
  requestsPerDay: 'Requests to it a day',
  rows: 'Records that it may keep',
  bytes: 'Room for its records',
  egressBytesPerDay: 'Data that it may fetch a day',
}

const limits = Object.keys(limitWords) as Limit[]

/** What a number counts: bytes are typed as megabytes. */
export function isBytes({ kind, key }: GrantPart): boolean {
  return kind === 'limit' && (key === 'bytes' || key === 'egressBytesPerDay')
}

/** All that is asked for and can be granted, in the order of the sentences, then the limits that everybody has. */
export function partsOf(asks: readonly Sentence[], granted: Grants): GrantPart[] {
  const asked = asks.flatMap(({ kind, key, text, why }): GrantPart[] =>
    kind === 'tables' || kind === 'limit' ? [] : [{ id: `${kind}:${key}`, kind, key, text, why }],
  )
  const whyOf = (limit: Limit) => asks.find(({ kind, key }) => kind === 'limit' && key === limit)?.why ?? null
  return [
    ...asked,
    ...limits
      .filter((limit) => limit !== 'egressBytesPerDay' || Object.keys(granted.hosts).length > 0)
      .map(
        (limit): GrantPart => ({
          id: `limit:${limit}`,
          kind: 'limit',
          key: limit,
          text: limitWords[limit],
          why: whyOf(limit),
        }),
      ),
  ]
}

/** How much of it is granted: so many a day or in all; undefined where it is not granted, null where nothing is counted. */
export function amountOf(grants: Grants, { kind, key }: GrantPart): number | null | undefined {
  switch (kind) {
    case 'port':
      return grants.ports[key as 'email']?.perDay
    case 'host':
      return grants.hosts[key]?.perDay
    case 'call':
      return grants.calls[key]?.perDay
    case 'hears':
      return grants.hears[key] === undefined ? undefined : null
    case 'limit':
      return grants.limits[key as Limit]
  }
}

/** The fields that it sees; null for all, undefined where there are none to choose from. */
export function fieldsOf(grants: Grants, { kind, key }: GrantPart): readonly string[] | null | undefined {
  if (kind === 'call') return grants.calls[key]?.fields
  return kind === 'hears' ? grants.hears[key]?.fields : undefined
}

/** A copy that stays as it is: what a page has drawn from is changed in place by the next answer. */
export function copyOf(grants: Grants): Grants {
  return JSON.parse(JSON.stringify(grants)) as Grants
}

export interface GrantChange {
  readonly amount?: number
  readonly fields?: readonly string[] | null
}

/** The same grants with one of them changed, or given as another set of grants has it. */
export function withPart(grants: Grants, part: GrantPart, change: GrantChange, from: Grants = grants): Grants {
  const { kind, key } = part
  const perDay = change.amount
  switch (kind) {
    case 'port':
      return { ...grants, ports: { ...grants.ports, [key]: put(from.ports[key as 'email'], { perDay }) } }
    case 'host':
      return { ...grants, hosts: { ...grants.hosts, [key]: put(from.hosts[key], { perDay }) } }
    case 'call':
      return { ...grants, calls: { ...grants.calls, [key]: put(from.calls[key], { perDay, fields: change.fields }) } }
    case 'hears':
      return { ...grants, hears: { ...grants.hears, [key]: put(from.hears[key], { fields: change.fields }) } }
    case 'limit':
      return { ...grants, limits: { ...grants.limits, ...(perDay === undefined ? {} : { [key]: perDay }) } }
  }
}

/** The same grants without one of them. A limit stays: it is lowered, not taken away. */
export function withoutPart(grants: Grants, { kind, key }: GrantPart): Grants {
  const without = <Each>(all: Readonly<Record<string, Each>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name !== key))
  switch (kind) {
    case 'port':
      return { ...grants, ports: without(grants.ports) as Grants['ports'] }
    case 'host':
      return { ...grants, hosts: without(grants.hosts) }
    case 'call':
      return { ...grants, calls: without(grants.calls) }
    case 'hears':
      return { ...grants, hears: without(grants.hears) }
    case 'limit':
      return grants
  }
}

/** What was granted with what is said anew; what is not said stays. */
function put<Each extends object>(
  granted: Each | undefined,
  change: { readonly [Name in keyof Each]?: unknown },
): Each {
  const said = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...granted, ...Object.fromEntries(said) } as Each
}
