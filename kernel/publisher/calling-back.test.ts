import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem } from '../request/testing/replies.ts'
import { becomePublisher, draftBundle, type PublishingWorkspace } from './testing/make-submission.ts'

describe('what its publisher calls back', () => {
  let platform: TestPlatform
  let author: PublishingWorkspace
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    author = await becomePublisher(await makeWorkspace(platform.client), 'salon-tools')
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform?.stop())

  const installed = async (id: string) => {
    expect(
      (await author.client.post('/api/publisher/plugins', await draftBundle(author.key, { manifest: { id } }))).status,
    ).toBe(201)
    expect((await salon.client.post(`/api/plugins/${id}/install`, {})).status).toBe(201)
    expect(await salon.client.get(`/api/${id}/items`)).toMatchObject({ status: 200, body: { data: [] } })
  }

  it('stops where it is installed, at the next request: a version', async () => {
    await installed('shoes')
    const yanked = await author.client.post('/api/publisher/plugins/shoes/versions/1.0.0/yank', {
      reason: 'It loses laces',
    })
    expect(yanked.status).toBe(204)
    expect(await salon.client.get('/api/shoes/items')).toMatchObject(problem(403, 'kernel.pluginStopped'))
    expect((await author.client.get('/api/publisher/plugins')).body.data).toMatchObject([
      {
        id: 'shoes',
        installs: 1,
        versions: [{ version: '1.0.0', state: 'yanked', reason: 'It loses laces', installs: 1 }],
      },
    ])
    expect(
      (await author.client.post('/api/publisher/plugins/shoes/versions/1.0.0/yank', { reason: 'Again' })).status,
    ).toBe(404)
  })

  it('stops where it is installed, at the next request: all that a key signed', async () => {
    await installed('boots')
    expect((await author.client.delete(`/api/publisher/keys/${author.key.id}`)).status).toBe(204)
    expect(await salon.client.get('/api/boots/items')).toMatchObject(problem(403, 'kernel.pluginStopped'))
  })
})
