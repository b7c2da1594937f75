import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { NewService, Service, ServiceList, ServicePatch } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { createService, deleteService, findService, listServices, updateService } from './save-service.ts'

const read = { permission: 'booking.services.read' } as const
const manage = { permission: 'booking.services.manage' } as const

export const servicesRoutes = pluginRouter<Settings>()
  .get('/services', endpoint({ ...read, summary: 'Lists all services', answers: { 200: ServiceList } }), async (c) =>
    c.json({ data: await listServices(c.var) }),
  )
  .post(
    '/services',
    endpoint({
      ...manage,
      summary: 'Adds a service',
      description: 'A name is enough. Without `needs`, everybody who is active does it by turns.',
      body: NewService,
      answers: { 201: Service },
    }),
    async (c) => {
      const service = await createService(c.var, c.req.valid('json'))
      setVersion(c, service.version, service)
      return c.json(service, 201)
    },
  )
  .get(
    '/services/:id',
    endpoint({ ...read, summary: 'Shows a service', params: IdParam, answers: { 200: Service } }),
    async (c) => {
      const service = await findService(c.var, c.req.valid('param').id)
      setVersion(c, service.version, service)
      return c.json(service)
    },
  )
  .patch(
    '/services/:id',
    endpoint({
      ...manage,
      summary: 'Changes a service',
      params: IdParam,
      body: ServicePatch,
      answers: { 200: Service },
    }),
    async (c) => {
      const service = await updateService(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, service.version, service)
      return c.json(service)
    },
  )
  .delete(
    '/services/:id',
    endpoint({ ...manage, summary: 'Takes a service off; its bookings stay', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteService(c.var, c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
