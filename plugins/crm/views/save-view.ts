import { and, eq, getTableColumns, or, sql } from 'drizzle-orm'
import { type Database, must, newId, type Principal, platformErrors } from '#sdk'
import type { NewView, ViewPatch } from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { views } from '../tables.ts'
import { withoutUndefined } from '../without-undefined.ts'

/** The database, the moment and the person of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'change'> & { readonly now: Date; readonly principal: Principal }

type ViewRow = typeof views.$inferSelect

/** Somebody sees their own views and those that are shared. */
export function visibleTo({ actor }: Pick<Principal, 'actor'>) {
  return or(views.shared, eq(views.maker, actor))
}

export async function createView({ change, principal }: Desk, given: NewView) {
  const id = newId()
  const [row] = await change(events.viewCreated(`view:${id}`, { id, name: given.name }), (tx) =>
    tx
      .insert(views)
      .values({ id, ...given, maker: principal.actor })
      .returning(),
  )
  if (row === undefined) throw platformErrors.conflict()
  return presentView(row, principal)
}

/** Changes a view of one's own, or a shared one of somebody else with the permission for that. */
export async function updateView(desk: Desk, id: string, patch: ViewPatch, wanted: number | undefined) {
  await requireRight(desk, id)
  const [row] = await desk.change(events.viewUpdated(`view:${id}`, { id, fields: Object.keys(patch) }), (tx) =>
    must(
      tx
        .update(views)
        .set({
          ...withoutUndefined(patch),
          version: sql`${views.version} + 1`,
          updatedAt: desk.now.toISOString(),
        })
        .where(and(changeable(desk.principal, id), wanted === undefined ? undefined : eq(views.version, wanted)))
        .returning(),
      wanted === undefined ? errors.viewNotFound({ id }) : platformErrors.versionChanged(),
    ),
  )
  if (row === undefined) throw errors.viewNotFound({ id })
  return presentView(row, desk.principal)
}

export async function deleteView(desk: Desk, id: string, wanted: number | undefined): Promise<void> {
  await requireRight(desk, id)
  await desk.change(events.viewDeleted(`view:${id}`, { id }), (tx) =>
    must(
      tx
        .delete(views)
        .where(and(changeable(desk.principal, id), wanted === undefined ? undefined : eq(views.version, wanted)))
        .returning({ id: views.id }),
      wanted === undefined ? errors.viewNotFound({ id }) : platformErrors.versionChanged(),
    ),
  )
}

/** Makes a shared view one's own: its maker may have left. */
export async function adoptView({ change, principal, now }: Desk, id: string) {
  const [row] = await change(events.viewUpdated(`view:${id}`, { id, fields: ['maker'] }), (tx) =>
    must(
      tx
        .update(views)
        .set({ maker: principal.actor, version: sql`${views.version} + 1`, updatedAt: now.toISOString() })
        .where(and(eq(views.id, id), visibleTo(principal)))
        .returning(),
      errors.viewNotFound({ id }),
    ),
  )
  if (row === undefined) throw errors.viewNotFound({ id })
  return presentView(row, principal)
}

/** The condition stands in the statement too: a view may stop being shared in the meantime. */
function changeable(principal: Principal, id: string) {
  const isMine = eq(views.maker, principal.actor)
  return and(eq(views.id, id), principal.can('crm.views.manage') ? or(isMine, views.shared) : isMine)
}

async function requireRight({ db, principal }: Desk, id: string): Promise<void> {
  const [view] = await db
    .select({ maker: views.maker })
    .from(views)
    .where(and(eq(views.id, id), visibleTo(principal)))
  // One that is not there is the statement's to refuse.
  if (view !== undefined && view.maker !== principal.actor && !principal.can('crm.views.manage'))
    throw errors.viewNotYours({ id })
}

const { maker: _, ...shown } = getTableColumns(views)

/** What a list of views reads: whose they are is told, not who it is. */
export function viewColumns({ actor }: Pick<Principal, 'actor'>) {
  return { ...shown, mine: sql<boolean>`${views.maker} = ${actor}` }
}

function presentView({ maker, ...view }: ViewRow, { actor }: Pick<Principal, 'actor'>) {
  return { ...view, mine: maker === actor }
}
