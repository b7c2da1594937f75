import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Reply,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'
import { addDays, dayIn } from '../days/day-in.ts'

let platform: TestPlatform
let salon: Workspace
let member: Client
let viewer: Client
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
  member = await addMember(salon, await signUp(platform.client), 'member')
  viewer = await addMember(salon, await signUp(platform.client), 'viewer')
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const titles = ({ body }: Reply): string[] => body.data.map(({ title }: { title: string }) => title)

describe('tasks', () => {
  it('keep what they were given, and are ticked off and opened again', async () => {
    const contact = await salon.client.post(api('contacts'), { emails: ['zoe@example.com'] })
    const deal = await salon.client.post(api('deals'), { title: 'Wedding' })
    const made = await salon.client.post(api('tasks'), {
      title: 'Call Zoë',
      dueOn: '2027-03-01',
      dueTime: '09:30',
      priority: 'high',
      assigneeId: salon.owner.id,
      contactId: contact.body.id,
      dealId: deal.body.id,
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        dueOn: '2027-03-01',
        dueTime: '09:30',
        doneAt: null,
        contact: { id: contact.body.id, name: 'zoe@example.com' },
        company: null,
        deal: { id: deal.body.id, name: 'Wedding' },
      },
    })
    const address = api(`tasks/${made.body.id}`)
    const done = await salon.client.post(`${address}/done`, { done: true })
    expect(done.body).toMatchObject({ doneAt: expect.any(String), version: 2 })
    expect((await salon.client.post(`${address}/done`, { done: true })).body).toEqual(done.body)
    expect((await salon.client.post(`${address}/done`, { done: false })).body.doneAt).toBeNull()
    const timeline = await salon.client.get(`/api/timeline?subject=deal:${deal.body.id}`)
    expect(timeline.body.data.map(({ action }: { action: string }) => action)).toEqual([
      'crm.task.reopened',
      'crm.task.completed',
      'crm.task.created',
      'crm.deal.created',
    ])
    const cleared = await salon.client.patch(address, { dueOn: null }, { 'if-match': '"3"' })
    expect(cleared.body).toMatchObject({ dueOn: null, dueTime: null })
    const timeless = await salon.client.patch(address, { dueTime: '10:00' })
    expect(timeless.body.errors).toMatchObject([{ pointer: '#/dueTime' }])
    expect((await salon.client.patch(address, { title: 'X' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await salon.client.delete(address)).status).toBe(204)
    expect((await salon.client.get(address)).status).toBe(404)
    expect((await salon.client.post(`${address}/restore`)).body.title).toBe('Call Zoë')
  })

  it('are found by when they are due, as the workspace counts days', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    // It is another day there than in UTC for most of every day.
    const timeZone = 'Pacific/Kiritimati'
    expect((await school.client.patch('/api/tenant', { timeZone })).status).toBe(200)
    const today = dayIn(timeZone, new Date())
    for (const [title, dueOn, dueTime] of [
      ['later', addDays(today, 8), null],
      ['none', null, null],
      ['today, late', today, '23:59'],
      ['today', today, null],
      ['today, early', today, '00:30'],
      ['overdue', addDays(today, -1), null],
      ['in six days', addDays(today, 6), null],
    ])
      expect((await school.client.post(api('tasks'), { title, dueOn, dueTime })).status).toBe(201)
    const list = async (query: string) => titles(await school.client.get(api(`tasks?${query}`)))
    expect(await list('due=overdue')).toEqual(['overdue'])
    expect(await list('due=today')).toEqual(['today, early', 'today, late', 'today'])
    expect(await list('due=week')).toEqual(['today, early', 'today, late', 'today', 'in six days'])
    expect(await list('due=none')).toEqual(['none'])
    const paged: string[] = []
    for (let cursor = ''; ; ) {
      const page = await school.client.get(api(`tasks?limit=2${cursor}`))
      paged.push(...titles(page))
      if (page.body.nextCursor === null) break
      cursor = `&cursor=${page.body.nextCursor}`
    }
    expect(paged).toEqual(['overdue', 'today, early', 'today, late', 'today', 'in six days', 'later', 'none'])
    const late = await school.client.get(api('tasks?due=overdue'))
    await school.client.post(api(`tasks/${late.body.data[0].id}/done`), { done: true })
    expect(await list('due=overdue')).toEqual([])
    expect(await list('state=done')).toEqual(['overdue'])
    expect((await school.client.get(api('tasks/count?state=all'))).body).toEqual({ count: 7 })
    expect(await list('q=tod%20ear')).toEqual(['today, early'])
  })
})

