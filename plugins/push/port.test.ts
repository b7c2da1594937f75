import { describePushPort } from '#sdk/testing'
import { openSalon } from './testing/open-salon.ts'
import type { Answer } from './testing/push-service.ts'

const troubles: Readonly<Record<string, (bytes: number) => Answer | undefined>> = {
  busy: () => ({ status: 429, headers: { 'retry-after': '30' } }),
  gone: () => ({ status: 410 }),
  large: (bytes) => (bytes > 500 ? { status: 413 } : undefined),
}

describePushPort('Web Push', async () => {
  const { platform, service, salon, ben, bens, turnOn, hurry, stop } = await openSalon()
  const clients = { [salon.owner.id]: salon.client, [ben.id]: bens }
  const clientOf = (personId: string) => clients[personId] ?? salon.client
  return {
    send: (message) => salon.client.post('/api/push/messages', message),
    people: [salon.owner.id, ben.id, '01900000-0000-7000-8000-000000000000'],
    addDevice: async (personId) => {
      const subscription = await turnOn(clientOf(personId))
      return { received: () => service.received(subscription).map(({ payload }) => payload) }
    },
    devicesOf: async (personId) =>
      (await platform.owner.query('select from push.devices where user_id = $1', [personId])).length,
    trouble: (kind) => {
      const answer = troubles[kind]
      service.answer = answer === undefined ? undefined : (_, bytes) => answer(bytes)
    },
    refusals: service.refusals,
    hurry,
    base: `/w/${salon.slug}`,
    stop,
  }
})
