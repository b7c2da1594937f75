import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, makeWorkspace, signUp } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { costOf, problem, refusedAt, warm } from '../request/testing/replies.ts'
import { sampleMigrations } from './testing/sample-plugins.ts'

const off = problem(403, 'kernel.moduleOff', { module: 'sample' })

describe('modules', () => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({
      database: 'pglite',
      entry: 'kernel/registry/testing/fixture-worker.ts',
      migrations: [...(await readMigrations()), ...sampleMigrations],
    })
  })
  afterAll(() => platform.stop())

  it('are described, with the form of their settings, and off until they are turned on', async () => {
    const salon = await makeWorkspace(platform.client)
    const { body } = await salon.client.get('/api/modules')
    expect(body.data).toEqual([
      {
        id: 'sample',
        title: 'Sample',
        description: 'Keeps notes, for tests.',
        icon: 'sticky-note',
        version: '1.0.0',
        enabled: false,
        settings: { greeting: 'Hello', hours: [] },
        settingsSchema: expect.objectContaining({
          type: 'object',
          properties: expect.objectContaining({ greeting: expect.objectContaining({ maxLength: 20 }) }),
        }),
        permissions: [
          { id: 'sample.notes.read', title: 'Read notes' },
          { id: 'sample.notes.write', title: 'Write notes' },
        ],
      },
    ])
    const { body: key } = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['sample.notes.read'] })
    for (const client of [salon.client, platform.client.with({ authorization: `Bearer ${key.key}` })])
      expect(await client.get('/api/sample/notes')).toMatchObject(off)
    expect(await salon.client.post('/api/sample/notes', { text: 'no' })).toMatchObject(off)
    expect(await platform.client.get(`/api/public/${salon.slug}/sample/greeting`)).toMatchObject(off)
  })

  it('work from the request after they are turned on, and stop with the one after they are turned off', async () => {
    const salon = await makeWorkspace(platform.client)
    const neighbour = await makeWorkspace(platform.client, { modules: ['sample'] })
    const visit = () => platform.client.get(`/api/public/${salon.slug}/sample/greeting`)
    for (let round = 0; round < 2; round++) expect(await salon.client.get('/api/sample/notes')).toMatchObject(off)
    expect(await salon.client.put('/api/modules/sample', { enabled: true })).toMatchObject({
      status: 200,
      body: { id: 'sample', enabled: true },
    })
    const written = await salon.client.post('/api/sample/notes', { text: 'one' })
    expect(written.status).toBe(201)
    for (let round = 0; round < 2; round++) {
      expect((await salon.client.get('/api/sample/notes')).body).toEqual([written.body])
      expect((await visit()).body).toEqual({ greeting: 'Hello', hours: [] })
    }
    expect((await neighbour.client.get('/api/sample/notes')).body).toEqual([])
    expect(costOf(await salon.client.get('/api/sample/greeting'))).toEqual(warm)

    expect((await salon.client.put('/api/modules/sample', { enabled: false })).body.enabled).toBe(false)
    expect(await salon.client.get('/api/sample/notes')).toMatchObject(off)
    expect(await salon.client.post('/api/sample/notes', { text: 'two' })).toMatchObject(off)
    expect(await visit()).toMatchObject(off)
    expect((await neighbour.client.get('/api/sample/notes')).status).toBe(200)
    // What they hold is there again when they are.
    await salon.client.put('/api/modules/sample', { enabled: true })
    expect((await salon.client.get('/api/sample/notes')).body).toEqual([written.body])
  })

  it('read their settings by their own schema, and see them at once', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    const greeting = async () => (await salon.client.get('/api/sample/greeting')).body
    for (let round = 0; round < 2; round++) expect(await greeting()).toEqual({ greeting: 'Hello', hours: [] })
    const set = (settings: unknown) => salon.client.put('/api/modules/sample', { settings })
    const settings = { greeting: 'Moin', hours: [{ opens: '09:00' }] }
    expect(await set(settings)).toMatchObject({ status: 200, body: { enabled: true, settings } })
    expect(await greeting()).toEqual(settings)

    const wrong = await set({ greeting: 'x'.repeat(21), hours: [{ opens: '09:00' }, { opens: 'nine' }] })
    expect(wrong).toMatchObject(problem(422, 'kernel.invalid'))
    expect(wrong).toEqual(refusedAt('#/settings/greeting', 'Use at most 20 characters'))
    expect(wrong).toEqual(refusedAt('#/settings/hours/1/opens', 'Write a time like 09:00'))
    expect(await set('no object')).toEqual(refusedAt('#/settings', expect.any(String)))
    expect(await salon.client.put('/api/modules/sample', { enabled: 'yes' })).toEqual(refusedAt('#/enabled'))
    expect(await greeting()).toEqual(settings)

    await salon.client.put('/api/modules/sample', { enabled: false })
    await salon.client.put('/api/modules/sample', { enabled: true })
    expect(await greeting()).toEqual(settings)
    const { body } = await salon.client.get('/api/audit?action=module.changed')
    expect(body.data.at(-2)).toMatchObject({ subject: 'module:sample', data: { settings: ['greeting', 'hours'] } })
  })

  it('are turned on by those who may, seen by all, and known by their id', async () => {
    const salon = await makeWorkspace(platform.client)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect(await member.put('/api/modules/sample', { enabled: true })).toMatchObject(
      problem(403, 'kernel.notAllowed', { permission: 'plugins.manage' }),
    )
    expect((await member.get('/api/modules')).body.data[0].enabled).toBe(false)
    for (const id of ['sample_mail', 'nothing', 'constructor', '__proto__'])
      expect(await salon.client.put(`/api/modules/${id}`, { enabled: true })).toMatchObject(
        problem(404, 'kernel.notFound'),
      )
  })

  it('give each role what they say', async () => {
    const salon = await makeWorkspace(platform.client, { modules: ['sample'] })
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get('/api/sample/notes')).status).toBe(200)
    expect(await viewer.post('/api/sample/notes', { text: 'no' })).toMatchObject(
      problem(403, 'kernel.notAllowed', { permission: 'sample.notes.write' }),
    )
    const { body } = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['sample.notes.write'] })
    const key = platform.client.with({ authorization: `Bearer ${body.key}` })
    expect((await key.post('/api/sample/notes', { text: 'yes' })).status).toBe(201)
    expect(await key.get('/api/sample/notes')).toMatchObject(problem(403, 'kernel.notAllowed'))
  })

  it('follow a page’s address to the workspace that has it now', async () => {
    const first = await makeWorkspace(platform.client, { modules: ['sample'] })
    const second = await makeWorkspace(platform.client, { owner: first.owner })
    const visit = () => platform.client.get(`/api/public/${first.slug}/sample/greeting`)
    for (let round = 0; round < 2; round++) expect((await visit()).status).toBe(200)
    await first.client.patch('/api/tenant', { slug: `${first.slug}-old` })
    await second.client.put('/api/modules/sample', { enabled: true, settings: { greeting: 'Second' } })
    await second.client.patch('/api/tenant', { slug: first.slug })
    for (let round = 0; round < 2; round++) expect((await visit()).body.greeting).toBe('Second')
    await second.client.put('/api/modules/sample', { enabled: false })
    expect(await visit()).toMatchObject(off)
    await second.client.delete('/api/tenant')
    expect(await visit()).toMatchObject(problem(404, 'kernel.tenantNotFound'))
  })
})
