import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'
import { png, upload } from '../testing/upload.ts'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
  await salon.client.put('/api/connectors/storage', { enabled: true })
})
afterAll(() => platform.stop())

it('files of contacts and companies that are merged are files of the one that stays, each once', async () => {
  for (const [noun, kind, body] of [
    ['contact', 'contacts', { firstName: 'Mia' }],
    ['company', 'companies', { name: 'Sol & Co' }],
  ] as const) {
    const add = async () => (await salon.client.post(`/api/crm/${kind}`, body)).body.id
    const [keep, gone, other] = [await add(), await add(), await add()]
    const attach = async (id: string, name: string) =>
      (await upload(salon.client, { name, type: 'image/png', subject: `${noun}:${id}` }, png(100))).id
    const [both] = [await attach(keep, 'both.png'), await attach(gone, 'gone.png'), await attach(other, 'other.png')]
    await salon.client.post('/api/storage/attachments', { subject: `${noun}:${gone}`, fileId: both })
    const names = async (id: string) =>
      (await salon.client.get(`/api/storage/attachments?subject=${noun}:${id}`)).body.data
        .map(({ name }: { name: string }) => name)
        .sort()
    const merged = await salon.client.post(`/api/crm/${kind}/merge`, { keepId: keep, mergeIds: [gone] })
    expect(merged.status).toBe(200)
    await expect.poll(() => names(keep), { timeout: 20_000 }).toEqual(['both.png', 'gone.png'])
    expect([await names(gone), await names(other)]).toEqual([[], ['other.png']])
    const timeline = await salon.client.get(`/api/timeline?subject=${noun}:${keep}`)
    expect(timeline.body.data.map(({ action }: { action: string }) => action)).toContain('storage.files.moved')
  }
})
