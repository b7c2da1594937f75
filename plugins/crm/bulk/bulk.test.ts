import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  makeWorkspace,
  type Reply,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { retag } from './plan-rows.ts'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const names = ({ body }: Reply): string[] => body.data.map(({ firstName }: { firstName: string }) => firstName)

async function addContacts(workspace: Workspace, ...firstNames: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const firstName of firstNames)
    ids.push((await workspace.client.post(api('contacts'), { firstName, tags: ['old'] })).body.id)
  return ids
}

it('tags are taken away and added in order, up to as many as a record can have', () => {
  expect(retag(['a', 'b'], { add: ['c', 'a'], remove: ['b'] })).toEqual(['a', 'c'])
  expect(retag(['a'], { add: ['b'], remove: ['b'] })).toEqual(['a'])
  const full = Array.from({ length: 100 }, (_, place) => `t${place}`)
  expect(retag(full, { add: ['more'], remove: [] })).toEqual(full)
  expect(retag([...full, 'imported'], { add: ['more'], remove: [] })).toEqual([...full, 'imported'])
})

describe('many contacts', () => {
  it('are deleted and brought back, but for who was changed since', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [anna = '', berta = '', carla = ''] = await addContacts(school, 'Anna', 'Berta', 'Carla')
    const absent = school.id
    const gone = await school.client.post(api('contacts/bulk'), {
      ids: [anna, berta, carla, absent],
      action: { type: 'delete' },
    })
    expect(gone).toMatchObject({ status: 200, body: { changed: 3, missed: 1, undoId: expect.any(String) } })
    expect(names(await school.client.get(api('contacts')))).toEqual([])
    await school.client.post(api(`contacts/${berta}/restore`))
    const undone = await school.client.post(api(`undo/${gone.body.undoId}`))
    expect(undone.body).toEqual({ restored: 2, changedSince: 1 })
    expect(names(await school.client.get(api('contacts')))).toEqual(['Carla', 'Berta', 'Anna'])
    expect((await school.client.post(api(`undo/${gone.body.undoId}`))).status).toBe(404)
    const timeline = await school.client.get(`/api/timeline?subject=contact:${anna}`)
    expect(timeline.body.data.map(({ action, data }: never) => [action, (data as { action?: string }).action])).toEqual(
      [
        ['crm.contacts.changed', 'undo'],
        ['crm.contacts.changed', 'delete'],
        ['crm.contact.created', undefined],
      ],
    )
  })

  it('are tagged by what they have in common, found by it at once, and as before when that is undone', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [anna = ''] = await addContacts(school, 'Anna', 'Annika', 'Berta')
    const before = (await school.client.get(api(`contacts/${anna}`))).body
    const tagged = await school.client.post(api('contacts/bulk'), {
      filter: { q: 'ann' },
      action: { type: 'tag', add: ['Überraschung'], remove: ['old'] },
    })
    expect(tagged.body).toMatchObject({ changed: 2, missed: 0 })
    expect(names(await school.client.get(api('contacts?q=uberrasch')))).toEqual(['Annika', 'Anna'])
    expect(names(await school.client.get(api('contacts?tag=old')))).toEqual(['Berta'])
    const again = await school.client.post(api('contacts/bulk'), {
      filter: { q: 'ann' },
      action: { type: 'tag', add: ['Überraschung'] },
    })
    expect(again.body).toEqual({ changed: 0, missed: 0, undoId: null })
    await school.client.post(api(`undo/${tagged.body.undoId}`))
    const after = (await school.client.get(api(`contacts/${anna}`))).body
    expect(after).toEqual({ ...before, version: 3, updatedAt: after.updatedAt })
    expect(names(await school.client.get(api('contacts?q=uberrasch')))).toEqual([])
  })

  it('get a company and a country, and lose them again', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const ids = await addContacts(school, 'Anna', 'Berta')
    const company = await school.client.post(api('companies'), { name: 'Café Straße' })
    const set = (values: object) => school.client.post(api('contacts/bulk'), { ids, action: { type: 'set', values } })
    const placed = await set({ companyId: company.body.id, country: 'Austria' })
    expect(placed.body.changed).toBe(2)
    expect(names(await school.client.get(api('contacts?q=strasse&country=austria')))).toEqual(['Berta', 'Anna'])
    expect((await set({ companyId: null })).body.changed).toBe(2)
    expect(names(await school.client.get(api('contacts?q=strasse')))).toEqual([])
    expect((await set({ companyId: school.id })).status).toBe(404)
    expect((await set({ firstName: 'X' })).status).toBe(422)
    expect((await set({})).status).toBe(422)
  })

  it('are refused in a sentence when more or fewer are meant than can be', async () => {
    const action = { type: 'delete' }
    for (const [body, pointer] of [
      [{ ids: [], action }, '#/ids'],
      [{ ids: ['x'], action }, '#/ids/0'],
      [{ action }, '#'],
      [{ ids: [salon.id], filter: {}, action }, '#'],
      [{ ids: [salon.id], action: { type: 'explode' } }, '#/action/type'],
      [{ ids: [salon.id], action: { type: 'done', done: true } }, '#/action/type'],
    ] as const) {
      const reply = await salon.client.post(api('contacts/bulk'), body)
      expect({ body, status: reply.status, pointer: reply.body.errors?.[0]?.pointer }).toEqual({
        body,
        status: 422,
        pointer,
      })
    }
  })
})

