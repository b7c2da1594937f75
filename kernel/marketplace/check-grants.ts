import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { Grants } from '../sandbox/grants.ts'
import { beyond, type GrantKey } from './asked-grants.ts'

/** Where the grants of a kind stand. */
const placeOf: Readonly<Record<GrantKey['kind'], keyof Grants>> = {
  port: 'ports',
  host: 'hosts',
  call: 'calls',
  hears: 'hears',
  limit: 'limits',
}

/** Refuses grants that are more than a plugin asks for, each with its place. */
export function checkGrants(given: Grants, asked: Grants): Grants {
  const more = beyond(given, asked)
  if (more.length === 0) return given
  throw kernelErrors.invalid({
    errors: more.map(({ kind, key }) => ({
      in: 'body',
      pointer: pointTo('grants', placeOf[kind], key),
      detail: 'This is more than the plugin asks for',
    })),
  })
}
