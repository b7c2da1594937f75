import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'

describe('what the module tells people of', () => {
  let platform: TestPlatform
  let salon: Workspace
  let ben: Person
  let bens: Client

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    ben = await signUp(platform.client, 'Ben Berg')
    bens = await addMember(salon, ben, 'member')
  })
  afterAll(() => platform.stop())

  const told = async (client: Client, kind: string) => {
    const { body } = await client.get('/api/notifications?limit=100')
    return (body.data as { kind: string; title: string; body: string; path: string }[])
      .filter((each) => each.kind === `crm.${kind}`)
      .map(({ title, body, path }) => ({ title, body, path }))
  }
  const post = async (client: Client, path: string, body: object) => {
    const reply = await client.post(`/api/crm/${path}`, body)
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300)
    return reply.body
  }
  const settled = () =>
    expect
      .poll(() =>
        platform.owner.query(`select from kernel.deliveries where subscriber = 'notices:crm' and state = 'pending'`),
      )
      .toEqual([])

  it('tells of a task with what it is about and when', async () => {
    const contact = await post(salon.client, 'contacts', { firstName: 'Alex', lastName: 'Kern' })
    await post(salon.client, 'tasks', {
      title: 'Call back',
      assigneeId: ben.id,
      contactId: contact.id,
      dueOn: '2030-01-01',
      dueTime: '10:30',
    })
    await settled()
    expect(await told(bens, 'task_assigned')).toContainEqual(
      expect.objectContaining({ title: 'Anna Berg gave you a task: Call back', body: 'About Alex Kern, at 10:30' }),
    )
  })

  it('tells of a task that is given to somebody later, and not of other changes', async () => {
    const task = await post(salon.client, 'tasks', { title: 'Later' })
    await salon.client.patch(`/api/crm/tasks/${task.id}`, { priority: 'high' })
    await settled()
    const before = (await told(bens, 'task_assigned')).length
    await salon.client.patch(`/api/crm/tasks/${task.id}`, { assigneeId: ben.id })
    await settled()
    expect(await told(bens, 'task_assigned')).toHaveLength(before + 1)
  })

  it('tells of many tasks at once in one line', async () => {
    const ids = []
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five'])
      ids.push((await post(salon.client, 'tasks', { title })).id)
    await post(salon.client, 'tasks/bulk', { ids, action: { type: 'set', values: { assigneeId: ben.id } } })
    await settled()
    expect(await told(bens, 'task_assigned')).toContainEqual({
      title: 'Anna Berg gave you 5 tasks',
      body: 'One, Two, Three, and 2 more',
      path: `/crm/tasks?assigneeId=${ben.id}`,
    })
  })

  it('tells of a deal that is given to somebody, and that it is won by another’s hand, never by their own', async () => {
    const deal = await post(salon.client, 'deals', { title: 'Wedding', ownerId: ben.id })
    await settled()
    expect(await told(bens, 'deal_assigned')).toEqual([
      { title: 'Anna Berg gave you a deal: Wedding', body: '', path: `/crm/deals/${deal.id}` },
    ])
    const { data } = (await salon.client.get('/api/crm/pipelines')).body
    const won = data[0].stages.find(({ kind }: { kind: string }) => kind === 'won')
    await post(bens, `deals/${deal.id}/move`, { stageId: won.id, afterId: null })
    await settled()
    expect(await told(bens, 'deal_won')).toEqual([])
    const other = await post(salon.client, 'deals', { title: 'Party', ownerId: ben.id })
    await post(salon.client, `deals/${other.id}/move`, { stageId: won.id, afterId: null })
    await settled()
    expect(await told(bens, 'deal_won')).toEqual([
      { title: 'Deal won: Party', body: 'Anna Berg moved it there.', path: `/crm/deals/${other.id}` },
    ])
  })

  it('tells each person on the morning of a day what is due on it, also what they wrote themselves, once', async () => {
    const day = '2031-05-06'
    await post(bens, 'tasks', { title: 'Own', assigneeId: ben.id, dueOn: day })
    await post(salon.client, 'tasks', { title: 'Given', assigneeId: ben.id, dueOn: day, dueTime: '09:00' })
    const done = await post(salon.client, 'tasks', { title: 'Done by then', assigneeId: ben.id, dueOn: day })
    await post(salon.client, `tasks/${done.id}/done`, { done: true })
    await post(salon.client, 'tasks', { title: 'Of the owner', assigneeId: salon.owner.id, dueOn: day })
    const jobs = await platform.owner.query(
      `select to_char(due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as at from kernel.jobs where plugin_id = 'crm' and key = $1`,
      [`remind:${day}`],
    )
    expect(jobs).toEqual([{ at: '2031-05-06 07:00' }])
    for (let time = 0; time < 2; time++) {
      await platform.owner.query('update kernel.jobs set due_at = now() where key = $1', [`remind:${day}`])
      await platform.tick()
      await expect
        .poll(() => platform.owner.query('select from kernel.jobs where key = $1', [`remind:${day}`]))
        .toEqual([])
      await settled()
      // Somebody writes one more, and the day is told of again.
      await post(salon.client, 'tasks', { title: 'Late', assigneeId: ben.id, dueOn: day })
    }
    expect(await told(bens, 'tasks_due')).toEqual([
      { title: '2 tasks are due today', body: 'Given and Own', path: `/crm/tasks?due=today&assigneeId=${ben.id}` },
    ])
    expect(await told(salon.client, 'tasks_due')).toEqual([
      expect.objectContaining({ title: 'Due today: Of the owner' }),
    ])
  })

  it('asks for no reminder of a day that is over', async () => {
    await post(salon.client, 'tasks', { title: 'Long ago', assigneeId: ben.id, dueOn: '2001-01-01' })
    expect(await platform.owner.query(`select from kernel.jobs where key = 'remind:2001-01-01'`)).toEqual([])
  })

  it('tells whoever began an import what came of it', async () => {
    const csv = 'First Name,Last Name,Email\nAda,Kern,ada@example.com\nBea,Kern,bea@example.com\n'
    const file = (await bens.send('POST', '/api/crm/imports', csv, { 'content-type': 'text/csv' })).body
    await post(bens, `imports/${file.id}/start`, { duplicates: 'skip' })
    await expect
      .poll(() => told(bens, 'import_finished'), { timeout: 15_000 })
      .toEqual([
        {
          title: expect.stringMatching(/^The import of .+ is done$/),
          body: '2 added.',
          path: `/crm/import?id=${file.id}`,
        },
      ])
    expect(await told(salon.client, 'import_finished')).toEqual([])
  })
})
