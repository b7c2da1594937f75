import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { type Followed, follow } from '../live/testing/follow.ts'
import { publishShoes } from '../marketplace/testing/publish-shoes.ts'
import { costOf } from '../request/testing/replies.ts'

const [created, sold] = ['shoes.item.created', 'shoes.item.sold']
const path = '/api/plugins/shoes'

/** Somebody who reads timelines and the live stream. */
interface Reader {
  readonly client: Client
  readonly headers: Readonly<Record<string, string>>
}

describe.each(databases)('what a published plugin records, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  const open: Followed[] = []

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    await publishShoes(platform, '1.0.0', {
      manifest: {
        events: {
          [created]: { schema: {}, seenWith: 'shoes.items.read' },
          [sold]: { schema: {}, seenWith: 'shoes.items.write' },
          // As no audit lets it pass.
          'apiKey.created': { schema: {}, seenWith: 'shoes.items.read' },
        },
      },
    })
    salon = await makeWorkspace(platform.client)
    await install(salon)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.close()))
  })
  afterAll(() => platform?.stop())

  const install = async ({ client }: Workspace) =>
    expect((await client.post(`${path}/install`, { version: '1.0.0' })).status).toBe(201)

  const key = async (permissions: readonly string[], { client }: Workspace = salon): Promise<Reader> => {
    const { status, body } = await client.post('/api/api-keys', { name: 'Till', permissions })
    expect(status).toBe(201)
    const headers = { authorization: `Bearer ${body.key}` }
    return { client: platform.client.with(headers), headers }
  }
  const person = async (role: 'member' | 'viewer'): Promise<Reader> => {
    const who = await signUp(platform.client)
    const client = await addMember(salon, who, role)
    return { client, headers: { authorization: `Bearer ${who.accessToken}`, 'x-tenant-id': salon.id } }
  }

  /** Adds a shoe and sells it; answers what its two records are of. */
  const trade = async ({ client }: Workspace): Promise<{ readonly added: string; readonly traded: string }> => {
    const { body } = await client.post('/api/shoes/items', { name: 'Boot', pairs: 1 })
    expect((await client.post(`/api/shoes/items/${body.id}/sell`)).status).toBe(200)
    const [record] = (await client.get(`/api/audit?action=${created}&limit=1`)).body.data
    return { added: record.subject, traded: `item:${body.id}` }
  }
  const timeline = async ({ client }: Pick<Reader, 'client'>, ...subjects: string[]): Promise<string[]> => {
    const seen: string[] = []
    for (const subject of subjects) {
      const { status, body } = await client.get(`/api/timeline?subject=${subject}`)
      expect(status).toBe(200)
      seen.push(...body.data.map(({ action }: { action: string }) => action))
    }
    return [...new Set(seen)]
  }
  const listen = async ({ headers }: Reader): Promise<Followed> => {
    const stream = await follow(platform.url, headers)
    open.push(stream)
    expect(stream.status).toBe(200)
    await expect.poll(() => stream.text()).toContain('hello')
    return stream
  }
  const heardOf = ({ records }: Followed, ...subjects: string[]) => [
    ...new Set(records.filter(({ subject }) => subjects.includes(subject)).map(({ action }) => action)),
  ]

  it('is seen in timelines by those who have the permission that each event names', async () => {
    const { added, traded } = await trade(salon)
    expect(await timeline(salon, added, traded)).toEqual([created, sold])
    for (const role of ['member', 'viewer'] as const)
      expect(await timeline(await person(role), added, traded), role).toEqual([created])
    expect(await timeline(await key(['tenant.read', 'shoes.items.write']), added, traded)).toEqual([sold])
    expect(await timeline(await key(['tenant.read']), added, traded)).toEqual([])
    const member = await person('member')
    for (let times = 0; times < 2; times++) await timeline(member, added)
    expect(costOf(await member.client.get(`/api/timeline?subject=${added}`))).toEqual({ gateCalls: 1, roundTrips: 1 })
  })

  it('is seen live by the same', async () => {
    const readers = [
      await person('member'),
      await key(['tenant.read', 'shoes.items.write']),
      await key(['tenant.read', 'keys.manage']),
    ]
    const [member, till, blind] = await Promise.all(readers.map(listen))
    if (!member || !till || !blind) throw new Error('Somebody does not listen')
    const [first, second] = [await trade(salon), await trade(salon)]
    // Records come in their order: whoever heard of what came later heard of nothing else before.
    await expect.poll(() => heardOf(member, second.added)).toEqual([created])
    expect(heardOf(member, first.added, first.traded)).toEqual([created])
    await expect.poll(() => heardOf(till, second.traded)).toEqual([sold])
    expect(heardOf(till, first.added, first.traded, second.added)).toEqual([sold])
    await key(['tenant.read'])
    await expect.poll(() => blind.records.at(-1)?.action).toBe('apiKey.created')
    expect(heardOf(blind, first.added, first.traded, second.added, second.traded)).toEqual([])
  })

  it('shows nothing of what others record, whatever the plugin’s manifest says of it', async () => {
    const till = await key(['tenant.read', 'shoes.items.read'])
    const [record] = (await salon.client.get('/api/audit?action=apiKey.created&limit=1')).body.data
    expect(await timeline(salon, record.subject)).toEqual(['apiKey.created'])
    expect(await timeline(till, record.subject)).toEqual([])
    const stream = await listen(till)
    await key(['tenant.read'])
    const { added } = await trade(salon)
    await expect.poll(() => heardOf(stream, added)).toEqual([created])
    expect(stream.records.map(({ action }) => action)).not.toContain('apiKey.created')
  })

  it('is nobody’s in another workspace that has the plugin too', async () => {
    const garage = await makeWorkspace(platform.client)
    await install(garage)
    const stranger = await key(['tenant.read', 'shoes.items.read', 'shoes.items.write'], garage)
    const stream = await listen(stranger)
    const here = await trade(salon)
    const there = await trade(garage)
    await expect.poll(() => heardOf(stream, there.added, there.traded)).toEqual([created, sold])
    expect(heardOf(stream, here.added, here.traded)).toEqual([])
    for (const reader of [stranger, garage]) expect(await timeline(reader, here.added, here.traded)).toEqual([])
  })

  it('is for the readers of the record alone while the plugin is stopped, and once it is gone', async () => {
    const { added, traded } = await trade(salon)
    const till = await key(['tenant.read', 'plugins.read', 'shoes.items.read', 'shoes.items.write'])
    const everything = [created, sold]
    expect(await timeline(till, added, traded)).toEqual(everything)
    const stops = {
      'plugin.suspended': [['suspend'], ['resume']],
      'plugin.uninstalled': [
        ['uninstall', { data: 'keep' }],
        ['install', { version: '1.0.0' }],
      ],
    } as const
    for (const [action, [stop, start]] of Object.entries(stops)) {
      const before = await listen(till)
      await expect.poll(() => heardOf(before, added, traded)).toEqual(everything)
      expect((await salon.client.post(`${path}/${stop[0]}`, stop[1])).status).toBeLessThan(300)
      await expect.poll(before.hasEnded).toBe(true)
      const after = await listen(till)
      await expect.poll(() => after.records.at(-1)?.action).toBe(action)
      expect(heardOf(after, added, traded)).toEqual([])
      expect(await timeline(till, added, traded)).toEqual([])
      expect(await timeline(salon, added, traded)).toEqual(everything)
      expect((await salon.client.post(`${path}/${start[0]}`, start[1])).status).toBeLessThan(300)
      expect(await timeline(till, added, traded)).toEqual(everything)
    }
  })
})
