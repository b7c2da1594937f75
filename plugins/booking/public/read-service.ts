import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { presentService, selectServices } from '../services/select-services.ts'
import type { ReadDiary } from '../slots/read-diary.ts'
import { resources, services } from '../tables.ts'
import type { NamedResource } from './present-public.ts'

/** Lets through whoever may book a service: an internal or unknown one, and a wrong key, answer alike. */
export function admitVisitor(
  key: string | undefined,
): (service: Pick<ReadDiary['service'], 'active' | 'visibility' | 'linkKey'>) => void {
  return ({ active, visibility, linkKey }) => {
    const isOpen = visibility === 'public' || (visibility === 'link' && key !== undefined && key === linkKey)
    if (!active || !isOpen) throw errors.serviceNotFound()
  }
}

const namedColumns = { id: resources.id, name: resources.name, colour: resources.colour, active: resources.active }

/** What the booking page shows: the services that are for everybody, by name, with whom there is to choose. */
export async function readPublicServices({ read }: Pick<Desk, 'read'>) {
  const [rows, named] = await read((db) => [
    selectServices(
      db,
      and(isNull(services.deletedAt), eq(services.active, true), eq(services.visibility, 'public')),
    ).orderBy(asc(services.name), asc(services.id)),
    db.select(namedColumns).from(resources).where(isNull(resources.deletedAt)),
  ])
  return { services: rows.map(presentService), resources: named as readonly NamedResource[] }
}

/** A service by its address, for a visitor. */
export async function findPublicService({ read }: Pick<Desk, 'read'>, slug: string, key: string | undefined) {
  const isThis = and(eq(services.slug, slug), isNull(services.deletedAt))
  const [[row], named] = await read((db) => [
    selectServices(db, isThis),
    db
      .select(namedColumns)
      .from(resources)
      .where(
        and(
          isNull(resources.deletedAt),
          sql`${resources.id} in (select m.resource_id from booking.service_resources m join booking.services on services.id = m.service_id where ${isThis})`,
        ),
      ),
  ])
  if (row === undefined) throw errors.serviceNotFound()
  admitVisitor(key)(row)
  return { service: presentService(row), resources: named as readonly NamedResource[] }
}
