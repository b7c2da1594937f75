import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, type Person, type Reply, signUp } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'

const notFound = problem(404, 'kernel.tenantNotFound')
const slugTaken = problem(409, 'kernel.slugTaken')

describe.each(databases)('workspaces, on %s', (database) => {
  let platform: TestPlatform
  let anna: Person
  let names = 0

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    anna = await signUp(platform.client)
  })
  afterAll(() => platform.stop())

  const make = (name: string, slug?: string, person = anna): Promise<Reply> =>
    person.client.post('/api/tenants', slug === undefined ? { name } : { name, slug })
  const newSlug = () => `place-${names++}`
  const inside = (tenant: string, person = anna) => person.client.with({ 'x-tenant-id': tenant })

  it('get their address from their name, and another one when it is taken', async () => {
    const names = {
      'Salón Ängström & Söhne': /^salon-angstrom-sohne$/,
      'Große Bäckerei': /^grosse-backerei$/,
      '  --Łódź, Smørrebrød & Æbler!  ': /^lodz-smorrebrod-aebler$/,
      美容室: /^workspace-[a-z2-9]{4}$/,
      Admin: /^workspace-[a-z2-9]{4}$/,
      X: /^workspace-[a-z2-9]{4}$/,
    }
    for (const [name, slug] of Object.entries(names)) {
      const reply = await make(name)
      expect(reply.status).toBe(201)
      expect(reply.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        slug: expect.stringMatching(slug),
        name: name.trim(),
        plan: 'free',
        logoUrl: null,
        colour: null,
        timeZone: 'UTC',
        currency: 'EUR',
        language: 'en',
      })
    }
    const again = await make('Salón Ängström & Söhne')
    expect(again).toMatchObject({
      status: 201,
      body: { slug: expect.stringMatching(/^salon-angstrom-sohne-[a-z2-9]{4}$/) },
    })
  })

  it('have the address that was asked for, unless it is taken, reserved or no address', async () => {
    const slug = newSlug()
    expect(await make('One', slug)).toMatchObject({ status: 201, body: { slug } })
    expect(await make('Two', slug)).toMatchObject(problem(409, 'kernel.slugTaken', { slug }))
    for (const reserved of ['api', 'admin', 'mail', 'public'])
      expect(await make('Three', reserved)).toMatchObject(slugTaken)
    const bad = [
      '',
      'a',
      'Upper',
      'with space',
      '-edge',
      'edge-',
      'double--hyphen',
      'ümlaut',
      'a'.repeat(64),
      `${'a-'.repeat(40)}a`,
    ]
    for (const wrong of bad) expect(await make('Four', wrong), wrong).toEqual(refusedAt('#/slug'))
    expect(await make('', newSlug())).toEqual(refusedAt('#/name'))
    expect((await make('Longest', `${'b-'.repeat(31)}b`)).status).toBe(201)
  })

  it('cannot take an address that stands for another workspace: its id, or the one it gets when deleted', async () => {
    const salon = await makeWorkspace(platform.client)
    expect(await make('Trap', salon.id)).toMatchObject(slugTaken)
    expect(await make('Trap', `deleted-${salon.id}`)).toMatchObject(slugTaken)
    const trap = await makeWorkspace(platform.client, { owner: anna })
    expect(await trap.client.patch('/api/tenant', { slug: salon.id })).toMatchObject(slugTaken)
    expect((await salon.client.delete('/api/tenant')).status).toBe(204)
  })

  it('are made once under one Idempotency-Key', async () => {
    const twice = { 'idempotency-key': `make-${names++}` }
    const first = await anna.client.post('/api/tenants', { name: 'Only one' }, twice)
    const again = await anna.client.post('/api/tenants', { name: 'Only one' }, twice)
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(await anna.client.post('/api/tenants', { name: 'Another' }, twice)).toMatchObject(
      problem(422, 'kernel.idempotencyMismatch'),
    )
    const { body } = await anna.client.get('/api/tenants')
    expect(body.data.filter(({ name }: { name: string }) => name === 'Only one')).toHaveLength(1)
    expect((await inside(first.body.id).get('/api/tenant')).status).toBe(200)
  })

  it('are chosen by id or by address, and a request has to choose', async () => {
    const { body } = await make('Chosen', newSlug())
    for (const name of [body.id, body.slug])
      for (let round = 0; round < 2; round++) expect((await inside(name).get('/api/tenant')).body).toEqual(body)
    expect(await anna.client.get('/api/tenant')).toMatchObject(problem(400, 'kernel.tenantMissing'))
    expect(await inside('').get('/api/tenant')).toMatchObject(problem(400, 'kernel.tenantMissing'))
    expect(await inside('nowhere').get('/api/tenant')).toMatchObject(notFound)
    expect(await inside('x'.repeat(300)).get('/api/tenant')).toMatchObject(notFound)
  })

  it('are renamed under If-Match only when nobody was faster, and show it at once everywhere', async () => {
    const salon = await makeWorkspace(platform.client, { name: 'Before' })
    const { owner } = salon
    const berta = await signUp(platform.client)
    const member = await addMember(salon, berta, 'member')
    for (const person of [owner, berta])
      for (let round = 0; round < 2; round++)
        expect((await person.client.get('/api/me')).body.memberships[0].tenant.name).toBe('Before')
    const before = await member.get('/api/tenant')
    const etag = before.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\d+"$/)
    expect((await member.get('/api/tenant', { 'if-none-match': etag })).status).toBe(304)

    const renamed = await salon.client.patch('/api/tenant', { name: 'After' }, { 'if-match': etag })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'After', slug: salon.slug } })
    expect(renamed.headers.get('etag')).not.toBe(etag)
    for (const stale of [etag, '"0"', 'W/"1"', 'junk'])
      expect(await salon.client.patch('/api/tenant', { name: 'Late' }, { 'if-match': stale })).toMatchObject(
        problem(412, 'kernel.versionChanged'),
      )
    const after = await member.get('/api/tenant', { 'if-none-match': etag })
    expect(after).toMatchObject({ status: 200, body: { name: 'After' } })
    expect(after.headers.get('etag')).toBe(renamed.headers.get('etag'))
    for (const person of [owner, berta]) {
      expect((await person.client.get('/api/me')).body.memberships[0].tenant.name).toBe('After')
      expect((await person.client.get('/api/tenants')).body.data[0].name).toBe('After')
    }
    expect(await member.patch('/api/tenant', { name: 'Mine' })).toMatchObject(problem(403, 'kernel.notAllowed'))
    expect((await salon.client.patch('/api/tenant', { name: 'Any' }, { 'if-match': '*' })).status).toBe(200)
  })

  it('can move to another address, which the old one does not survive', async () => {
    const [from, to] = [newSlug(), newSlug()]
    const { body: moving } = await make('Moving', from)
    const { body: staying } = await make('Staying', newSlug())
    for (let round = 0; round < 2; round++) expect((await inside(from).get('/api/tenant')).status).toBe(200)
    expect(await inside(moving.id).patch('/api/tenant', { slug: staying.slug })).toMatchObject(slugTaken)
    expect(await inside(moving.id).patch('/api/tenant', { slug: 'api' })).toMatchObject(slugTaken)
    expect((await inside(from).patch('/api/tenant', { slug: to })).body.slug).toBe(to)
    expect((await inside(to).get('/api/tenant')).body.id).toBe(moving.id)
    // The address of old leads nowhere, until somebody takes it: then to them, from the first request on.
    expect((await inside(staying.id).patch('/api/tenant', { slug: from })).status).toBe(200)
    for (let round = 0; round < 2; round++) expect((await inside(from).get('/api/tenant')).body.id).toBe(staying.id)
    expect(await inside(staying.slug).get('/api/tenant')).toMatchObject(notFound)
  })

  it('are gone for everybody with the next request once they are deleted, and their address is free', async () => {
    const salon = await makeWorkspace(platform.client, { name: 'Short-lived' })
    const berta = await signUp(platform.client)
    const member = await addMember(salon, berta, 'admin')
    const made = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })
    const key = platform.client.with({ authorization: `Bearer ${made.body.key}` })
    const invited = await salon.client.post('/api/invitations', { email: anna.email, role: 'member' })
    expect(invited.status).toBe(201)
    for (let round = 0; round < 2; round++)
      for (const client of [salon.client, member, key, inside(salon.slug, salon.owner)])
        expect((await client.get('/api/tenant')).status).toBe(200)
    expect(await member.delete('/api/tenant')).toMatchObject(problem(403, 'kernel.notAllowed'))

    expect((await salon.client.delete('/api/tenant')).status).toBe(204)
    for (const client of [salon.client, member])
      for (const path of ['/api/tenant', '/api/members', '/api/audit', '/api/modules'])
        expect(await client.get(path)).toMatchObject(notFound)
    expect(await key.get('/api/tenant')).toMatchObject(problem(401, 'kernel.notAuthenticated'))
    for (const person of [salon.owner, berta]) {
      expect((await person.client.get('/api/me')).body.memberships).toEqual([])
      expect((await person.client.get('/api/tenants')).body.data).toEqual([])
    }
    const reborn = await make('Short-lived', salon.slug, salon.owner)
    expect(reborn.status).toBe(201)
    expect(reborn.body.id).not.toBe(salon.id)
    expect((await inside(salon.slug, salon.owner).get('/api/tenant')).body.id).toBe(reborn.body.id)
    expect(await inside(salon.slug, berta).get('/api/tenant')).toMatchObject(notFound)
  })
})
