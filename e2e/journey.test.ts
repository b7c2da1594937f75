import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, signUp } from '../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

describe.each(databases)('a newcomer, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  it('signs up and sees nobody else', async () => {
    const anna = await signUp(platform.client)
    const { status, body } = await anna.client.get('/api/me')
    expect(status).toBe(200)
    expect(body.memberships).toEqual([])
  })

  it('makes a workspace that a stranger cannot tell from one that does not exist', async () => {
    const salon = await makeWorkspace(platform.client)
    const stranger = await signUp(platform.client)
    const foreign = await stranger.client.get('/api/tenant', { 'x-tenant-id': salon.id })
    const unknown = await stranger.client.get('/api/tenant', { 'x-tenant-id': '01890000-0000-7000-8000-000000000000' })
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
    const own = await salon.client.get('/api/tenant')
    expect(own.body).toMatchObject({ id: salon.id, slug: salon.slug, plan: 'free' })
  })

  it('leaves a record that verifies', async () => {
    const salon = await makeWorkspace(platform.client)
    await salon.client.patch('/api/tenant', { name: 'Salon Berta' })
    const { body } = await salon.client.get('/api/audit')
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['tenant.renamed', 'tenant.created'])
    const verified = await salon.client.get('/api/audit/verify')
    expect(verified.body).toMatchObject({ ok: true, records: 2, fault: null })
  })
})
