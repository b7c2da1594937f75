import type { KernelContext } from '../request/context.ts'
import { readSnapshot } from '../request/read-snapshot.ts'
import type { Membership } from '../request/snapshot.ts'
import type { OpenInvitation } from './join-tenant.ts'

/**
 * Reads a person's workspaces by name.
 *
 * They are not remembered with the sign-in: a workspace that is renamed or deleted would have to tell all its members.
 */
export async function listMemberships(c: KernelContext): Promise<readonly Membership[]> {
  return (await readSnapshot<Membership[]>(c, 'select kernel.memberships_of($1)', [c.var.session.userId])) ?? []
}

/** A person's workspaces, and those that they are invited to, in one round trip. */
export async function listBelongings(c: KernelContext) {
  const found = await readSnapshot<{ memberships: readonly Membership[]; invitations: readonly OpenInvitation[] }>(
    c,
    `select jsonb_build_object('memberships', kernel.memberships_of($1), 'invitations', kernel.invitations_to($1))`,
    [c.var.session.userId],
  )
  return found ?? { memberships: [], invitations: [] }
}
