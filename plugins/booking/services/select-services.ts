import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { Service } from '../contract.ts'
import { services } from '../tables.ts'

interface Member {
  readonly need: number
  readonly resourceId: string
  readonly weight: number
}

const members = sql<
  Member[]
>`(select coalesce(json_agg(json_build_object('need', m.need, 'resourceId', m.resource_id, 'weight', m.weight)
    order by m.need, m.place), '[]') from booking.service_resources m where m.service_id = ${services.id})`

export const serviceColumns = {
  id: services.id,
  name: services.name,
  slug: services.slug,
  colour: services.colour,
  visibility: services.visibility,
  active: services.active,
  linkKey: services.linkKey,
  details: services.details,
  needs: services.needs,
  version: services.version,
  createdAt: services.createdAt,
  updatedAt: services.updatedAt,
  members,
}

/** Services with whom and what they take, beginning with WHERE. */
export function selectServices(db: Db, where: SQL | undefined) {
  return db.select(serviceColumns).from(services).where(where)
}
export type ServiceRow = Awaited<ReturnType<typeof selectServices>>[number]

/** A service as it goes on the wire. */
export function presentService(row: ServiceRow): Service {
  const { details, needs, members: all, linkKey, ...shown } = row
  return {
    ...shown,
    ...details,
    location: { ...details.location, details: details.location.details ?? null },
    needs: needs.map((need, place) => ({
      ...need,
      resources: all.flatMap(({ need: of, resourceId, weight }) => (of === place ? [{ resourceId, weight }] : [])),
    })),
    linkKey: row.visibility === 'link' ? linkKey : null,
  }
}
