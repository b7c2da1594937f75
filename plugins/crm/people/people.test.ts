import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  makeWorkspace,
  type Person,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'

let platform: TestPlatform
let salon: Workspace
let ben: Person
let stranger: Person
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
  ben = await signUp(platform.client, 'Ben Kim')
  await addMember(salon, ben, 'member')
  stranger = await signUp(platform.client, 'Sid')
  await makeWorkspace(platform.client, { owner: stranger, modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const refusedAt = (pointer: string) => ({ status: 422, body: { errors: [{ in: 'body', pointer }] } })

describe('deals and tasks', () => {
  it('are given to nobody who does not work in the workspace, whether the platform knows them or not', async () => {
    const deal = (await salon.client.post(api('deals'), { title: 'Party', ownerId: ben.id })).body
    const task = (await salon.client.post(api('tasks'), { title: 'Call', assigneeId: ben.id })).body
    expect([deal.ownerId, task.assigneeId]).toEqual([ben.id, ben.id])
    for (const id of [stranger.id, salon.id]) {
      const send = (method: string, path: string, body: object) => salon.client.send(method, api(path), body)
      expect(await send('POST', 'deals', { title: 'x', ownerId: id })).toMatchObject(refusedAt('#/ownerId'))
      expect(await send('PATCH', `deals/${deal.id}`, { ownerId: id })).toMatchObject(refusedAt('#/ownerId'))
      expect(await send('POST', 'tasks', { title: 'x', assigneeId: id })).toMatchObject(refusedAt('#/assigneeId'))
      expect(await send('PATCH', `tasks/${task.id}`, { assigneeId: id })).toMatchObject(refusedAt('#/assigneeId'))
      const set = (values: object) => ({ filter: {}, action: { type: 'set', values } })
      expect(await send('POST', 'deals/bulk', set({ ownerId: id }))).toMatchObject(refusedAt('#/action/values/ownerId'))
      expect(await send('POST', 'tasks/bulk', set({ assigneeId: id }))).toMatchObject(
        refusedAt('#/action/values/assigneeId'),
      )
    }
    const { data } = (await salon.client.get(api('deals'))).body
    expect(data).toMatchObject([{ id: deal.id, ownerId: ben.id, version: 1 }])
  })

  it('stay with a member who leaves, can be changed, and come back to them no more', async () => {
    const carl = await signUp(platform.client, 'Carl Voss')
    await addMember(salon, carl, 'member')
    const deal = (await salon.client.post(api('deals'), { title: 'Ball', ownerId: carl.id })).body
    const moved = (
      await salon.client.post(api('deals/bulk'), {
        ids: [(await salon.client.post(api('deals'), { title: 'Fair', ownerId: carl.id })).body.id],
        action: { type: 'set', values: { ownerId: ben.id } },
      })
    ).body
    await salon.client.delete(`/api/members/${carl.id}`)
    expect((await salon.client.get(api(`deals?ownerId=${carl.id}`))).body.data).toMatchObject([{ title: 'Ball' }])
    const kept = await salon.client.patch(api(`deals/${deal.id}`), { title: 'Summer ball', ownerId: carl.id })
    expect(kept).toMatchObject({ status: 200, body: { title: 'Summer ball', ownerId: carl.id } })
    const given = await salon.client.patch(api(`deals/${deal.id}`), { ownerId: ben.id })
    expect(given).toMatchObject({ status: 200, body: { ownerId: ben.id } })
    const back = await salon.client.patch(api(`deals/${deal.id}`), { ownerId: carl.id })
    expect(back).toMatchObject(refusedAt('#/ownerId'))
    const undone = await salon.client.post(api(`undo/${moved.undoId}`))
    expect(undone).toMatchObject({ status: 409, body: { type: expect.stringContaining('crm.personLeft') } })
  })
})
