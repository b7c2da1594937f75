import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeParse } from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { kernelEvents } from './kernel-events.ts'

/** Recorded where no webhook is: for a person outside of any workspace, or for the platform itself. */
const elsewhere = /^(person|session|mfa|totp|passkey|device|tenants)\./

describe('the events of the kernel', () => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'pglite' })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  it('have a schema each', async () => {
    const folder = join(import.meta.dirname, '..')
    const names = (await readdir(folder, { recursive: true })).filter(
      (name) => /\.ts$/.test(name) && !/\.test\.ts$|testing\//.test(name),
    )
    const sources = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    const actions = sources.flatMap((source) =>
      [...source.matchAll(/\baction: '([\w.]+)'/g)].map(([, action = '']) => action),
    )
    expect(actions.length).toBeGreaterThan(20)
    expect(actions.filter((action) => !elsewhere.test(action) && !Object.hasOwn(kernelEvents, action))).toEqual([])
  })

  it('are recorded as their schemas say', async () => {
    const { client } = salon
    await client.patch('/api/tenant', { name: 'Salon Berg' })
    await client.patch('/api/tenant', { colour: '#336699', timeZone: 'Europe/Berlin' })
    await addMember(salon, await signUp(platform.client), 'member')
    const [member] = (await client.get('/api/members')).body.data.filter(
      ({ role }: { role: string }) => role === 'member',
    )
    await client.patch(`/api/members/${member.id}`, { role: 'admin' })
    await client.delete(`/api/members/${member.id}`)
    const invited = await client.post('/api/invitations', { email: 'x@example.com', role: 'viewer' })
    await client.delete(`/api/invitations/${invited.body.id}`)
    const key = await client.post('/api/api-keys', { name: 'Till', permissions: ['tenant.read'] })
    const next = await client.post(`/api/api-keys/${key.body.id}/rotate`, {})
    await client.delete(`/api/api-keys/${next.body.id}`)
    await client.put('/api/modules/crm', { enabled: true, settings: {} })
    const hook = await client.post('/api/webhooks', { url: 'https://example.com/', events: ['*'] })
    const path = `/api/webhooks/${hook.body.id}`
    await client.patch(path, { description: 'Ours', enabled: true })
    await client.post(`${path}/rotate`, {})
    await client.post(`${path}/test`, {})
    await client.post(`${path}/replay`, { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })
    await client.post('/api/deliveries/replay', { ids: [hook.body.id] })
    await client.delete(path)
    const records = (await client.get('/api/audit?limit=100')).body.data as { action: string; data: object }[]
    expect(new Set(records.map(({ action }) => action)).size).toBeGreaterThan(15)
    const unfit = records.filter(({ action, data }) => {
      const schema = kernelEvents[action]
      return schema === undefined || !safeParse(schema, data).success
    })
    expect(unfit).toEqual([])
  })

  it('are described to everybody, with those of the modules', async () => {
    const { status, body } = await platform.client.get('/api/events/schemas')
    expect(status).toBe(200)
    expect(body.payload).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['type', 'timestamp', 'data']),
    })
    const described = new Map(body.data.map((event: { action: string }) => [event.action, event]))
    expect(described.get('crm.contact.created')).toMatchObject({
      module: 'crm',
      title: 'Customers',
      schema: { type: 'object', properties: { id: { type: 'string' } } },
    })
    expect(described.get('member.removed')).toMatchObject({ module: 'kernel', schema: { type: 'object' } })
  })
})
