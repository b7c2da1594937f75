import { and, asc, isNotNull, isNull } from 'drizzle-orm'
import type { HeardRecord, NewNotification, NotificationContext } from '#sdk'
import { deals } from '../tables.ts'
import { changedIds, groupByPerson, listed, mayHaveChanged } from './changed-ids.ts'

/** Tells people of deals that became theirs: of one by its name, of many at once by their number. */
export async function tellDealAssigned(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  if (!mayHaveChanged(record, 'ownerId')) return []
  const rows = await ownedDeals(context, record)
  const who = (await context.nameOf(record.actor)) ?? 'Somebody'
  return groupByPerson(rows, ({ ownerId }) => ownerId).map(([personId, own]) => {
    const [first] = own
    return own.length === 1
      ? {
          to: [personId],
          title: `${who} gave you a deal: ${first.title}`,
          path: `/crm/deals/${first.id}`,
          key: `deal:${first.id}:${personId}`,
        }
      : {
          to: [personId],
          title: `${who} gave you ${own.length} deals`,
          body: listed(own),
          path: `/crm/deals?ownerId=${personId}`,
        }
  })
}

/** Tells whose deal it is that it is won, when somebody else has moved it there. */
export async function tellDealWon(context: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const rows = await ownedDeals(context, record)
  const who = await context.nameOf(record.actor)
  return rows.flatMap(({ id, title, ownerId }) =>
    ownerId === null
      ? []
      : [
          {
            to: [ownerId],
            title: `Deal won: ${title}`,
            ...(who === undefined ? {} : { body: `${who} moved it there.` }),
            path: `/crm/deals/${id}`,
          },
        ],
  )
}

function ownedDeals({ db }: NotificationContext, record: HeardRecord) {
  return db
    .select({ id: deals.id, title: deals.title, ownerId: deals.ownerId })
    .from(deals)
    .where(and(changedIds(deals.id, record, 'deal'), isNull(deals.deletedAt), isNotNull(deals.ownerId)))
    .orderBy(asc(deals.id))
}
