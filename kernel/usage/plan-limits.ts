import { type SQL, sql } from 'drizzle-orm'
import { apiKeys, invitations, memberships, tenants } from '../database/tables.ts'
import type { Plan } from '../gate/limits.ts'

/** How many of a thing a workspace may have, by plan; null for as many as it likes. */
export type PlanLimits = Readonly<Record<Plan, number | null>>

export const planLimits = {
  people: { free: 25, pro: 250, business: null },
  apiKeys: { free: 20, pro: 100, business: null },
} as const satisfies Readonly<Record<string, PlanLimits>>

/** Whether there is room for one more, by the plan that the workspace has at this moment: a condition on its row. */
function isRoomFor(limits: PlanLimits, used: SQL): SQL {
  const rows = Object.entries(limits).flatMap(([plan, limit]) =>
    limit === null ? [] : [sql`when ${sql.raw(`'${plan}'`)} then ${sql.raw(String(limit))}`],
  )
  return sql`coalesce((${used}) < case ${tenants.plan} ${sql.join(rows, sql` `)} end, true)`
}

/** Room for one more person. Invited people count where one invites: else there would be no room for them when they come. */
export function roomForPerson(invitedBeside?: { readonly emailKey: string; readonly now: Date }): SQL {
  const people = sql`select count(*) from ${memberships}`
  if (invitedBeside === undefined) return isRoomFor(planLimits.people, people)
  const { emailKey, now } = invitedBeside
  const open = sql`select count(*) from ${invitations} where ${invitations.acceptedAt} is null
    and ${invitations.expiresAt} > ${now.toISOString()} and ${invitations.emailKey} <> ${emailKey}`
  return isRoomFor(planLimits.people, sql`(${people}) + (${open})`)
}

/** Keys that work and that no other one has replaced. */
export function liveKeys(now: Date): SQL {
  return sql`select count(*) from ${apiKeys} where ${apiKeys.revokedAt} is null and ${apiKeys.replacedBy} is null
    and coalesce(${apiKeys.expiresAt} > ${now.toISOString()}, true)`
}

export function roomForKey(now: Date): SQL {
  return isRoomFor(planLimits.apiKeys, liveKeys(now))
}

/** What only one change at a time may count and add to: `locks` of such a change. */
export const countLocks = { people: 'plan:people', apiKeys: 'plan:apiKeys' } as const
