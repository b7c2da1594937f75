import type { Principal } from '../sdk/request.ts'
import type { TenantSnapshot } from './snapshot.ts'

/** Who a request from inside is made for, in the workspace that the caller is in already. */
export interface Vouched {
  readonly snapshot: TenantSnapshot
  readonly principal: Principal
}

const known = new WeakMap<Request, Vouched>()

/** Marks a request that the kernel itself makes for somebody whom it has admitted: nothing that is sent can be marked. */
export function vouch(request: Request, vouched: Vouched): Request {
  known.set(request, vouched)
  return request
}

/** Whom the kernel vouches for; undefined for requests from outside. */
export function seekVouched(request: Request): Vouched | undefined {
  return known.get(request)
}