describe('many deals and tasks', () => {
  it('are won together, each announced, and open again where that is undone', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const { body } = await school.client.post(api('pipelines/default'))
    const [first, , , won] = body.data[0].stages
    const ids: string[] = []
    for (const title of ['a', 'b', 'c'])
      ids.push((await school.client.post(api('deals'), { title, stageId: first.id })).body.id)
    const order = async (place: number) =>
      (await school.client.get(api('deals/board'))).body.stages[place].deals.map(
        (deal: { title: string }) => deal.title,
      )
    const changed = await school.client.post(api('deals/bulk'), {
      ids,
      action: { type: 'set', values: { stageId: won.id, ownerId: school.owner.id } },
    })
    expect(changed.body.changed).toBe(3)
    expect(await order(3)).toEqual(['c', 'b', 'a'])
    expect((await school.client.get('/api/audit?action=crm.deal.won')).body.data).toHaveLength(3)
    const shown = (await school.client.get(api(`deals/${ids[0]}`))).body
    expect(shown).toMatchObject({ status: 'won', closedAt: expect.any(String), ownerId: school.owner.id })
    await school.client.patch(api(`deals/${ids[1]}`), { title: 'B' })
    const undone = await school.client.post(api(`undo/${changed.body.undoId}`))
    expect(undone.body).toEqual({ restored: 2, changedSince: 1 })
    expect(await order(0)).toEqual(['c', 'a'])
    expect((await school.client.get(api(`deals/${ids[0]}`))).body).toMatchObject({ status: 'open', closedAt: null })
  })

  it('are each told of: those that are won by themselves, the others together', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const { body } = await school.client.post(api('pipelines/default'))
    const [first, , , won] = body.data[0].stages
    const add = async (title: string, stageId: string) =>
      (await school.client.post(api('deals'), { title, stageId })).body.id
    const [open, closed] = [await add('open', first.id), await add('closed', won.id)]
    const values = { stageId: won.id, ownerId: school.owner.id }
    await school.client.post(api('deals/bulk'), { ids: [open, closed], action: { type: 'set', values } })
    const last = async (id: string) =>
      (await school.client.get(`/api/timeline?subject=deal:${id}&limit=1`)).body.data[0].action
    expect([await last(open), await last(closed)]).toEqual(['crm.deal.won', 'crm.deals.changed'])
  })

  it('stay where they are when the stage that they came from is gone', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const { body } = await school.client.post(api('pipelines/default'))
    const [pipeline] = body.data
    const [first, second, ...rest] = pipeline.stages
    const deal = await school.client.post(api('deals'), { title: 'a', stageId: first.id })
    const moved = await school.client.post(api('deals/bulk'), {
      ids: [deal.body.id],
      action: { type: 'set', values: { stageId: second.id } },
    })
    await school.client.patch(api(`pipelines/${pipeline.id}`), { stages: [second, ...rest] })
    const undone = await school.client.post(api(`undo/${moved.body.undoId}`))
    expect(undone).toMatchObject({ status: 200, body: { restored: 0, changedSince: 1 } })
    expect((await school.client.get(api(`deals/${deal.body.id}`))).body.stageId).toBe(second.id)
  })

  it('are ticked off together, and are only who changed them’s to undo', async () => {
    const ids: string[] = []
    for (const title of ['a', 'b']) ids.push((await salon.client.post(api('tasks'), { title })).body.id)
    const done = await salon.client.post(api('tasks/bulk'), { filter: {}, action: { type: 'done', done: true } })
    expect(done.body.changed).toBe(2)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await member.post(api(`undo/${done.body.undoId}`))).status).toBe(404)
    expect((await viewer.post(api(`undo/${done.body.undoId}`))).status).toBe(403)
    expect((await viewer.post(api('tasks/bulk'), { ids, action: { type: 'delete' } })).status).toBe(403)
    expect((await salon.client.post(api(`undo/${done.body.undoId}`))).body).toEqual({ restored: 2, changedSince: 0 })
    const set = await salon.client.post(api('tasks/bulk'), {
      ids,
      action: { type: 'set', values: { dueOn: '2027-01-01', priority: 'high', assigneeId: null } },
    })
    expect(set.body.changed).toBe(2)
    expect((await salon.client.get(api(`tasks/${ids[0]}`))).body).toMatchObject({
      dueOn: '2027-01-01',
      priority: 'high',
    })
  })
})

describe('the trash', () => {
  it('is emptied for good after thirty days, by the job that every deletion asks for', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [anna = '', berta = ''] = await addContacts(school, 'Anna', 'Berta')
    const deal = await school.client.post(api('deals'), { title: 'Of Anna', contactId: anna })
    for (const id of [anna, berta]) await school.client.delete(api(`contacts/${id}`))
    const jobs = await platform.owner.query(
      `select extract(day from due_at - now())::int as days from kernel.jobs where tenant_id = $1 and name = 'emptyTrash'`,
      [school.id],
    )
    expect(jobs).toEqual([{ days: 30 }, { days: 30 }])
    await platform.owner.query(
      `update crm.contacts set deleted_at = now() - interval '30 days 1 minute' where tenant_id = $1 and id = $2`,
      [school.id, anna],
    )
    await platform.owner.query(`update kernel.jobs set due_at = now() where tenant_id = $1`, [school.id])
    await school.client.delete(api(`deals/${deal.body.id}`))
    await platform.tick()
    const left = async () =>
      (await platform.owner.query('select id from crm.contacts where tenant_id = $1', [school.id])).map(({ id }) => id)
    await expect.poll(left, { timeout: 40_000 }).toEqual([berta])
    expect((await school.client.post(api(`contacts/${berta}/restore`))).status).toBe(200)
    expect((await school.client.post(api(`contacts/${anna}/restore`))).status).toBe(404)
    expect((await school.client.post(api(`deals/${deal.body.id}/restore`))).body.contact).toBeNull()
  })
})
