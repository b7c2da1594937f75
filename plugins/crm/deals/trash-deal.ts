import { eq } from 'drizzle-orm'
import { must } from '#sdk'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { deals } from '../tables.ts'
import { emptyTrashLater, moveToTrash, takeFromTrash } from '../trash/trash.ts'
import { type Desk, presentOnly } from './save-deal.ts'
import { selectDeals } from './select-deals.ts'

const concerned = { contactId: deals.contactId, companyId: deals.companyId }

/** Moves a deal to the trash. */
export async function deleteDeal({ db, change, now }: Desk, id: string, wanted: number | undefined): Promise<void> {
  const notFound = errors.dealNotFound({ id })
  const [deal] = await db.select(concerned).from(deals).where(eq(deals.id, id))
  if (deal === undefined) throw notFound
  await change(
    events.dealDeleted(`deal:${id}`, { id }, about(deal)),
    (tx) => moveToTrash(tx, deals, id, { now, wanted, notFound }),
    { jobs: emptyTrashLater(now) },
  )
}

/** Takes a deal out of the trash, back to where it was. */
export async function restoreDeal(desk: Desk, id: string) {
  const notFound = errors.dealNotFound({ id })
  const [deal] = await desk.db.select(concerned).from(deals).where(eq(deals.id, id))
  if (deal === undefined) throw notFound
  const results = await desk.change(events.dealRestored(`deal:${id}`, { id }, about(deal)), (tx) => [
    takeFromTrash(tx, deals, id, desk.now),
    must(selectDeals(tx).where(eq(deals.id, id)), notFound),
  ])
  return presentOnly(results, desk)
}
