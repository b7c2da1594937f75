import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'
import { mergeValues } from './merge-values.ts'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`

it('what the first has stays, what it lacks comes from the second, and lists are joined without repeating', () => {
  const lists = { tags: { most: 3, keyOf: (value: string) => value.toLowerCase() } }
  interface Person {
    first: string
    last: string
    city: string | null
    tags: string[]
    custom: Record<string, number>
  }
  const none: Person = { first: '', last: '', city: null, tags: [], custom: {} }
  const some: Person = { first: 'A', last: '', city: 'Wien', tags: ['x', 'y'], custom: { a: 1, b: 2 } }
  const names = ['first', 'last'] as const
  expect(mergeValues(none, some, names, lists)).toEqual(some)
  const other: Person = { first: 'B', last: 'C', city: 'Graz', tags: ['Y', 'z', 'w'], custom: { b: 3, c: 4 } }
  expect(mergeValues(some, other, names, lists)).toEqual({
    first: 'A',
    last: '',
    city: 'Wien',
    tags: ['x', 'y', 'z', 'w'],
    custom: { a: 1, b: 2, c: 4 },
  })
})

describe('contacts that are merged', () => {
  it('become one with all that hung on them, and the others say who took them in', async () => {
    const add = async (contact: object) => (await salon.client.post(api('contacts'), contact)).body.id
    const keep = await add({ firstName: 'Anna', emails: ['anna@example.com'], tags: ['vip'] })
    const second = await add({
      firstName: 'Anna',
      lastName: 'Berg',
      emails: ['ANNA@example.com', 'a.berg@example.com'],
      phones: ['+43 1 234567'],
      city: 'Wien',
      tags: ['vip', 'new'],
    })
    const third = await add({ firstName: 'A.', jobTitle: 'Florist' })
    const deal = await salon.client.post(api('deals'), { title: 'D', contactId: second })
    const task = await salon.client.post(api('tasks'), { title: 'T', contactId: third })
    const note = await salon.client.post(api('notes'), { body: 'N', contactId: second })
    const merged = await salon.client.post(api('contacts/merge'), {
      keepId: keep,
      mergeIds: [second, third],
      values: { lastName: 'Berg-Huber' },
    })
    expect(merged).toMatchObject({
      status: 200,
      body: {
        id: keep,
        firstName: 'Anna',
        lastName: 'Berg-Huber',
        emails: ['anna@example.com', 'a.berg@example.com'],
        phones: ['+43 1 234567'],
        city: 'Wien',
        jobTitle: 'Florist',
        tags: ['vip', 'new'],
        version: 2,
      },
    })
    expect((await salon.client.get(api(`deals/${deal.body.id}`))).body.contact.id).toBe(keep)
    expect((await salon.client.get(api(`tasks/${task.body.id}`))).body.contact.id).toBe(keep)
    expect((await salon.client.get(api(`notes/${note.body.id}`))).body.contactId).toBe(keep)
    expect(await salon.client.get(api(`contacts/${second}`))).toMatchObject({
      status: 404,
      body: { mergedInto: keep },
    })
    const found = await salon.client.get(api('contacts?q=berg%20florist'))
    expect(found.body.data).toHaveLength(1)
    const last = await add({ firstName: 'The one' })
    await salon.client.post(api('contacts/merge'), { keepId: last, mergeIds: [keep] })
    expect((await salon.client.get(api(`contacts/${second}`))).body.mergedInto).toBe(last)
    const restored = await salon.client.post(api(`contacts/${second}/restore`))
    expect(restored.body.lastName).toBe('Berg')
    const timeline = await salon.client.get(`/api/timeline?subject=contact:${third}`)
    expect(timeline.body.data[0].action).toBe('crm.contact.merged')
  })

  it('lose nothing: notes stand below each other, and what does not fit is refused', async () => {
    const add = async (contact: object) => (await salon.client.post(api('contacts'), contact)).body.id
    const emails = (who: string, count: number) =>
      Array.from({ length: count }, (_, place) => `${who}${place}@example.com`)
    const keep = await add({ firstName: 'Ina', notes: 'Likes tea', emails: emails('a', 12) })
    const second = await add({ firstName: 'Ina', notes: 'Comes on Fridays', emails: emails('b', 8) })
    const third = await add({ firstName: 'Ina', notes: 'Likes tea', emails: emails('c', 1) })
    const merge = (mergeIds: string[], values = {}) =>
      salon.client.post(api('contacts/merge'), { keepId: keep, mergeIds, values })
    expect(await merge([second, third])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/mergeIds', detail: expect.stringContaining('21 email addresses') }] },
    })
    expect((await salon.client.get(api(`contacts/${second}`))).status).toBe(200)
    const merged = await merge([second, third], { emails: emails('a', 12) })
    expect(merged).toMatchObject({ status: 200, body: { notes: 'Likes tea\n\nComes on Fridays' } })
    const company = async (notes: string) =>
      (await salon.client.post(api('companies'), { name: notes.slice(0, 9), notes })).body.id
    const [one, other] = [await company('x'.repeat(15_000)), await company('y'.repeat(15_000))]
    const joined = await salon.client.post(api('companies/merge'), { keepId: one, mergeIds: [other] })
    expect(joined).toMatchObject({ status: 422, body: { errors: [{ detail: expect.stringContaining('notes') }] } })
  })

  it('are refused when one is not there, or is the one that stays', async () => {
    const id = (await salon.client.post(api('contacts'), { firstName: 'Solo' })).body.id
    const merge = (body: object) => salon.client.post(api('contacts/merge'), body)
    expect((await merge({ keepId: id, mergeIds: [id] })).status).toBe(422)
    expect((await merge({ keepId: id, mergeIds: [] })).status).toBe(422)
    expect((await merge({ keepId: id, mergeIds: [salon.id] })).status).toBe(404)
    expect((await salon.client.get(api(`contacts/${id}`))).body.version).toBe(1)
  })

  it('are proposed by email, phone and name, each group once, page by page', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const add = (contact: object) => school.client.post(api('contacts'), contact)
    await add({ firstName: 'A', emails: ['same@example.com'], phones: ['+43 1 111111'] })
    await add({ firstName: 'B', emails: ['Same@example.com'], phones: ['+43 1 111111'] })
    await add({ firstName: 'C', phones: ['+43 1 222222'] })
    await add({ firstName: 'D', phones: ['0043 1 222222'] })
    await add({ firstName: 'Eva', lastName: 'Müller' })
    await add({ firstName: 'Eva', lastName: 'Muller' })
    const trashed = await add({ firstName: 'F', emails: ['gone@example.com'] })
    await add({ firstName: 'G', emails: ['gone@example.com'] })
    await school.client.delete(api(`contacts/${trashed.body.id}`))
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body, status } = await school.client.get(api(`contacts/duplicates?limit=1${cursor}`))
      expect(status).toBe(200)
      for (const { reason, key, contacts } of body.data)
        seen.push([reason, key, contacts.map(({ firstName }: { firstName: string }) => firstName)])
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual([
      ['email', 'same@example.com', ['A', 'B']],
      ['phone', '+431222222', ['C', 'D']],
      ['name', 'muller eva', ['Eva', 'Eva']],
    ])
  })
})

describe('companies that are merged', () => {
  it('bring their people, deals, tasks and notes along', async () => {
    const add = async (company: object) => (await salon.client.post(api('companies'), company)).body.id
    const keep = await add({ name: 'Café Straße' })
    const other = await add({ name: 'Cafe Strasse', website: 'https://example.com', tags: ['b'] })
    const proposed = await salon.client.get(api('companies/duplicates'))
    expect(proposed.body.data).toMatchObject([{ reason: 'name', companies: [{ id: keep }, { id: other }] }])
    const contact = await salon.client.post(api('contacts'), { firstName: 'Zoë', companyId: other })
    const merged = await salon.client.post(api('companies/merge'), { keepId: keep, mergeIds: [other] })
    expect(merged.body).toMatchObject({ name: 'Café Straße', website: 'https://example.com', tags: ['b'] })
    expect((await salon.client.get(api(`contacts/${contact.body.id}`))).body.company.id).toBe(keep)
    expect((await salon.client.get(api(`companies/${other}`))).body.mergedInto).toBe(keep)
  })
})

describe('an import', () => {
  it('does not take somebody in the trash for a duplicate', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const old = await school.client.post(api('contacts'), { firstName: 'Old', emails: ['zoe@example.com'] })
    await school.client.delete(api(`contacts/${old.body.id}`))
    const file = await school.client.post(api('imports'), 'First name,Email\nZoë,zoe@example.com\n', {
      'content-type': 'text/csv',
    })
    expect(file.body.preview.duplicates).toEqual([])
    await school.client.post(api(`imports/${file.body.id}/start`), {})
    await expect
      .poll(async () => (await school.client.get(api(`imports/${file.body.id}`))).body)
      .toMatchObject({ state: 'done', created: 1, skipped: 0 })
  })
})
