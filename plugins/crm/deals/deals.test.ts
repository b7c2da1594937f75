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

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const titles = ({ body }: Reply): string[] => body.data.map(({ title }: { title: string }) => title)

/** A pipeline with its stages by name, made by the first deal or call that needs it. */
async function stagesOf(workspace: Workspace): Promise<Record<string, string>> {
  const { body } = await workspace.client.post(api('pipelines/default'))
  return Object.fromEntries(body.data[0].stages.map(({ name, id }: { name: string; id: string }) => [name, id]))
}

describe('pipelines', () => {
  it('are none until one is needed, and then the usual one, once', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    expect((await school.client.get(api('pipelines'))).body).toEqual({ data: [] })
    const deal = await school.client.post(api('deals'), { title: 'Wedding hair' })
    expect(deal).toMatchObject({ status: 201, body: { status: 'open', closedAt: null, amount: null } })
    const { body } = await school.client.post(api('pipelines/default'))
    expect(body.data).toHaveLength(1)
    expect(body.data[0].stages.map(({ name, kind, probability }: never) => [name, kind, probability])).toEqual([
      ['New', 'open', 10],
      ['Talking', 'open', 30],
      ['Offer made', 'open', 60],
      ['Won', 'won', 100],
      ['Lost', 'lost', 0],
    ])
    expect(body.data[0].stages[0].id).toBe(deal.body.stageId)
  })

  it('change as a whole list: renamed, reordered, added to and taken from', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const given = [
      { name: 'Call', kind: 'open', probability: 20 },
      { name: 'Visit', kind: 'open', probability: 40 },
      { name: 'Won', kind: 'won' },
      { name: 'Lost', kind: 'lost' },
    ]
    const made = await school.client.post(api('pipelines'), { name: 'Courses', stages: given })
    expect(made).toMatchObject({ status: 201, body: { name: 'Courses', position: 0, version: 1 } })
    expect((await school.client.post(api('pipelines'), { name: 'COURSES', stages: given })).status).toBe(409)
    const [call, visit, won, lost] = made.body.stages
    const changed = await school.client.patch(api(`pipelines/${made.body.id}`), {
      stages: [visit, { ...call, name: 'Phone call' }, { name: 'Trial', kind: 'open' }, won, lost],
    })
    expect(changed.body.stages.map(({ name }: { name: string }) => name)).toEqual([
      'Visit',
      'Phone call',
      'Trial',
      'Won',
      'Lost',
    ])
    expect(changed.body.version).toBe(2)
    const stale = await school.client.patch(api(`pipelines/${made.body.id}`), { name: 'X' }, { 'if-match': '"1"' })
    expect(stale.status).toBe(412)
  })

  it('refuse what would leave no stage for won, lost or open deals, with its place', async () => {
    for (const [kinds, detail] of [
      [['open', 'won'], 'Keep at least one stage for lost deals'],
      [['open', 'won', 'won', 'lost'], 'Keep exactly one stage for won deals'],
      [['won', 'lost'], 'Keep at least one open stage'],
    ] as const) {
      const { status, body } = await salon.client.post(api('pipelines'), {
        name: 'X',
        stages: kinds.map((kind) => ({ name: kind, kind })),
      })
      expect({ status, errors: body.errors }).toEqual({
        status: 422,
        errors: [{ in: 'body', pointer: '#/stages', detail }],
      })
    }
  })

  it('keep a stage that has deals, unless it is said where these go', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const { body } = await school.client.post(api('pipelines/default'))
    const [pipeline] = body.data
    const [first, second, ...rest] = pipeline.stages
    const deal = await school.client.post(api('deals'), { title: 'A', stageId: first.id })
    const gone = await school.client.post(api('deals'), { title: 'Trashed', stageId: first.id })
    await school.client.delete(api(`deals/${gone.body.id}`))
    const address = api(`pipelines/${pipeline.id}`)
    const refused = await school.client.patch(address, { stages: [second, ...rest] })
    expect(refused).toMatchObject({ status: 409, body: { type: expect.stringContaining('crm.stageHasDeals') } })
    const won = rest.find(({ kind }: { kind: string }) => kind === 'won')
    const elsewhere = await school.client.patch(address, {
      stages: [second, ...rest],
      moveDealsTo: { [first.id]: won.id },
    })
    expect(elsewhere.body.errors).toMatchObject([{ pointer: `#/moveDealsTo/${first.id}` }])
    const moved = await school.client.patch(address, {
      stages: [second, ...rest],
      moveDealsTo: { [first.id]: second.id },
    })
    expect(moved.status).toBe(200)
    expect((await school.client.get(api(`deals/${deal.body.id}`))).body.stageId).toBe(second.id)
    expect((await school.client.post(api(`deals/${gone.body.id}/restore`))).body.stageId).toBe(second.id)
    const kind = await school.client.patch(address, {
      stages: [{ ...second, kind: 'lost' }, ...rest],
    })
    expect(kind.body.type).toContain('crm.stageKindStays')
  })

  it('go only without deals, and never the last one; what is in the trash finds another', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const first = (await school.client.post(api('pipelines/default'))).body.data[0]
    const second = await school.client.post(api('pipelines'), { name: 'Other', stages: first.stages })
    expect(second.body).toMatchObject({ position: 1 })
    const ahead = await school.client.patch(api(`pipelines/${second.body.id}`), { position: 0 })
    expect(ahead.body.position).toBe(0)
    const order = (await school.client.get(api('pipelines'))).body.data.map(({ name }: { name: string }) => name)
    expect(order).toEqual(['Other', 'Sales'])
    const deal = await school.client.post(api('deals'), { title: 'A', pipelineId: first.id })
    const refused = await school.client.delete(api(`pipelines/${first.id}`))
    expect(refused.body.type).toContain('crm.pipelineHasDeals')
    await school.client.delete(api(`deals/${deal.body.id}`))
    expect((await school.client.delete(api(`pipelines/${first.id}`))).status).toBe(204)
    const restored = await school.client.post(api(`deals/${deal.body.id}/restore`))
    expect(restored.body).toMatchObject({ pipelineId: second.body.id, status: 'open' })
    const last = await school.client.delete(api(`pipelines/${second.body.id}`))
    expect(last.body.type).toContain('crm.lastPipeline')
  })
})

