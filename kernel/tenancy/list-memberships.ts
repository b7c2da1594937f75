import type { KernelContext } from '../request/context.ts'
import { readSnapshot } from '../request/read-snapshot.ts'
import type { Membership } from '../request/snapshot.ts'

/**
 * Reads a person's workspaces by name.
 *
 * They are not remembered with the sign-in: a workspace that is renamed or deleted would have to tell all its members.
 */
export async function listMemberships(c: KernelContext): Promise<readonly Membership[]> {
  return (await readSnapshot<Membership[]>(c, 'select kernel.memberships_of($1)', [c.var.session.userId])) ?? []
}
