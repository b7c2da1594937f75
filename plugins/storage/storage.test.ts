import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  databases,
  makeWorkspace,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { partSize } from './limits.ts'
import { png, send, sha256, upload } from './testing/upload.ts'

describe.each(databases)('files, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  const newSalon = async (name = 'Salon Anna') => {
    const made = await makeWorkspace(platform.client, { name })
    const turned = await made.client.put('/api/connectors/storage', { enabled: true })
    expect(turned).toMatchObject({ status: 200 })
    return made
  }
  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await newSalon()
  })
  afterAll(() => platform.stop())

  it('keeps a file that a client sends, and gives it back byte for byte', async () => {
    const bytes = png(20_000)
    const file = await upload(salon.client, { name: 'Façade.png', type: 'image/png' }, bytes)
    expect(file).toMatchObject({
      name: 'Façade.png',
      type: 'image/png',
      size: bytes.length,
      state: 'ready',
      kind: 'picture',
      public: false,
      publicUrl: null,
    })
    const link = await salon.client.post(`/api/storage/files/${file.id}/link`, { expiresInSeconds: 600 })
    expect(link).toMatchObject({
      status: 200,
      body: { url: expect.stringMatching(/^\/api\/public\/[\w-]+\/storage\/f\/[\w-]{50}$/) },
    })
    const got = await fetch(new URL(link.body.url, platform.url))
    expect(got.status).toBe(200)
    expect(got.headers.get('content-type')).toBe('image/png')
    expect(sha256(new Uint8Array(await got.arrayBuffer()))).toBe(sha256(bytes))
  })
})
