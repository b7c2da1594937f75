import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  startTestPlatform,
  type TestPlatform,
  testCertificates,
  type Workspace,
} from '#sdk/testing'
import { type PushService, type Subscription, startPushService } from './push-service.ts'

export interface Salon {
  readonly platform: TestPlatform
  readonly service: PushService
  readonly salon: Workspace
  readonly ben: Person
  /** Sends as Ben, in the workspace. */
  readonly bens: Client
  readonly turnOn: (client: Client) => Promise<Subscription>
  readonly hurry: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** A workspace with two people that is connected to a push service on this machine. */
export async function openSalon(modules: readonly string[] = []): Promise<Salon> {
  process.env.NODE_EXTRA_CA_CERTS = (await testCertificates()).authorityFile
  const service = await startPushService()
  const platform = await startTestPlatform({
    database: 'postgres',
    settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUSH_HOSTS: service.host, PUBLIC_URL: 'https://app.example.com' },
  })
  const salon = await makeWorkspace(platform.client, { name: 'Salón Anna', modules })
  const ben = await signUp(platform.client, 'Ben Berg')
  const bens = await addMember(salon, ben, 'member')
  const connected = await salon.client.put('/api/connectors/push', { enabled: true })
  if (connected.status !== 200) throw new Error(JSON.stringify(connected.body))
  return {
    platform,
    service,
    salon,
    ben,
    bens,
    turnOn: async (client) => {
      const subscription = service.subscribe()
      const reply = await client.post('/api/push/devices', subscription, {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      })
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
      return subscription
    },
    hurry: async () => {
      await platform.owner.query(
        'update kernel.jobs set due_at = now() where leased_until is null and plugin_id = $1 and every is null',
        ['push'],
      )
      await platform.tick()
    },
    stop: async () => {
      await platform.stop()
      await service.stop()
    },
  }
}
