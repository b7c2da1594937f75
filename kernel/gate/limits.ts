import type { Limit } from './take-token.ts'

export type Plan = 'free' | 'pro' | 'business'

/**
 * What kind of cost a route has, which decides its limit and what happens while the gate is away.
 *
 * `submit` is what visitors of a public page send: a form, a booking.
 * `signed` is for addresses that this platform signed itself: files, and parts of them, come many at a time.
 * `read`, `write` and what visitors do go on without the gate; the others are refused, since what they cost, or grant, is not bounded then.
 */
export type RouteClass =
  | 'read'
  | 'write'
  | 'bulk'
  | 'sensitive'
  | 'anonymous'
  | 'submit'
  | 'signed'
  | 'login'
  | 'signup'
  | 'mail'

const minute = 60
const quarter = 15 * minute
const hour = 60 * minute

/** Requests of one principal in a tenant, by plan. */
const principalLimits: Readonly<Record<Plan, Partial<Record<RouteClass, Limit>>>> = {
  free: {
    read: per(600, minute),
    write: per(300, minute),
    bulk: per(20, minute),
    sensitive: per(60, minute),
    submit: per(60, minute),
  },
  pro: {
    read: per(3000, minute),
    write: per(1500, minute),
    bulk: per(60, minute),
    sensitive: per(120, minute),
    submit: per(300, minute),
  },
  business: {
    read: per(12_000, minute),
    write: per(6000, minute),
    bulk: per(240, minute),
    sensitive: per(240, minute),
    submit: per(1200, minute),
  },
}

/** The kinds of routes that a workspace has limits of its own for. */
export const tenantClasses = ['read', 'write', 'bulk', 'sensitive'] as const satisfies readonly RouteClass[]

/** Requests of everybody in a tenant together are this many times those of one principal. */
const tenantShare = 5

/** Where no plan speaks: people outside of a tenant, and strangers by their address or account. */
const scopeLimits: Readonly<Record<Exclude<Scope, 'tenant'>, Partial<Record<RouteClass, Limit>>>> = {
  person: { read: per(300, minute), write: per(60, minute), sensitive: per(30, minute), mail: per(10, hour) },
  address: {
    anonymous: per(120, minute),
    submit: per(20, minute),
    signed: per(1200, minute),
    login: per(30, 5 * minute),
    signup: per(10, hour),
    mail: per(20, hour),
    read: per(300, minute),
    write: per(60, minute),
  },
  account: { login: per(10, quarter), mail: per(5, hour) },
}

/** Whose gate it is: a Durable Object named `<scope>:<id>`. */
export type Scope = 'tenant' | 'person' | 'address' | 'account'

/** The limits that a request meets, the closest to its principal first. Scopes without one for the class use their smallest. */
export function limitsFor(
  scope: Scope,
  plan: Plan,
  routeClass: RouteClass,
  scale: number,
): { readonly name: string; readonly limit: Limit }[] {
  if (scope !== 'tenant') {
    const limit = scopeLimits[scope][routeClass] ?? per(10, minute)
    return [{ name: routeClass, limit: scaled(limit, scale) }]
  }
  const own = principalLimits[plan][routeClass === 'signed' ? 'read' : routeClass] ?? per(10, minute)
  return [
    { name: routeClass, limit: scaled(own, scale) },
    { name: `tenant-${routeClass}`, limit: scaled(own, scale * tenantShare) },
  ]
}

/** Whether a bucket outlives the object's sleep: one that fills within a minute need not. */
export function isLasting(limit: Limit): boolean {
  return limit.windowSeconds > minute
}

function per(quota: number, windowSeconds: number): Limit {
  return { quota, windowSeconds }
}

function scaled(limit: Limit, scale: number): Limit {
  return { quota: Math.max(1, Math.round(limit.quota * scale)), windowSeconds: limit.windowSeconds }
}
