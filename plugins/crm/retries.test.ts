import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`

/** Sends a request twice under one key, as a client does that lost the first reply; answers the one reply. */
async function twice(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const keyed = { ...headers, 'idempotency-key': randomUUID() }
  const first = await salon.client.send(method, api(path), body, keyed)
  const records = async () => (await salon.client.get('/api/audit?limit=100')).body.data.length
  const before = await records()
  const second = await salon.client.send(method, api(path), body, keyed)
  expect({ method, path, status: second.status, body: second.body }).toEqual({
    method,
    path,
    status: first.status,
    body: first.body,
  })
  expect(await records(), `${method} ${path} has one effect`).toBe(before)
  expect(first.status, `${method} ${path}`).toBeLessThan(300)
  return first.body
}

it('a retry under an Idempotency-Key gets the first reply and changes nothing further, whatever is asked', async () => {
  const [pipeline] = (await twice('POST', 'pipelines/default')).data
  const [first, second, ...rest] = pipeline.stages
  const won = rest.find(({ kind }: { kind: string }) => kind === 'won')
  const contact = await twice('POST', 'contacts', { firstName: 'Anna', emails: ['a@example.com'] })
  await twice('PATCH', `contacts/${contact.id}`, { firstName: 'Zoë' }, { 'if-match': '"1"' })
  const deal = await twice('POST', 'deals', { title: 'D', stageId: first.id, contactId: contact.id })
  await twice('POST', 'deals', { title: 'W', stageId: won.id })
  await twice('PATCH', `deals/${deal.id}`, { title: 'E' }, { 'if-match': '"1"' })
  await twice('POST', `deals/${deal.id}/move`, { stageId: second.id }, { 'if-match': '"2"' })
  await twice('DELETE', `deals/${deal.id}`, undefined, { 'if-match': '"3"' })
  await twice('POST', `deals/${deal.id}/restore`)
  const task = await twice('POST', 'tasks', { title: 'T', dealId: deal.id })
  await twice('PATCH', `tasks/${task.id}`, { dueOn: '2027-01-01' }, { 'if-match': '"1"' })
  await twice('POST', `tasks/${task.id}/done`, { done: true })
  await twice('DELETE', `tasks/${task.id}`)
  await twice('POST', `tasks/${task.id}/restore`)
  const note = await twice('POST', 'notes', { body: 'N', dealId: deal.id })
  await twice('PATCH', `notes/${note.id}`, { pinned: true })
  await twice('DELETE', `notes/${note.id}`)
  const view = await twice('POST', 'views', { record: 'deals', name: 'V' })
  await twice('PATCH', `views/${view.id}`, { shared: true })
  await twice('DELETE', `views/${view.id}`)
  await twice('PATCH', `pipelines/${pipeline.id}`, {
    name: 'Renamed',
    stages: [second, { name: 'Added', kind: 'open' }, ...rest],
    moveDealsTo: { [first.id]: second.id },
  })
  const other = await twice('POST', 'pipelines', { name: 'Other', stages: rest.concat(first) })
  await twice('DELETE', `pipelines/${other.id}`)
  const field = await twice('POST', 'fields', { key: 'Size', type: 'number' })
  const formula = await twice('POST', 'fields', {
    key: 'F',
    type: 'formula',
    formula: '{Size} * 2',
    records: ['contact'],
  })
  await twice('PATCH', `fields/${field.id}`, { key: 'Length' }, { 'if-match': '"1"' })
  await twice('DELETE', `fields/${formula.id}`)
  const tagged = await twice('POST', 'contacts/bulk', { filter: {}, action: { type: 'tag', add: ['x'] } })
  expect(tagged).toMatchObject({ changed: 1, missed: 0, undoId: expect.any(String) })
  expect(await twice('POST', `undo/${tagged.undoId}`)).toEqual({ restored: 1, changedSince: 0 })
  const gone = await twice('POST', 'deals/bulk', { ids: [deal.id, contact.id], action: { type: 'delete' } })
  expect(gone).toMatchObject({ changed: 1, missed: 1 })
  const same = await twice('POST', 'contacts', { firstName: 'B', emails: ['b@example.com'] })
  expect((await twice('POST', 'contacts/merge', { keepId: contact.id, mergeIds: [same.id] })).emails).toHaveLength(2)
  const [one, two] = [await twice('POST', 'companies', { name: 'A' }), await twice('POST', 'companies', { name: 'B' })]
  await twice('PATCH', `companies/${one.id}`, { name: 'C' }, { 'if-match': '"1"' })
  await twice('POST', 'companies/merge', { keepId: one.id, mergeIds: [two.id] })
  await twice('DELETE', `companies/${one.id}`)
  await twice('DELETE', `contacts/${contact.id}`)
})
