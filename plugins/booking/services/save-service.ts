import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Database, must, newId, platformErrors, type Tx } from '#sdk'
import type { Need, NewService, ServicePatch } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { serviceResources, services } from '../tables.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { presentService, selectServices } from './select-services.ts'
import { detailsOf, type NeedRow } from './service-details.ts'
import { slugOf } from './slug.ts'

type Desk = Pick<Database, 'db' | 'change'> & { readonly now: Date }

const refusals = {
  services_slug: errors.slugTaken(),
  service_resources_resource: errors.resourceNotFound(),
}
const anybody: NeedRow = { title: null, count: 1, customerChooses: false, perGuest: false }

/** Stores a new service. Without needs, everybody who is active does it by turns. */
export async function createService(desk: Desk, given: NewService) {
  const id = newId()
  const { name, colour, visibility, active, needs } = given
  const results = await desk.change(
    events.serviceCreated(`service:${id}`, { id, name }),
    (tx) => [
      tx.insert(services).values({
        id,
        name,
        colour,
        visibility,
        active,
        slug: given.slug ?? slugOf(name),
        linkKey: newKey(),
        details: detailsOf(given),
        needs: needs === undefined ? [anybody] : needs.map(rowOf),
      }),
      ...(needs === undefined ? [insertEverybody(tx, id)] : insertMembers(tx, id, needs)),
      selectServices(tx, eq(services.id, id)),
    ],
    { refusals },
  )
  return presentOnly(results)
}

/** A service that is there. */
export async function findService(desk: Pick<Database, 'db'>, id: string) {
  const [row] = await selectServices(desk.db, and(eq(services.id, id), isNull(services.deletedAt)))
  if (row === undefined) throw errors.serviceNotFound({ id })
  return presentService(row)
}

/** All services, by name. */
export async function listServices({ db }: Pick<Database, 'db'>) {
  const rows = await selectServices(db, isNull(services.deletedAt))
    .orderBy(asc(services.name), asc(services.id))
    .limit(500)
  return rows.map(presentService)
}

/** Changes a service, of the wanted version if there is one. */
export async function updateService(desk: Desk, id: string, patch: ServicePatch, wanted: number | undefined) {
  const { name, slug, colour, visibility, active, needs } = patch
  const isThere = and(eq(services.id, id), isNull(services.deletedAt))
  const set = {
    ...withoutUndefined({ name, slug, colour, visibility, active }),
    ...(needs === undefined ? {} : { needs: needs.map(rowOf) }),
    details: sql`${services.details} || ${JSON.stringify(detailsOf(patch))}::jsonb`,
    version: sql`${services.version} + 1`,
    updatedAt: desk.now.toISOString(),
  }
  const results = await desk.change(
    events.serviceUpdated(`service:${id}`, { id, fields: Object.keys(patch) }),
    (tx) => [
      must(tx.select({ id: services.id }).from(services).where(isThere), errors.serviceNotFound({ id })),
      must(
        tx
          .update(services)
          .set(set)
          .where(and(isThere, wanted === undefined ? undefined : eq(services.version, wanted)))
          .returning({ id: services.id }),
        platformErrors.versionChanged(),
      ),
      ...(needs === undefined
        ? []
        : [tx.delete(serviceResources).where(eq(serviceResources.serviceId, id)), ...insertMembers(tx, id, needs)]),
      selectServices(tx, eq(services.id, id)),
    ],
    { refusals },
  )
  return presentOnly(results)
}

/** Takes a service off; what is booked of it stays. */
export async function deleteService({ change, now }: Desk, id: string): Promise<void> {
  await change(events.serviceDeleted(`service:${id}`, { id }), (tx) =>
    must(
      tx
        .update(services)
        .set({ deletedAt: now.toISOString(), active: false })
        .where(and(eq(services.id, id), isNull(services.deletedAt)))
        .returning({ id: services.id }),
      errors.serviceNotFound({ id }),
    ),
  )
}

function insertMembers(tx: Tx, serviceId: string, needs: readonly Need[]) {
  const rows = needs.flatMap(({ resources }, need) =>
    resources.map(({ resourceId, weight }, place) => ({ serviceId, need, resourceId, place, weight })),
  )
  return rows.length === 0 ? [] : [tx.insert(serviceResources).values(rows)]
}

function insertEverybody(tx: Tx, serviceId: string) {
  return tx.execute(sql`insert into booking.service_resources (service_id, need, resource_id, place)
    select ${serviceId}::uuid, 0, r.id, row_number() over (order by r.id) from booking.resources r
    where r.kind = 'person' and r.active and r.deleted_at is null order by r.id limit 50`)
}

function rowOf({ title, count, customerChooses, perGuest }: Need): NeedRow {
  return { title, count, customerChooses, perGuest }
}

/** 96 bits of chance, which nobody guesses. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The service that the last statement of a change has read. */
function presentOnly(results: readonly unknown[]) {
  const [row] = results.at(-1) as Parameters<typeof presentService>[0][]
  if (row === undefined) throw platformErrors.conflict()
  return presentService(row)
}
