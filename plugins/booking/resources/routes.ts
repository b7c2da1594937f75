import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { NewResource, Resource, ResourceList, ResourcePatch } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { createResource, deleteResource, findResource, listResources, updateResource } from './save-resource.ts'

const read = { permission: 'booking.services.read' } as const
const manage = { permission: 'booking.services.manage' } as const

export const resourcesRoutes = pluginRouter<Settings>()
  .get(
    '/resources',
    endpoint({ ...read, summary: 'Lists all people, rooms and equipment', answers: { 200: ResourceList } }),
    async (c) => c.json({ data: await listResources(c.var) }),
  )
  .post(
    '/resources',
    endpoint({
      ...manage,
      summary: 'Adds a person, a room or equipment',
      body: NewResource,
      answers: { 201: Resource },
    }),
    async (c) => {
      const resource = await createResource(c.var, c.req.valid('json'))
      setVersion(c, resource.version, resource)
      return c.json(resource, 201)
    },
  )
  .get(
    '/resources/:id',
    endpoint({ ...read, summary: 'Shows a person, a room or equipment', params: IdParam, answers: { 200: Resource } }),
    async (c) => {
      const resource = await findResource(c.var, c.req.valid('param').id)
      setVersion(c, resource.version, resource)
      return c.json(resource)
    },
  )
  .patch(
    '/resources/:id',
    endpoint({
      ...manage,
      summary: 'Changes a person, a room or equipment',
      params: IdParam,
      body: ResourcePatch,
      answers: { 200: Resource },
    }),
    async (c) => {
      const resource = await updateResource(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, resource.version, resource)
      return c.json(resource)
    },
  )
  .delete(
    '/resources/:id',
    endpoint({
      ...manage,
      summary: 'Takes a person, a room or equipment off',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      await deleteResource(c.var, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
