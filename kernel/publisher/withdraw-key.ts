import { and, eq, inArray, isNull } from 'drizzle-orm'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { publisherKeys, publishers } from './tables.ts'
import { tellWorkspaces } from './tell-workspaces.ts'

/** Ends what a key signed, in every workspace that has it. */
export async function withdrawKey(c: KernelContext, id: string): Promise<void> {
  const { db, tenant, change, now } = c.var
  const own = db.select({ id: publishers.id }).from(publishers).where(eq(publishers.tenantId, tenant.id))
  const isOwn = and(
    eq(publisherKeys.id, id),
    isNull(publisherKeys.withdrawnAt),
    inArray(publisherKeys.publisherId, own),
  )
  const [key] = await db.select({ title: publisherKeys.title }).from(publisherKeys).where(isOwn)
  if (key === undefined) throw kernelErrors.notFound()
  await change({ action: 'publisherKey.withdrawn', subject: `publisherKey:${id}`, data: { title: key.title } }, (tx) =>
    must(
      tx.update(publisherKeys).set({ withdrawnAt: now }).where(isOwn).returning({ id: publisherKeys.id }),
      kernelErrors.notFound(),
    ),
  )
  const rows = await kernelDatabase(c.env, systemTenantId).call('select kernel.tenants_signed_by($1)', [id])
  await tellWorkspaces(
    c.env,
    rows.map(([tenantId]) => String(tenantId)),
  )
}
