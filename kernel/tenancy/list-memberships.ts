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

interface Belongings {
  readonly memberships: readonly Membership[]
  readonly invitations: readonly OpenInvitation[]
  /** The version of it. */
  readonly picture: string | null
}

/** A person's workspaces, those that they are invited to, and which picture they have, in one round trip. */
export async function listBelongings(c: KernelContext) {
  const found = await readSnapshot<Belongings>(
    c,
    `select jsonb_build_object('memberships', kernel.memberships_of($1), 'invitations', kernel.invitations_to($1),
      'picture', (select p.version from kernel.person_pictures p where p.user_id = $1))`,
    [c.var.session.userId],
  )
  return found ?? { memberships: [], invitations: [], picture: null }
}