describe('notes', () => {
  it('belong to one thing, the pinned ones first, and tell who wrote them', async () => {
    const company = await salon.client.post(api('companies'), { name: 'Café' })
    const subject = { companyId: company.body.id }
    const first = await salon.client.post(api('notes'), { ...subject, body: 'Likes tea', pinned: true })
    expect(first).toMatchObject({ status: 201, body: { authorId: salon.owner.id, contactId: null, pinned: true } })
    await member.post(api('notes'), { ...subject, body: 'Closed on Mondays' })
    await salon.client.post(api('notes'), { ...subject, body: 'Has a dog' })
    const list = async (limit: number) => {
      const seen: string[] = []
      for (let cursor = ''; ; ) {
        const { body } = await viewer.get(api(`notes?companyId=${company.body.id}&limit=${limit}${cursor}`))
        seen.push(...body.data.map((note: { body: string }) => note.body))
        if (body.nextCursor === null) return seen
        cursor = `&cursor=${body.nextCursor}`
      }
    }
    expect(await list(1)).toEqual(['Likes tea', 'Has a dog', 'Closed on Mondays'])
    await salon.client.patch(api(`notes/${first.body.id}`), { pinned: false, body: 'Likes coffee' })
    expect(await list(50)).toEqual(['Has a dog', 'Closed on Mondays', 'Likes coffee'])
    await salon.client.delete(api(`notes/${first.body.id}`))
    expect(await list(50)).toEqual(['Has a dog', 'Closed on Mondays'])
    expect((await salon.client.post(api(`notes/${first.body.id}/restore`))).body.body).toBe('Likes coffee')
    for (const wrong of [{ body: 'X' }, { body: 'X', ...subject, dealId: salon.id }])
      expect((await salon.client.post(api('notes'), wrong)).status).toBe(422)
    expect((await salon.client.get(api('notes'))).status).toBe(422)
    expect((await viewer.post(api('notes'), { ...subject, body: 'X' })).status).toBe(403)
  })
})

describe('saved views', () => {
  it('are their maker’s alone until they are shared, and changed by others only with the right to', async () => {
    const given = { record: 'deals', name: 'Mine', query: { status: 'open', sort: 'title' }, columns: ['amount'] }
    const made = await member.post(api('views'), given)
    expect(made).toMatchObject({ status: 201, body: { ...given, shared: false, mine: true } })
    const address = api(`views/${made.body.id}`)
    const seenBy = async (client: Client) =>
      (await client.get(api('views?record=deals'))).body.data.map(({ name, mine }: { name: string; mine: boolean }) => [
        name,
        mine,
      ])
    expect(await seenBy(member)).toEqual([['Mine', true]])
    expect(await seenBy(salon.client)).toEqual([])
    expect((await salon.client.patch(address, { name: 'X' })).status).toBe(404)
    await member.patch(address, { shared: true, name: 'Ours' })
    expect(await seenBy(viewer)).toEqual([['Ours', false]])
    const other = await addMember(salon, await signUp(platform.client), 'member')
    expect((await other.patch(address, { name: 'X' })).body.type).toContain('crm.viewNotYours')
    expect((await viewer.delete(address)).status).toBe(403)
    expect((await salon.client.patch(address, { name: 'Everybody’s' })).status).toBe(200)
    expect((await salon.client.post(`${address}/adopt`)).body.mine).toBe(true)
    expect((await member.patch(address, { name: 'X' })).status).toBe(403)
    expect((await salon.client.delete(address)).status).toBe(204)
    const key = await salon.client.post('/api/api-keys', { name: 'K', permissions: ['crm.views.read'] })
    const keyed = platform.client.with({ authorization: `Bearer ${key.body.key}` })
    await salon.client.post(api('views'), { ...given, shared: true })
    expect(await seenBy(keyed)).toEqual([])
  })
})
