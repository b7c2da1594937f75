import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Reply, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'

/** What happens at the same moment: only PostgreSQL has more than one connection to race on. */
let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'postgres' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const statuses = (replies: readonly Reply[]) => replies.map(({ status }) => status).sort()

/** Sends so many requests at once. */
function together<Result>(count: number, send: (place: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => send(place)))
}

async function addDeals(workspace: Workspace, count: number, stageId: string): Promise<string[]> {
  const made = await together(count, (place) =>
    workspace.client.post(api('deals'), { title: `Deal ${place}`, stageId }),
  )
  return made.map(({ body }) => body.id)
}

describe('at the same moment', () => {
  it('many first deals make one pipeline between them', async () => {
    for (let round = 0; round < 4; round++) {
      const school = await makeWorkspace(platform.client, { modules: ['crm'] })
      const replies = await together(16, (place) =>
        place % 2 === 0
          ? school.client.post(api('deals'), { title: `First ${place}` })
          : school.client.post(api('pipelines/default')),
      )
      expect(statuses(replies)).toEqual([...Array(8).fill(200), ...Array(8).fill(201)])
      const { body } = await school.client.get(api('pipelines'))
      expect(body.data).toHaveLength(1)
      expect(body.data[0].stages).toHaveLength(5)
    }
  })

  it('moves in one column all take place, and no two deals share one', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [first, second] = (await school.client.post(api('pipelines/default'))).body.data[0].stages
    const ids = await addDeals(school, 8, first.id)
    const [anchor] = ids
    for (let round = 0; round < 4; round++) {
      const moves = await together(ids.length - 1, (place) =>
        school.client.post(api(`deals/${ids[place + 1]}/move`), {
          stageId: round === 1 ? second.id : first.id,
          afterId: round === 1 || place % 2 === 0 ? null : anchor,
        }),
      )
      expect(statuses(moves)).toEqual(moves.map(() => 200))
    }
    const { body } = await school.client.get(api('deals/board'))
    const column = body.stages[0].deals.map(({ id }: { id: string }) => id)
    expect([...column].sort()).toEqual([...ids].sort())
    const ranks = await platform.owner.query(
      'select count(distinct rank)::int as different, count(*)::int as all from crm.deals where tenant_id = $1',
      [school.id],
    )
    expect(ranks).toEqual([{ different: 8, all: 8 }])
    // Those that went to the top stand above the anchor, those that went below it beneath.
    const anchorAt = column.indexOf(anchor)
    for (const [place, id] of ids.slice(1).entries())
      expect(column.indexOf(id) < anchorAt, `deal ${place}`).toBe(place % 2 === 0)
  })

  it('a deal that moves into a stage that goes has a stage afterwards, whoever was faster', async () => {
    for (let round = 0; round < 6; round++) {
      const school = await makeWorkspace(platform.client, { modules: ['crm'] })
      const [pipeline] = (await school.client.post(api('pipelines/default'))).body.data
      const [first, second, ...rest] = pipeline.stages
      const [deal = ''] = await addDeals(school, 1, first.id)
      const [moved, removed] = await Promise.all([
        school.client.post(api(`deals/${deal}/move`), { stageId: second.id }),
        school.client.patch(api(`pipelines/${pipeline.id}`), { stages: [first, ...rest] }),
      ])
      expect([
        [200, 409],
        [404, 200],
      ]).toContainEqual([moved.status, removed.status])
      const { body } = await school.client.get(api(`deals/${deal}`))
      expect(body.stageId).toBe(moved.status === 200 ? second.id : first.id)
    }
  })

  it('an undo and a change of the same contact leave what the change made, or what the undo did, never a mixture', async () => {
    for (let round = 0; round < 6; round++) {
      const contact = await salon.client.post(api('contacts'), { firstName: 'Anna', tags: ['a'] })
      const { id } = contact.body
      const tagged = await salon.client.post(api('contacts/bulk'), {
        ids: [id],
        action: { type: 'tag', add: ['b'] },
      })
      const [undone, changed] = await Promise.all([
        salon.client.post(api(`undo/${tagged.body.undoId}`)),
        salon.client.patch(api(`contacts/${id}`), { tags: ['c'] }),
      ])
      expect([undone.status, changed.status]).toEqual([200, 200])
      const { body } = await salon.client.get(api(`contacts/${id}`))
      // The change stands in every order: it comes after the undo, or the undo leaves it alone.
      expect(body.tags).toEqual(['c'])
      expect(body.version).toBe(undone.body.restored === 1 ? 4 : 3)
    }
  })

  it('of undoing twice, once counts', async () => {
    const ids = (await together(5, () => salon.client.post(api('tasks'), { title: 'T' }))).map(({ body }) => body.id)
    const done = await salon.client.post(api('tasks/bulk'), { ids, action: { type: 'done', done: true } })
    const undone = await together(4, () => salon.client.post(api(`undo/${done.body.undoId}`)))
    expect(statuses(undone)).toEqual([200, 404, 404, 404])
    expect(undone.find(({ status }) => status === 200)?.body).toEqual({ restored: 5, changedSince: 0 })
  })

  it('two merges of the same people, each into the other, leave one of them', async () => {
    for (let round = 0; round < 6; round++) {
      const [one, other] = await together(2, (place) =>
        salon.client.post(api('contacts'), { firstName: `P${place}`, emails: [`p${round}-${place}@example.com`] }),
      )
      const [a, b] = [one?.body.id, other?.body.id]
      const merges = await Promise.all([
        salon.client.post(api('contacts/merge'), { keepId: a, mergeIds: [b] }),
        salon.client.post(api('contacts/merge'), { keepId: b, mergeIds: [a] }),
      ])
      const lost = merges.filter(({ status }) => status !== 200)
      expect(lost).toHaveLength(1)
      expect([404, 412]).toContain(lost[0]?.status)
      const left = await together(2, (place) => salon.client.get(api(`contacts/${place === 0 ? a : b}`)))
      expect(statuses(left)).toEqual([200, 404])
      expect(left.find(({ status }) => status === 200)?.body.emails).toHaveLength(2)
    }
  })

  it('two formulas that would name each other are not both kept', async () => {
    for (let round = 0; round < 4; round++) {
      const school = await makeWorkspace(platform.client, { modules: ['crm'] })
      const add = (key: string) =>
        school.client.post(api('fields'), { key, type: 'formula', formula: '1', records: ['contact'] })
      const [a, b] = [await add('A'), await add('B')]
      const circles = await Promise.all([
        school.client.patch(api(`fields/${a.body.id}`), { formula: '{B} + 1' }),
        school.client.patch(api(`fields/${b.body.id}`), { formula: '{A} + 1' }),
      ])
      expect(statuses(circles)).toEqual([200, 422])
    }
  })

  it('the last two pipelines cannot both go', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const [first] = (await school.client.post(api('pipelines/default'))).body.data
    const second = await school.client.post(api('pipelines'), { name: 'Other', stages: first.stages })
    const gone = await Promise.all([first.id, second.body.id].map((id) => school.client.delete(api(`pipelines/${id}`))))
    expect(statuses(gone)).toEqual([204, 409])
  })

  it('a change of five thousand is one change', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    await platform.owner.query(
      `insert into crm.contacts (tenant_id, id, first_name, last_name, emails, phones, sort_name, search_text)
        select $1, gen_random_uuid(), 'P' || n, '', '{}', '{}', 'p' || n, 'p' || n from generate_series(1, 5001) n`,
      [school.id],
    )
    const tag = (filter: object) =>
      school.client.post(api('contacts/bulk'), { filter, action: { type: 'tag', add: ['all'] } })
    const refused = await tag({})
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/filter' }] } })
    const some = await school.client.get(api('contacts?limit=1'))
    await school.client.delete(api(`contacts/${some.body.data[0].id}`))
    const changed = await tag({})
    expect(changed).toMatchObject({ status: 200, body: { changed: 5000, missed: 0 } })
    expect((await school.client.get(api('contacts/count?tag=all&q=p'))).body).toEqual({ count: 5000 })
    const undone = await school.client.post(api(`undo/${changed.body.undoId}`))
    expect(undone.body).toEqual({ restored: 5000, changedSince: 0 })
    expect((await school.client.get(api('contacts/count?tag=all'))).body).toEqual({ count: 0 })
  })
})
