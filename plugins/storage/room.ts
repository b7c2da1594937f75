import { sql } from 'drizzle-orm'
import { must, type Tenant, type Tx } from '#sdk'
import { errors } from './errors.ts'
import { roomOfPlan } from './limits.ts'
import { room } from './tables.ts'

/**
 * Takes room for a file, or refuses: one statement, which locks the workspace's row, counts and reserves.
 *
 * Whoever comes at the same moment waits for the row and then counts what is reserved by then, so that reserved and
 * stored together never exceed the plan's room.
 */
export function reserveRoom(tx: Tx, tenant: Tenant, size: number) {
  const most = roomOfPlan[tenant.plan]
  const full = errors.roomFull({ size, room: most })
  if (size > most) throw full
  return must(
    tx
      .insert(room)
      .values({ reserved: size })
      .onConflictDoUpdate({
        target: room.tenantId,
        set: { reserved: sql`${room.reserved} + excluded.reserved` },
        setWhere: sql`${room.reserved} + ${room.stored} + excluded.reserved <= ${most}`,
      })
      .returning({ reserved: room.reserved }),
    full,
  )
}

/** What was reserved is there now. */
export function fillRoom(tx: Tx, size: number) {
  return tx.update(room).set({ reserved: sql`${room.reserved} - ${size}`, stored: sql`${room.stored} + ${size}` })
}

/** What was reserved is not needed any more. */
export function releaseRoom(tx: Tx, size: number) {
  return tx.update(room).set({ reserved: sql`${room.reserved} - ${size}` })
}

/** What was stored is gone. */
export function freeRoom(tx: Tx, size: number) {
  return tx.update(room).set({ stored: sql`${room.stored} - ${size}` })
}
