import { and, asc, eq, inArray } from 'drizzle-orm'
import { endpoint, IdParam, type Principal, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { NewView, type RecordKind, View, ViewList, ViewListQuery, ViewPatch } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { views } from '../tables.ts'
import { adoptView, createView, deleteView, updateView, viewColumns, visibleTo } from './save-view.ts'

const write = { permission: 'crm.views.write' } as const
const kinds: readonly RecordKind[] = ['contacts', 'companies', 'deals', 'tasks']

/** Lists of which somebody may see nothing have no views for them either. */
function readable({ can }: Principal): RecordKind[] {
  return kinds.filter((kind) => can(`crm.${kind}.read`))
}

export const viewsRoutes = pluginRouter<Settings>()
  .get(
    '/views',
    endpoint({
      permission: 'crm.views.read',
      summary: 'Lists saved views: one’s own, and those that are shared',
      query: ViewListQuery,
      answers: { 200: ViewList },
    }),
    async (c) => {
      const { record } = c.req.valid('query')
      const { principal } = c.var
      const rows = await c.var.db
        .select(viewColumns(principal))
        .from(views)
        .where(
          and(
            inArray(views.record, readable(principal)),
            record === undefined ? undefined : eq(views.record, record),
            visibleTo(principal),
          ),
        )
        .orderBy(asc(views.id))
        .limit(500)
      return c.json({ data: rows })
    },
  )
  .post(
    '/views',
    endpoint({ ...write, summary: 'Saves a view of a list', body: NewView, answers: { 201: View } }),
    async (c) => {
      const view = await createView(c.var, c.req.valid('json'))
      setVersion(c, view.version)
      return c.json(view, 201)
    },
  )
  .patch(
    '/views/:id',
    endpoint({ ...write, summary: 'Changes a saved view', params: IdParam, body: ViewPatch, answers: { 200: View } }),
    async (c) => {
      const view = await updateView(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, view.version)
      return c.json(view)
    },
  )
  .delete(
    '/views/:id',
    endpoint({ ...write, summary: 'Deletes a saved view', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteView(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/views/:id/adopt',
    endpoint({
      permission: 'crm.views.manage',
      summary: 'Makes a shared view one’s own',
      params: IdParam,
      answers: { 200: View },
    }),
    async (c) => {
      const view = await adoptView(c.var, c.req.valid('param').id)
      setVersion(c, view.version)
      return c.json(view)
    },
  )
