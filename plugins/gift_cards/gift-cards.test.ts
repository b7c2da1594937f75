import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  databases,
  makeWorkspace,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'

describe.each(databases)('gift_cards, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client, { modules: ['gift_cards'] })
  })
  afterAll(() => platform.stop())

  const add = async (name: string) => (await salon.client.post('/api/gift_cards/items', { name })).body

  it('keeps an item, shows it, changes it and lets it go', async () => {
    const created = await salon.client.post('/api/gift_cards/items', { name: 'First', notes: 'Of many' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ name: 'First', notes: 'Of many', version: 1 })
    const path = `/api/gift_cards/items/${created.body.id}`
    expect((await salon.client.get(path)).body).toEqual(created.body)
    const changed = await salon.client.patch(path, { name: 'Second' })
    expect(changed.body).toMatchObject({ name: 'Second', notes: 'Of many', version: 2 })
    expect((await salon.client.delete(path)).status).toBe(204)
    expect((await salon.client.get(path)).body.type).toContain('gift_cards.itemNotFound')
  })

  it('lists the newest first, a page at a time', async () => {
    for (const name of ['a', 'b', 'c']) await add(name)
    const first = await salon.client.get('/api/gift_cards/items?limit=2')
    expect(first.body.data.map(({ name }: { name: string }) => name)).toEqual(['c', 'b'])
    const next = await salon.client.get(`/api/gift_cards/items?limit=2&cursor=${first.body.nextCursor}`)
    expect(next.body.data[0].name).toBe('a')
  })

  it('does not write over somebody else’s change', async () => {
    const { id } = await add('Fought over')
    const change = (name: string) => salon.client.patch(`/api/gift_cards/items/${id}`, { name }, { 'if-match': '"1"' })
    expect((await change('mine')).status).toBe(200)
    expect((await change('yours')).status).toBe(412)
  })

  it('shows another workspace nothing of it, and lets a viewer look but not touch', async () => {
    const { id } = await add('Ours')
    const garage = await makeWorkspace(platform.client, { modules: ['gift_cards'], name: 'Garage' })
    expect((await garage.client.get('/api/gift_cards/items')).body.data).toEqual([])
    expect((await garage.client.get(`/api/gift_cards/items/${id}`)).status).toBe(404)
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get(`/api/gift_cards/items/${id}`)).status).toBe(200)
    expect((await viewer.patch(`/api/gift_cards/items/${id}`, { name: 'Theirs' })).status).toBe(403)
  })

  it('leaves a record of what happened', async () => {
    const { id } = await add('Remembered')
    const { body } = await salon.client.get(`/api/audit?subject=item:${id}`)
    expect(body.data).toMatchObject([{ action: 'gift_cards.item.created', data: { id, name: 'Remembered' } }])
  })
})
