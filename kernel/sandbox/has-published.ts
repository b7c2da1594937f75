import type { TenantSnapshot } from '../request/snapshot.ts'
import type { Role } from '../sdk/request.ts'

/** Whether a role has a published plugin's permission in this workspace; each speaks of its own alone. */
export function hasPublished({ published }: TenantSnapshot, role: Role, permission: string): boolean {
  const own = published[permission.split('.')[0] ?? '']?.permissions ?? {}
  return Object.hasOwn(own, permission) && own[permission]?.roles.includes(role) === true
}
