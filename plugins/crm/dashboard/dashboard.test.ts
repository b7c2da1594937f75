import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform } from '#sdk/testing'
import { addDays, dayIn } from '../days/day-in.ts'
import { chooseSpan } from './read-dashboard.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`

it('the days are the last thirty unless it is said otherwise, and never more than a year', () => {
  expect(chooseSpan({}, '2026-11-23')).toEqual({ from: '2026-10-25', to: '2026-11-23' })
  expect(chooseSpan({ to: '2026-01-31' }, '2026-11-23')).toEqual({ from: '2026-01-02', to: '2026-01-31' })
  expect(chooseSpan({ from: '2026-12-01' }, '2026-11-23')).toEqual({ from: '2026-12-01', to: '2026-12-01' })
  expect(() => chooseSpan({ from: '2026-12-02', to: '2026-12-01' }, '2026-11-23')).toThrow()
  expect(() => chooseSpan({ from: '2025-01-01', to: '2026-01-02' }, '2026-11-23')).toThrow()
  expect(() => chooseSpan({ from: '2024-01-01', to: '2024-12-31' }, '2026-11-23')).not.toThrow()
})

it('says what is in the pipeline, what was won and what was done on each day, in one round trip', async () => {
  const { client, owner } = await makeWorkspace(platform.client, { modules: ['crm'] })
  const timeZone = 'Pacific/Kiritimati'
  await client.patch('/api/tenant', { timeZone })
  const today = dayIn(timeZone, new Date())
  expect((await client.get(api('dashboard'))).body).toMatchObject({
    from: addDays(today, -29),
    to: today,
    pipeline: { id: null, stages: [] },
    won: { count: 0, amounts: [] },
    winRate: null,
    averageDaysToWin: null,
    newContacts: 0,
  })
  const { body } = await client.post(api('pipelines/default'))
  const [fresh, , offer, won, lost] = body.data[0].stages
  const add = (stage: { id: string }, amount: number, currency = 'EUR', more: object = {}) =>
    client.post(api('deals'), { title: 'D', stageId: stage.id, amount: { amount, currency }, ...more })
  await add(fresh, 1000)
  await add(fresh, 500, 'CHF', { ownerId: owner.id })
  await add(offer, 333)
  const first = await add(fresh, 2000)
  await client.post(api(`deals/${first.body.id}/move`), { stageId: won.id })
  await add(won, 700)
  await add(lost, 100)
  const gone = await add(fresh, 99_999)
  await client.delete(api(`deals/${gone.body.id}`))
  await client.post(api('contacts'), { firstName: 'A' })
  for (const [title, dueOn] of [
    ['late', addDays(today, -1)],
    ['now', today],
    ['some day', null],
  ])
    await client.post(api('tasks'), { title, dueOn })
  const task = await client.post(api('tasks'), { title: 'done' })
  await client.post(api(`tasks/${task.body.id}/done`), { done: true })
  await client.post(api('notes'), { body: 'N', dealId: first.body.id })
  const reply = await client.get(api('dashboard'))
  expect(reply.headers.get('server-timing')).toContain('db;desc="1 round trips"')
  expect(reply.body.pipeline.id).toBe(body.data[0].id)
  expect(reply.body.pipeline.stages).toMatchObject([
    {
      name: 'New',
      count: 2,
      amounts: [
        { amount: 500, currency: 'CHF' },
        { amount: 1000, currency: 'EUR' },
      ],
      weighted: [
        { amount: 50, currency: 'CHF' },
        { amount: 100, currency: 'EUR' },
      ],
    },
    { name: 'Talking', count: 0, amounts: [] },
    { name: 'Offer made', count: 1, weighted: [{ amount: 200, currency: 'EUR' }] },
    { name: 'Won', kind: 'won', count: 2 },
    { name: 'Lost', kind: 'lost', count: 1 },
  ])
  expect(reply.body).toMatchObject({
    won: { count: 2, amounts: [{ amount: 2700, currency: 'EUR' }] },
    lost: { count: 1, amounts: [{ amount: 100, currency: 'EUR' }] },
    winRate: 2 / 3,
    averageDaysToWin: 0,
    tasks: { overdue: 1, today: 1, open: 3 },
    newContacts: 1,
  })
  expect(reply.body.activity).toHaveLength(30)
  expect(reply.body.activity.at(-1)).toEqual({ day: today, contacts: 1, deals: 6, won: 2, tasksDone: 1, notes: 1 })
  expect(reply.body.activity[0]).toEqual({
    day: addDays(today, -29),
    contacts: 0,
    deals: 0,
    won: 0,
    tasksDone: 0,
    notes: 0,
  })
  const mine = await client.get(api(`dashboard?ownerId=${owner.id}`))
  expect(mine.body.pipeline.stages[0]).toMatchObject({ count: 1, amounts: [{ amount: 500, currency: 'CHF' }] })
  const past = await client.get(api(`dashboard?to=${addDays(today, -1)}`))
  expect(past.body).toMatchObject({ won: { count: 0 }, pipeline: { stages: [{ count: 2 }, {}, {}, { count: 0 }, {}] } })
  expect((await client.get(api(`dashboard?pipelineId=${owner.id}`))).status).toBe(404)
  expect((await client.get(api('dashboard?from=2026-02-30'))).status).toBe(422)
})
