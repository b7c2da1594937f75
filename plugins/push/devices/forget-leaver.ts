import { eq } from 'drizzle-orm'
import type { HeardContext, HeardRecord } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { devices } from '../tables.ts'

/** Whoever leaves the workspace takes their devices along. */
export async function forgetLeaver({ db, change }: HeardContext<Settings>, { subject }: HeardRecord): Promise<void> {
  const userId = subject.slice('person:'.length)
  const own = await db.select({ id: devices.id }).from(devices).where(eq(devices.userId, userId))
  if (own.length === 0) return
  await change(
    own.map(({ id }) => events.deviceRemoved(`device:${id}`, { id, reason: 'left' })),
    (tx) => tx.delete(devices).where(eq(devices.userId, userId)),
  )
}
