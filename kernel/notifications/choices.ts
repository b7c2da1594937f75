import { eq, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { KernelContext } from '../request/context.ts'
import { channelsOf } from './channels.ts'
import type { KnownKind } from './kinds.ts'
import type { Choices, ChoicesPatch } from './schemas.ts'
import { notificationChoices, notificationHours } from './tables.ts'

const usualHour = '08:00'

/** The kinds that the caller can be told of: of modules that are on, and that they may see. */
export function ownKinds({ var: { registry, tenantSnapshot, principal } }: KernelContext): readonly KnownKind[] {
  return registry.kinds.filter(
    ({ owner, permission }) =>
      (owner === 'kernel' || tenantSnapshot.plugins[owner] !== undefined) && principal.can(permission),
  )
}

/** How the person is told of each kind: as they chose, or as it is without a choice. */
export async function readChoices(c: KernelContext, personId: string): Promise<InferOutput<typeof Choices>> {
  const { registry, tenantSnapshot, read } = c.var
  const [chosen, [hour]] = await read((db) => [
    db
      .select({
        kind: notificationChoices.kind,
        inApp: notificationChoices.inApp,
        push: notificationChoices.push,
        mail: notificationChoices.mail,
      })
      .from(notificationChoices)
      .where(eq(notificationChoices.userId, personId)),
    db
      .select({ at: notificationHours.at, timeZone: notificationHours.timeZone })
      .from(notificationHours)
      .where(eq(notificationHours.userId, personId)),
  ])
  const byKind = new Map(chosen.map(({ kind, ...channels }) => [kind, channels]))
  return {
    channels: channelsOf(c.env, registry, tenantSnapshot),
    at: hour?.at ?? usualHour,
    timeZone: hour?.timeZone ?? null,
    kinds: ownKinds(c).map(({ id, owner, ownerTitle, title, channels }) => ({
      id,
      module: owner,
      moduleTitle: ownerTitle,
      title,
      ...channels,
      ...byKind.get(id),
    })),
  }
}

/** Keeps what a person has chosen; what is absent stays as it is. */
export async function storeChoices(
  c: KernelContext,
  personId: string,
  patch: InferOutput<typeof ChoicesPatch>,
): Promise<void> {
  const kinds = Object.entries(patch.kinds ?? {})
  refuseUnknown(
    c,
    kinds.map(([id]) => id),
  )
  const hour = {
    ...(patch.at === undefined ? {} : { at: patch.at }),
    ...(patch.timeZone === undefined ? {} : { timeZone: patch.timeZone }),
  }
  const data = { kinds: kinds.map(([id]) => id), hour: Object.keys(hour).length > 0 }
  await c.var.change({ action: 'notifications.chosen', subject: `person:${personId}`, data }, (tx) => [
    ...kinds.map(([kind, channels]) =>
      tx
        .insert(notificationChoices)
        .values({ userId: personId, kind, ...channels })
        .onConflictDoUpdate({
          target: [notificationChoices.tenantId, notificationChoices.userId, notificationChoices.kind],
          set: channels,
        }),
    ),
    ...(data.hour
      ? [
          tx
            .insert(notificationHours)
            .values({ userId: personId, at: usualHour, ...hour })
            .onConflictDoUpdate({ target: [notificationHours.tenantId, notificationHours.userId], set: hour }),
        ]
      : []),
    tx.select({ done: sql<boolean>`true` }).from(sql`(values (1)) as one`),
  ])
}

function refuseUnknown(c: KernelContext, ids: readonly string[]): void {
  const known = new Set(ownKinds(c).map(({ id }) => id))
  const errors = ids
    .filter((id) => !known.has(id))
    .map((id) => ({ in: 'body', pointer: pointTo('kinds', id), detail: 'You are told of nothing like this here' }))
  if (errors.length > 0) throw kernelErrors.invalid({ errors })
}