describe('deals', () => {
  it('keep what they were given, and say whom they are with', async () => {
    const contact = await salon.client.post(api('contacts'), { firstName: 'Zoë', lastName: 'Müller' })
    const company = await salon.client.post(api('companies'), { name: 'Café Straße' })
    const made = await salon.client.post(api('deals'), {
      title: 'Wedding hair',
      amount: { amount: 125_000, currency: 'EUR' },
      contactId: contact.body.id,
      companyId: company.body.id,
      ownerId: salon.owner.id,
      expectedClose: '2027-02-28',
      tags: ['wedding'],
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        amount: { amount: 125_000, currency: 'EUR' },
        contact: { id: contact.body.id, name: 'Zoë Müller' },
        company: { id: company.body.id, name: 'Café Straße' },
        ownerId: salon.owner.id,
        expectedClose: '2027-02-28',
        tags: ['wedding'],
        lostReason: null,
        version: 1,
      },
    })
    const shown = await salon.client.get(api(`deals/${made.body.id}`))
    expect(shown.body).toEqual(made.body)
    await salon.client.patch(api(`contacts/${contact.body.id}`), { firstName: 'Zoe' })
    const renamed = await salon.client.get(api(`deals/${made.body.id}`), {
      'if-none-match': shown.headers.get('etag') ?? '',
    })
    expect(renamed).toMatchObject({ status: 200, body: { version: 1, contact: { name: 'Zoe Müller' } } })
    const patched = await salon.client.patch(
      api(`deals/${made.body.id}`),
      { amount: null },
      { 'if-match': renamed.headers.get('etag') ?? '' },
    )
    expect(patched.body).toMatchObject({ amount: null, title: 'Wedding hair', version: 2 })
    await salon.client.delete(api(`contacts/${contact.body.id}`))
    expect((await salon.client.get(api(`deals/${made.body.id}`))).body.contact).toBeNull()
    await salon.client.post(api(`contacts/${contact.body.id}/restore`))
    expect((await salon.client.get(api(`deals/${made.body.id}`))).body.contact).toMatchObject({ name: 'Zoe Müller' })
  })

  it('are found by title, contact, company, tag and stage, in every order, each once', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const stages = await stagesOf(school)
    const contact = await school.client.post(api('contacts'), { firstName: 'Émile' })
    const days = ['2027-01-03', null, '2027-01-01', '2027-01-02', '2027-01-02']
    const names = ['Delta', 'alpha', 'Écho', 'Bravo', 'charlie']
    for (const [place, title] of names.entries())
      await school.client.post(api('deals'), {
        title,
        expectedClose: days[place],
        amount: place === 1 ? null : { amount: place * 100, currency: 'EUR' },
        stageId: stages[place < 3 ? 'New' : 'Talking'],
        ...(place === 0 ? { contactId: contact.body.id, tags: ['Big'] } : {}),
      })
    const all = async (sort: string) => {
      const seen: string[] = []
      for (let cursor = ''; ; ) {
        const page = await school.client.get(api(`deals?limit=2&sort=${encodeURIComponent(sort)}${cursor}`))
        expect(page.status, sort).toBe(200)
        seen.push(...titles(page))
        if (page.body.nextCursor === null) return seen
        cursor = `&cursor=${page.body.nextCursor}`
      }
    }
    expect(await all('newest')).toEqual([...names].reverse())
    expect(await all('title')).toEqual(['alpha', 'Bravo', 'charlie', 'Delta', 'Écho'])
    expect(await all('-title')).toEqual(['Écho', 'Delta', 'charlie', 'Bravo', 'alpha'])
    expect(await all('amount')).toEqual(['alpha', 'Delta', 'Écho', 'Bravo', 'charlie'])
    expect(await all('expectedClose')).toEqual(['Écho', 'Bravo', 'charlie', 'Delta', 'alpha'])
    expect(await all('-expectedClose')).toEqual(['alpha', 'Delta', 'charlie', 'Bravo', 'Écho'])
    expect((await all('updated')).sort()).toEqual([...names].sort())
    expect((await all('board')).sort()).toEqual([...names].sort())
    expect(titles(await school.client.get(api('deals?q=emil%20delt')))).toEqual(['Delta'])
    expect(titles(await school.client.get(api('deals?tag=Big')))).toEqual(['Delta'])
    expect(titles(await school.client.get(api(`deals?stageId=${stages.Talking}&sort=title`)))).toEqual([
      'Bravo',
      'charlie',
    ])
    expect((await school.client.get(api(`deals/count?stageId=${stages.New}`))).body).toEqual({ count: 3 })
    expect((await school.client.get(api('deals?cursor=WyJ4Il0'))).status).toBe(422)
  })

  it('move: from stage to stage, to won and to lost and back, with their days and reasons', async () => {
    const stages = await stagesOf(salon)
    const { body: deal } = await salon.client.post(api('deals'), { title: 'Mover' })
    const move = (to: string, more: object = {}) =>
      salon.client.post(api(`deals/${deal.id}/move`), { stageId: stages[to], ...more })
    expect((await move('Talking')).body).toMatchObject({ status: 'open', stageId: stages.Talking, version: 2 })
    const won = await move('Won')
    expect(won.body).toMatchObject({ status: 'won', closedAt: expect.any(String), lostReason: null })
    const lost = await move('Lost', { lostReason: 'Too expensive' })
    expect(lost.body).toMatchObject({ status: 'lost', lostReason: 'Too expensive' })
    const reason = await salon.client.patch(api(`deals/${deal.id}`), { lostReason: 'No time' })
    expect(reason.body.lostReason).toBe('No time')
    expect((await move('New')).body).toMatchObject({ status: 'open', closedAt: null, lostReason: null })
    const wrong = await salon.client.patch(api(`deals/${deal.id}`), { lostReason: 'X' })
    expect(wrong.body.errors).toMatchObject([{ pointer: '#/lostReason' }])
    expect((await move('New', { afterId: deal.id })).status).toBe(422)
    const nowhere = await salon.client.post(api(`deals/${deal.id}/move`), { stageId: deal.id })
    expect(nowhere).toMatchObject({ status: 404, body: { type: expect.stringContaining('crm.stageNotFound') } })
    const { body } = await salon.client.get(`/api/audit?subject=deal:${deal.id}`)
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
      'crm.deal.moved',
      'crm.deal.updated',
      'crm.deal.lost',
      'crm.deal.won',
      'crm.deal.moved',
      'crm.deal.created',
    ])
  })

  it('begin won where they are put there, and that is announced', async () => {
    const stages = await stagesOf(salon)
    const { body, status } = await salon.client.post(api('deals'), { title: 'Past', stageId: stages.Won })
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'won', closedAt: expect.any(String) } })
    const record = await salon.client.get(`/api/audit?subject=deal:${body.id}&action=crm.deal.won`)
    expect(record.body.data).toHaveLength(1)
  })

  it('stand on the board in the order in which they were put, however often they are put between the same two', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const stages = await stagesOf(school)
    const ids: string[] = []
    for (const title of ['a', 'b', 'c', 'd'])
      ids.push((await school.client.post(api('deals'), { title, stageId: stages.New })).body.id)
    const column = async (): Promise<string[]> => {
      const { body } = await school.client.get(api('deals/board'))
      expect(body.stages).toHaveLength(5)
      return body.stages[0].deals.map(({ id }: { id: string }) => id)
    }
    let model = [...ids].reverse()
    expect(await column()).toEqual(model)
    // A gap of 2^20 is halved 25 times: the column is put in even order again on the way.
    for (let turn = 0; turn < 25; turn++) {
      const [top, second, third] = model as [string, string, string]
      const moved = await school.client.post(api(`deals/${third}/move`), { stageId: stages.New, afterId: top })
      expect(moved).toMatchObject({ status: 200, body: { version: 1 } })
      model = [top, third, second, ...model.slice(3)]
      expect(await column(), `after ${turn + 1} moves`).toEqual(model)
    }
    const stranger = (await school.client.post(api('deals'), { title: 'e', stageId: stages.Talking })).body.id
    const beside = await school.client.post(api(`deals/${ids[0]}/move`), { stageId: stages.New, afterId: stranger })
    expect(beside).toMatchObject({ status: 409, body: { type: expect.stringContaining('crm.neighbourMoved') } })
    const last = await school.client.post(api(`deals/${stranger}/move`), {
      stageId: stages.New,
      afterId: model.at(-1),
    })
    expect(last.status).toBe(200)
    expect(await column()).toEqual([...model, stranger])
  })

  it('add up on the board, by currency, with more behind the first fifty', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const stages = await stagesOf(school)
    for (let place = 0; place < 53; place++)
      await school.client.post(api('deals'), {
        title: `Deal ${place}`,
        stageId: stages.New,
        amount: place === 0 ? null : { amount: 100, currency: place === 1 ? 'CHF' : 'EUR' },
      })
    const board = await school.client.get(api('deals/board'))
    expect(board.headers.get('server-timing')).toContain('db;desc="1 round trips"')
    const [first, second] = board.body.stages
    expect(first).toMatchObject({
      stageId: stages.New,
      count: 53,
      amounts: [
        { amount: 100, currency: 'CHF' },
        { amount: 5100, currency: 'EUR' },
      ],
    })
    expect(first.deals).toHaveLength(50)
    expect(second).toMatchObject({ count: 0, amounts: [], deals: [], nextCursor: null })
    const rest = await school.client.get(
      api(`deals?sort=board&stageId=${stages.New}&limit=100&cursor=${first.nextCursor}`),
    )
    expect(titles(rest)).toEqual(['Deal 2', 'Deal 1', 'Deal 0'])
    const found = await school.client.get(api('deals/board?q=deal%2052'))
    expect(found.body.stages[0]).toMatchObject({ count: 1, nextCursor: null })
  })

  it('go to the trash and come back, of the version that was meant', async () => {
    const { body: deal } = await salon.client.post(api('deals'), { title: 'Short-lived' })
    expect((await salon.client.delete(api(`deals/${deal.id}`), { 'if-match': '"7"' })).status).toBe(412)
    expect((await salon.client.delete(api(`deals/${deal.id}`), { 'if-match': '"1"' })).status).toBe(204)
    expect((await salon.client.get(api(`deals/${deal.id}`))).status).toBe(404)
    expect((await salon.client.delete(api(`deals/${deal.id}`))).status).toBe(404)
    expect((await salon.client.patch(api(`deals/${deal.id}`), { title: 'X' })).status).toBe(404)
    expect((await salon.client.get(api('deals?q=short-lived'))).body.data).toEqual([])
    const restored = await salon.client.post(api(`deals/${deal.id}/restore`))
    expect(restored).toMatchObject({ status: 200, body: { title: 'Short-lived', version: 3 } })
    const again = await salon.client.post(api(`deals/${deal.id}/restore`))
    expect(again.body).toEqual(restored.body)
  })

  it('are told of in the timelines of their contact and company', async () => {
    const contact = await salon.client.post(api('contacts'), { firstName: 'Tim' })
    const company = await salon.client.post(api('companies'), { name: 'Line' })
    const deal = await salon.client.post(api('deals'), { title: 'T', contactId: contact.body.id })
    await salon.client.patch(api(`deals/${deal.body.id}`), { companyId: company.body.id })
    const timeline = async (subject: string) =>
      (await salon.client.get(`/api/timeline?subject=${subject}`)).body.data.map(
        ({ action }: { action: string }) => action,
      )
    expect(await timeline(`contact:${contact.body.id}`)).toEqual([
      'crm.deal.updated',
      'crm.deal.created',
      'crm.contact.created',
    ])
    expect(await timeline(`company:${company.body.id}`)).toEqual(['crm.deal.updated', 'crm.company.created'])
  })

  it('come as a file that no spreadsheet runs', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    await school.client.post(api('deals'), {
      title: '=1+1',
      amount: { amount: 123_456, currency: 'EUR' },
      tags: ['a', 'b'],
    })
    const { body, headers } = await school.client.get(api('deals/export'))
    expect(headers.get('content-type')).toContain('text/csv')
    const [heading, row] = body.split('\r\n')
    expect(heading).toContain('Title,Pipeline,Stage,Status,Amount,Currency,Contact,Company')
    expect(row).toMatch(/^'=1\+1,Sales,New,open,1234\.56,EUR,,,,,"a; b",/)
  })

  it('refuse what does not fit, each thing with its place', async () => {
    const { status, body } = await salon.client.post(api('deals'), {
      title: '',
      amount: { amount: 1.5, currency: 'XYZ' },
      expectedClose: '2027-02-30',
      tags: ['a;b'],
    })
    expect(status).toBe(422)
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/title',
      '#/amount/amount',
      '#/amount/currency',
      '#/expectedClose',
      '#/tags/0',
    ])
    const unknown = await salon.client.post(api('deals'), { title: 'A', contactId: salon.owner.id })
    expect(unknown).toMatchObject({ status: 404, body: { type: expect.stringContaining('crm.contactNotFound') } })
  })

  it('are seen by viewers and changed by members; a key sees what it was made for', async () => {
    const stages = await stagesOf(salon)
    const { body: deal } = await salon.client.post(api('deals'), { title: 'Guarded' })
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get(api('deals/board'))).status).toBe(200)
    const attempts = (client: typeof viewer) => [
      client.post(api('deals'), { title: 'X' }),
      client.patch(api(`deals/${deal.id}`), { title: 'X' }),
      client.post(api(`deals/${deal.id}/move`), { stageId: stages.Won }),
      client.delete(api(`deals/${deal.id}`)),
      client.post(api(`deals/${deal.id}/restore`)),
      client.post(api('tasks'), { title: 'X' }),
      client.post(api('notes'), { body: 'X', dealId: deal.id }),
      client.post(api('pipelines/default')),
    ]
    for (const reply of await Promise.all(attempts(viewer))) expect(reply.status).toBe(403)
    const made = await salon.client.post('/api/api-keys', { name: 'Board', permissions: ['crm.deals.read'] })
    const key = platform.client.with({ authorization: `Bearer ${made.body.key}` })
    expect((await key.get(api(`deals/${deal.id}`))).body.title).toBe('Guarded')
    expect((await key.get(api('contacts'))).status).toBe(403)
    for (const reply of await Promise.all(attempts(key))) expect(reply.status).toBe(403)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect((await member.post(api('deals'), { title: 'Mine' })).status).toBe(201)
    expect((await member.post(api('pipelines'), { name: 'X', stages: [] })).status).toBe(403)
  })

  it('are nobody else’s: another workspace finds none of it', async () => {
    const garage = await makeWorkspace(platform.client, { modules: ['crm'] })
    const stages = await stagesOf(garage)
    const { body: deal } = await salon.client.post(api('deals'), { title: 'Ours' })
    for (const reply of [
      await garage.client.get(api(`deals/${deal.id}`)),
      await garage.client.patch(api(`deals/${deal.id}`), { title: 'X' }),
      await garage.client.delete(api(`deals/${deal.id}`)),
      await garage.client.post(api(`deals/${deal.id}/restore`)),
      await garage.client.post(api(`deals/${deal.id}/move`), { stageId: stages.Won }),
      await garage.client.post(api('deals'), { title: 'X', stageId: deal.stageId }),
      await garage.client.post(api('tasks'), { title: 'X', dealId: deal.id }),
    ])
      expect(reply.status).toBe(404)
  })
})
