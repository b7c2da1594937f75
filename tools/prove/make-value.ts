import type { Schema } from './api-document.ts'
import type { Random } from './random.ts'

/** Values that break what was not written with care. */
export const nasty: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '0',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '👩‍👩‍👧‍👦'.repeat(40),
  'ß'.normalize('NFD').repeat(300),
  "'; drop table kernel.tenants; --",
  '" or "1"="1',
  '%',
  '%25%00',
  '\\',
  '$1',
  '{{constructor}}',
  '<script>alert(1)</script>',
  '=1+1',
  '../../etc/passwd',
  'null',
  'undefined',
  '[object Object]',
  '00000000-0000-0000-0000-000000000000',
  '00000000-0000-7000-8000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '2026-02-30',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-11-22T10:30:00+99:99',
  '-1',
  '1e400',
  'NaN',
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53 + 2,
  -(2 ** 63),
  [],
  [[]],
  [null],
  {},
  { a: { b: { c: {} } } },
  JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":1},"toString":"x"}'),
  'x'.repeat(300),
  'x'.repeat(30_000),
]

/** One of them as it stands in an address. */
export function nastyText(random: Random): string {
  const value = random.pick(nasty)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What is known of the world when values are made. */
export interface Pools {
  /** Ids of things, mine or somebody else's. */
  readonly ids: readonly string[]
  readonly cursors: readonly string[]
  readonly permissions: readonly string[]
}

/** A value that fits a schema, as well as a schema says it, under the name that it will have. */
export function makeValue(schema: Schema, random: Random, pools: Pools, name = '', depth = 0): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum !== undefined) return random.pick(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return makeValue(random.pick(choices), random, pools, name, depth)
  const type = typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['string'])
  if (type === 'string') return makeText(schema, random, pools, name)
  if (type === 'integer' || type === 'number')
    return (schema.minimum ?? 0) + random.below(Math.min(1000, (schema.maximum ?? 1000) - (schema.minimum ?? 0) + 1))
  if (type === 'boolean') return random.chance(0.5)
  if (type === 'array')
    return Array.from({ length: Math.max(schema.minItems ?? 0, random.below(3)) }, () =>
      makeValue(schema.items ?? {}, random, pools, name, depth + 1),
    )
  if (type === 'object') return makeObject(schema, random, pools, depth)
  return null
}

function makeObject(schema: Schema, random: Random, pools: Pools, depth: number): Record<string, unknown> {
  const required = new Set(schema.required)
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => required.has(name) || random.chance(0.5))
      .map(([name, member]) => [name, makeValue(member, random, pools, name, depth + 1)]),
  )
}

const words = ['Anna', 'Berg', 'Café', 'Ødegård', '東京', 'O’Neil', 'x', '12', 'long word '.repeat(5).trim()]

function makeText(schema: Schema, random: Random, pools: Pools, name: string): string {
  if (name === 'permissions') return random.pick(pools.permissions)
  if (name === 'cursor') return random.pick([...pools.cursors, 'W10'])
  if (name === 'email' || name === 'emails') return `p${random.below(1_000_000)}@example.com`
  if (name === 'password') return `Str0ng ${random.below(1e9)} pass phrase`
  if (name === 'slug') return `s-${random.below(1e9)}`
  if (name === 'phones') return `+49 30 ${random.below(9_999_999)}`
  if (name === 'birthday') return random.pick(['1990-05-31', '--05-31'])
  if (name === 'limit') return String(1 + random.below(100))
  if (schema.format === 'uuid' || /(^|[a-z])id$/i.test(name)) return random.pick(pools.ids)
  if (/T\\d\\d/.test(schema.pattern ?? '')) return new Date(Date.UTC(2020 + random.below(20), 0, 1)).toISOString()
  return `${random.pick(words)} ${random.below(1000)}`
}

/** The value with something wrong in it: a part replaced, left out, doubled or put where it does not belong. */
export function spoil(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.7)) {
    const place = random.below(value.length)
    return value.map((item, index) => (index === place ? spoil(item, random) : item))
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && random.chance(0.9)) {
    const members = Object.entries(value)
    const place = random.below(members.length + 1)
    const one = members[place]
    if (one === undefined)
      return { ...value, [random.pick(['__proto__', 'tenantId', 'tenant_id', 'id', 'role', 'x'])]: random.pick(nasty) }
    if (random.chance(0.2)) return Object.fromEntries(members.filter((_, index) => index !== place))
    return { ...value, [one[0]]: spoil(one[1], random) }
  }
  return random.pick(nasty)
}
