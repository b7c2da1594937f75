import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Database, must, newId, platformErrors } from '#sdk'
import type { NewResource, ResourcePatch } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { resources } from '../tables.ts'
import { withoutUndefined } from '../without-undefined.ts'

type Desk = Pick<Database, 'db' | 'change'> & { readonly now: Date }

const resourceColumns = {
  id: resources.id,
  kind: resources.kind,
  name: resources.name,
  userId: resources.userId,
  colour: resources.colour,
  timeZone: resources.timeZone,
  capacity: resources.capacity,
  hours: resources.hours,
  active: resources.active,
  version: resources.version,
  createdAt: resources.createdAt,
  updatedAt: resources.updatedAt,
}

/** All people, rooms and equipment, people first, by name. */
export function listResources({ db }: Pick<Database, 'db'>) {
  return db
    .select(resourceColumns)
    .from(resources)
    .where(isNull(resources.deletedAt))
    .orderBy(
      sql`array_position(array['person', 'room', 'equipment'], ${resources.kind})`,
      asc(resources.name),
      asc(resources.id),
    )
    .limit(500)
}

export async function createResource({ change }: Desk, given: NewResource) {
  const id = newId()
  const [row] = await change(events.resourceCreated(`resource:${id}`, { id, name: given.name }), (tx) =>
    tx
      .insert(resources)
      .values({ id, ...given })
      .returning(resourceColumns),
  )
  if (row === undefined) throw platformErrors.conflict()
  return row
}

export async function findResource({ db }: Pick<Database, 'db'>, id: string) {
  const [row] = await db
    .select(resourceColumns)
    .from(resources)
    .where(and(eq(resources.id, id), isNull(resources.deletedAt)))
  if (row === undefined) throw errors.resourceNotFound({ id })
  return row
}

/** Changes a resource, of the wanted version if there is one. */
export async function updateResource(desk: Desk, id: string, patch: ResourcePatch, wanted: number | undefined) {
  const isThere = and(eq(resources.id, id), isNull(resources.deletedAt))
  const [, [row]] = await desk.change(
    events.resourceUpdated(`resource:${id}`, { id, fields: Object.keys(patch) }),
    (tx) => [
      must(tx.select({ id: resources.id }).from(resources).where(isThere), errors.resourceNotFound({ id })),
      must(
        tx
          .update(resources)
          .set({
            ...withoutUndefined(patch),
            version: sql`${resources.version} + 1`,
            updatedAt: desk.now.toISOString(),
          })
          .where(and(isThere, wanted === undefined ? undefined : eq(resources.version, wanted)))
          .returning(resourceColumns),
        platformErrors.versionChanged(),
      ),
    ],
  )
  if (row === undefined) throw errors.resourceNotFound({ id })
  return row
}

/** Takes a resource off, once nothing is booked with it any more. */
export async function deleteResource({ change, now }: Desk, id: string): Promise<void> {
  const nothingAhead = sql`not exists (select from booking.claims c where c.resource_id = ${id}::uuid and c.active
    and c.ends_at > ${now.toISOString()}::timestamptz and (c.expires_at is null or c.expires_at > now()))`
  await change(events.resourceDeleted(`resource:${id}`, { id }), (tx) => [
    must(
      tx
        .select({ id: resources.id })
        .from(resources)
        .where(and(eq(resources.id, id), isNull(resources.deletedAt))),
      errors.resourceNotFound({ id }),
    ),
    must(
      tx
        .update(resources)
        .set({ deletedAt: now.toISOString(), active: false })
        .where(and(eq(resources.id, id), nothingAhead))
        .returning({ id: resources.id }),
      errors.resourceInUse({ id }),
    ),
    tx.execute(sql`delete from booking.service_resources where resource_id = ${id}::uuid`),
  ])
}
