import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { sampleMigrations } from '../registry/testing/sample-plugins.ts'

describe('the port email with nothing connected, on a machine of one’s own', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      entry: 'kernel/registry/testing/fixture-worker.ts',
      migrations: [...(await readMigrations()), ...sampleMigrations],
    })
  })
  afterAll(() => platform.stop())

  const captured = async () =>
    (await platform.client.get('/mail', { accept: 'application/json' })).body.data.filter(
      ({ recipient }: { recipient: string }) => recipient === 'anna@example.com',
    )

  it('shows at /mail what would be sent, once for each key, and sends none of it later', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    const send = (id: string) => salon.client.post('/api/sample/mails', undefined, { 'request-id': id })
    const first = await send('the-first-request')
    expect(first).toMatchObject({ status: 200, body: { state: 'captured', id: expect.any(String) } })
    expect((await send('the-first-request')).body.id).toBe(first.body.id)
    expect((await captured()).length).toBe(1)
    expect((await send('another-request')).body.id).not.toBe(first.body.id)
    expect((await captured()).length).toBe(2)
    const stored = await platform.owner.query(
      `select state, workspace from kernel.outgoing_mail where recipient = 'anna@example.com'`,
    )
    expect(stored).toEqual([
      { state: 'captured', workspace: 'Salon Anna' },
      { state: 'captured', workspace: 'Salon Anna' },
    ])
  })

  it('is taken over by a connector as soon as one is on', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    await salon.client.put('/api/connectors/sample_mail', { enabled: true })
    const before = (await captured()).length
    expect((await salon.client.post('/api/sample/mails')).body.state).toBe('queued')
    expect((await captured()).length).toBe(before)
  })
})
