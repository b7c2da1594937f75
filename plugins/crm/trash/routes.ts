import { endpoint, pluginRouter } from '#sdk'
import { TrashPage, TrashParams, TrashQuery } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { emptyAll, removeForGood } from './empty-trash.ts'
import { listTrash } from './list-trash.ts'

const empty = { permission: 'crm.trash.empty' } as const

export const trashRoutes = pluginRouter<Settings>()
  .get(
    '/trash',
    endpoint({
      permission: 'crm.trash.read',
      summary: 'Lists what was deleted, and when it is gone for good',
      description: 'What was deleted last comes first, of the kinds that the caller may see.',
      query: TrashQuery,
      answers: { 200: TrashPage },
    }),
    async (c) => c.json(await listTrash(c.var, c.req.valid('query'))),
  )
  .delete(
    '/trash',
    endpoint({
      ...empty,
      routeClass: 'bulk',
      summary: 'Deletes everything in the trash for good',
      answers: { 202: null },
    }),
    async (c) => {
      await emptyAll(c.var)
      return c.body(null, 202)
    },
  )
  .delete(
    '/trash/:kind/:id',
    endpoint({
      ...empty,
      summary: 'Deletes something in the trash for good',
      params: TrashParams,
      answers: { 204: null },
    }),
    async (c) => {
      await removeForGood(c.var, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
