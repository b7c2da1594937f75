import { type SQL, sql } from 'drizzle-orm'

/** How far apart neighbours of a column stand when they are put in order: twenty halvings fit in between. */
export const rankStep = 1_048_576

interface Landing {
  readonly dealId: string
  readonly stageId: string
  /** The deal below which it lands; null at the top. */
  readonly afterId: string | null
}

/** The rank of the deal above, and of the one that follows it now; the deal that moves counts as gone. */
const above = ({ stageId, afterId }: Landing) =>
  sql`(select a.rank from crm.deals a where a.id = ${afterId}::uuid and a.stage_id = ${stageId}::uuid)`
const below = (landing: Landing) =>
  sql`(select b.rank from crm.deals b where b.stage_id = ${landing.stageId}::uuid and b.id <> ${landing.dealId}::uuid
    and (b.rank, b.id) > (${above(landing)}, ${landing.afterId}::uuid) order by b.rank, b.id limit 1)`

/** Puts a column in even order where two neighbours have no room between them; the order stays. */
export function makeRoom(landing: Landing): SQL {
  const { stageId, dealId } = landing
  return sql`update crm.deals d set rank = n.place * ${rankStep}::bigint
    from (select o.id, row_number() over (order by o.rank, o.id) as place from crm.deals o
      where o.stage_id = ${stageId}::uuid and o.id <> ${dealId}::uuid) n
    where d.id = n.id and ${below(landing)} - ${above(landing)} < 2`
}

/** The rank of a place in a column, once there is room for it. */
export function rankAt(landing: Landing): SQL {
  if (landing.afterId === null)
    return sql`coalesce((select min(o.rank) from crm.deals o where o.stage_id = ${landing.stageId}::uuid
      and o.id <> ${landing.dealId}::uuid), 0) - ${rankStep}::bigint`
  return sql`${above(landing)} + coalesce((${below(landing)} - ${above(landing)}) / 2, ${rankStep}::bigint)`
}
