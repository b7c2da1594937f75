import * as v from 'valibot'
import { endpoint, IdParam, newId, type Principal, pluginRouter } from '#sdk'
import { Device, DeviceList, NewDevice, PublicKey, Receipt, Tested } from './contract.ts'
import { addDevice, removeDevice, selectDevices } from './devices/change-devices.ts'
import { nameDevice } from './devices/name-device.ts'
import { errors } from './errors.ts'
import { Message } from './sending/read-message.ts'
import type { Settings } from './settings.ts'
import { readVapidKey } from './vapid-key.ts'

const use = { permission: 'push.devices.use' } as const

const NewMessage = v.object({ ...Message.entries, idempotencyKey: v.optional(Message.entries.idempotencyKey) })

export const routes = pluginRouter<Settings>()
  .get(
    '/key',
    endpoint({ ...use, summary: 'Shows the key to subscribe with', answers: { 200: PublicKey } }),
    async (c) => c.json({ publicKey: (await readVapidKey(c.var.belongings)).publicKey }),
  )
  .get(
    '/devices',
    endpoint({ ...use, summary: 'Lists your devices that take notifications', answers: { 200: DeviceList } }),
    async (c) => c.json({ data: await selectDevices(c.var, personOf(c.var)) }),
  )
  .post(
    '/devices',
    endpoint({
      ...use,
      summary: 'Takes a device in, or renews it',
      description: 'What `PushSubscription.toJSON()` answers in the browser. The same browser again stays one device.',
      body: NewDevice,
      answers: { 201: Device },
    }),
    async (c) => {
      const name = nameDevice(c.req.header('user-agent') ?? '')
      return c.json(await addDevice(c.var, personOf(c.var), name, c.req.valid('json')), 201)
    },
  )
  .delete(
    '/devices/:id',
    endpoint({ ...use, summary: 'Lets a device of yours go', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await removeDevice(c.var, personOf(c.var), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .post(
    '/test',
    endpoint({ ...use, summary: 'Sends a test notification to your devices', answers: { 202: Tested } }),
    async (c) => {
      const { devices } = await c.var.ports.push.send({
        to: personOf(c.var),
        title: 'This is a test',
        body: `So ${c.var.tenant.name} tells you what concerns you.`,
        link: '/notifications',
        tag: 'test',
        urgency: 'high',
        ttlSeconds: 300,
        idempotencyKey: `test:${newId()}`,
      })
      return c.json({ devices }, 202)
    },
  )
  .post(
    '/messages',
    endpoint({
      permission: 'push.messages.send',
      summary: 'Sends a notification to the devices of a person',
      body: NewMessage,
      answers: { 202: Receipt },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const message = { ...given, idempotencyKey: given.idempotencyKey ?? c.req.header('idempotency-key') ?? newId() }
      return c.json(await c.var.ports.push.send(message as Parameters<typeof c.var.ports.push.send>[0]), 202)
    },
  )

export type Routes = typeof routes

function personOf({ principal }: { readonly principal: Principal }): string {
  if (principal.userId === undefined) throw errors.peopleOnly()
  return principal.userId
}
