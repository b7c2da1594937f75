import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, makeWorkspace, signUp } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { diaryMigrations } from '../live/testing/diary.ts'
import { problem } from '../request/testing/replies.ts'

describe('a module that calls another one', () => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'postgres',
      entry: 'kernel/registry/testing/calling-worker.ts',
      migrations: [
        ...(await readMigrations()),
        ...diaryMigrations,
        { owner: 'caller', id: '0001-none', sql: 'create table caller.none (tenant_id uuid not null)' },
      ],
    })
  })
  afterAll(() => platform.stop())

  const page = { kind: 'page', text: 'called' }

  it('does so in the name and with the rights of whoever asked it', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['diary', 'caller'] })
    const { status, body } = await salon.client.post('/api/caller/notes', page)
    expect([status, body]).toEqual([201, { written: { id: expect.any(String) } }])
    const audit = await salon.client.get(`/api/audit?subject=page:${body.written.id}`)
    expect(audit.body.data).toEqual([
      expect.objectContaining({ action: 'diary.page.written', actor: `person:${salon.owner.id}` }),
    ])
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect(await viewer.post('/api/caller/notes', page)).toMatchObject(
      problem(403, 'kernel.notAllowed', { permission: 'diary.pages.write' }),
    )
  })

  it('gets the failure as it is: what does not fit, a module that is off', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['caller'] })
    expect(await salon.client.post('/api/caller/notes', page)).toMatchObject(
      problem(403, 'kernel.moduleOff', { module: 'diary' }),
    )
    await salon.client.put('/api/modules/diary', { enabled: true })
    expect(await salon.client.post('/api/caller/notes', { ...page, kind: 'poem' })).toMatchObject({
      status: 422,
      body: { errors: [{ in: 'body', pointer: '#/kind' }] },
    })
    expect(await platform.client.post('/api/diary/pages', page, { 'x-tenant-id': salon.id })).toMatchObject(
      problem(401, 'kernel.notAuthenticated'),
    )
  })
})
