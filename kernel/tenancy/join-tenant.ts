import { and, eq, gt, isNull } from 'drizzle-orm'
import { emailKeyOf } from '../auth/admit-account.ts'
import { hashToken, isToken } from '../auth/opaque-token.ts'
import { invitations, memberships, tenants } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import { announceChange } from '../live/announce-change.ts'
import type { KernelContext } from '../request/context.ts'
import { openDatabase } from '../request/open-database.ts'
import { readSnapshot } from '../request/read-snapshot.ts'
import { must } from '../sdk/database.ts'
import type { Role } from '../sdk/request.ts'
import { countLocks, roomForPerson } from '../usage/plan-limits.ts'

interface FoundInvitation {
  readonly id: string
  readonly tenantId: string
  readonly tokenHash: string
  readonly role: Role
}

/** An open invitation as the invited person is shown it. */
export interface OpenInvitation extends FoundInvitation {
  /** The workspace's. */
  readonly name: string
  readonly invitedBy: string | null
  readonly expiresAt: string
}

/** Joins by a mailed link. It was mailed to one address, and only the account of that address may use it. */
export async function joinByToken(c: KernelContext, token: string) {
  if (!isToken(token, 'invitation')) throw kernelErrors.tokenSpent()
  const tokenHash = await hashToken(token)
  const found = await readSnapshot<Omit<FoundInvitation, 'tokenHash'> & { readonly emailKey: string }>(
    c,
    'select kernel.find_invitation($1)',
    [tokenHash],
  )
  if (found === null) throw kernelErrors.tokenSpent()
  if (found.emailKey !== emailKeyOf(c.var.session.email))
    throw kernelErrors.notAllowed({ detail: 'This invitation was sent to another email address' })
  return join(c, { ...found, tokenHash })
}

/** Joins by an invitation to the person's own address, which they have proved to be theirs. */
export async function joinById(c: KernelContext, id: string) {
  return join(c, await findOwn(c, id))
}

/** Says no to an invitation: it is gone, and its link with it. */
export async function decline(c: KernelContext, id: string): Promise<void> {
  const found = await findOwn(c, id)
  const { change } = await openDatabase(c, 'kernel', found.tenantId, c.var.principal.actor)
  await change({ action: 'invitation.declined', subject: `invitation:${found.id}`, data: {} }, (tx) =>
    must(
      tx.delete(invitations).where(isStill(found, c.var.now)).returning({ id: invitations.id }),
      kernelErrors.notFound(),
    ),
  )
  c.executionCtx.waitUntil(announceChange(c.env, found.tenantId))
}

/** Of the open invitations to the person's proven address, the one with this id. */
async function findOwn(c: KernelContext, id: string): Promise<OpenInvitation> {
  const open = await readSnapshot<OpenInvitation[]>(c, 'select kernel.invitations_to($1)', [c.var.session.userId])
  const found = open?.find((invitation) => invitation.id === id)
  if (found === undefined) throw kernelErrors.notFound()
  return found
}

async function join(c: KernelContext, found: FoundInvitation) {
  const { session, now } = c.var
  const { change } = await openDatabase(c, 'kernel', found.tenantId, c.var.principal.actor)
  const data = { role: found.role, invitationId: found.id }
  await reviseRights(c.env, [{ scope: 'tenant', id: found.tenantId }], () =>
    change(
      { action: 'member.joined', subject: `person:${session.userId}`, data },
      (tx) => [
        must(
          tx.delete(invitations).where(isStill(found, now)).returning({ id: invitations.id }),
          kernelErrors.tokenSpent(),
        ),
        must(
          tx
            .select({ id: tenants.id })
            .from(tenants)
            .where(and(eq(tenants.id, found.tenantId), roomForPerson())),
          kernelErrors.peopleFull(),
        ),
        tx.insert(memberships).values({ userId: session.userId, role: found.role }),
      ],
      { refusals: { memberships_pkey: kernelErrors.alreadyMember() }, locks: [countLocks.people] },
    ),
  )
  return { tenantId: found.tenantId, role: found.role }
}

/** By its token too: sent again since, it has another one, and perhaps another role. */
function isStill(found: FoundInvitation, now: Date) {
  return and(
    eq(invitations.id, found.id),
    eq(invitations.tokenHash, found.tokenHash),
    isNull(invitations.acceptedAt),
    gt(invitations.expiresAt, now),
  )
}
