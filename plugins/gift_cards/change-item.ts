import { and, eq, sql } from 'drizzle-orm'
import { type ChangeFunction, must, platformErrors } from '#sdk'
import type { ItemPatch } from './contract.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { items } from './tables.ts'

/** Changes what the patch names. With a wanted version, a change by somebody else in the meantime is not written over. */
export async function changeItem(
  change: ChangeFunction,
  id: string,
  patch: ItemPatch,
  wanted: number | undefined,
  now: Date,
) {
  const [, [row]] = await change(events.itemUpdated(`item:${id}`, { id, fields: Object.keys(patch) }), (tx) => [
    must(tx.select({ id: items.id }).from(items).where(eq(items.id, id)), errors.itemNotFound({ id })),
    must(
      tx
        .update(items)
        .set({ ...valuesOf(patch), version: sql`${items.version} + 1`, updatedAt: now })
        .where(and(eq(items.id, id), wanted === undefined ? undefined : eq(items.version, wanted)))
        .returning(),
      platformErrors.versionChanged(),
    ),
  ])
  if (row === undefined) throw errors.itemNotFound({ id })
  return row
}

/** What the patch sets, without what it leaves as it is. */
function valuesOf(patch: ItemPatch): { name?: string; notes?: string | null } {
  return {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.notes === undefined ? {} : { notes: patch.notes }),
  }
}
