import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, signUp, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'

let platform: TestPlatform
let salon: Workspace
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`

describe('formula fields', () => {
  it('are worked out wherever a record is shown, in the one round trip that it takes anyway', async () => {
    const add = (field: object) => salon.client.post(api('fields'), field)
    expect((await add({ key: 'Visits', type: 'number', records: ['deal', 'contact'] })).status).toBe(201)
    const worth = await add({
      key: 'Worth',
      type: 'formula',
      formula: 'round({Amount} * {Probability} / 100, 2) + {Visits}',
      records: ['deal'],
    })
    expect(worth).toMatchObject({ status: 201, body: { resultType: 'number', records: ['deal'], version: 1 } })
    await add({ key: 'Greeting', type: 'formula', formula: '"Dear " & {First name}', records: ['contact'] })
    await add({ key: 'Initial', type: 'formula', formula: 'upper(left({Name}, 1))', records: ['company'] })
    const deal = await salon.client.post(api('deals'), {
      title: 'D',
      amount: { amount: 125_050, currency: 'EUR' },
      custom: { Visits: 2 },
    })
    expect(deal.body.custom).toEqual({ Visits: 2, Worth: 127.05 })
    const { body } = await salon.client.post(api('pipelines/default'))
    const moved = await salon.client.post(api(`deals/${deal.body.id}/move`), { stageId: body.data[0].stages[1].id })
    expect(moved.body.custom.Worth).toBe(377.15)
    const board = await salon.client.get(api('deals/board'))
    expect(board.body.stages[1].deals[0].custom.Worth).toBe(377.15)
    const contact = await salon.client.post(api('contacts'), { firstName: 'Anna' })
    expect(contact.body.custom).toEqual({ Greeting: 'Dear Anna' })
    const list = await salon.client.get(api('contacts'))
    expect(list.body.data[0].custom).toEqual({ Greeting: 'Dear Anna' })
    expect(list.headers.get('server-timing')).toContain('db;desc="1 round trips"')
    const changed = await salon.client.patch(api(`contacts/${contact.body.id}`), { firstName: 'Zoë' })
    expect(changed.body.custom).toEqual({ Greeting: 'Dear Zoë' })
    const company = await salon.client.post(api('companies'), { name: 'café' })
    expect(company.body.custom).toEqual({ Initial: 'C' })
    const csv = await salon.client.get(api('contacts/export'))
    expect(csv.body).toContain('Dear Zoë')
    const written = await salon.client.patch(api(`contacts/${contact.body.id}`), { custom: { Greeting: 'Hi' } })
    expect(written.body.errors).toMatchObject([{ pointer: '#/custom/Greeting' }])
    const elsewhere = await salon.client.patch(api(`contacts/${contact.body.id}`), { custom: { Worth: 1 } })
    expect(elsewhere.status).toBe(422)
  })

  it('are tried on a record before they are kept, with the place of what is wrong', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const preview = (formula: string, more: object = {}) =>
      school.client.post(api('fields/preview'), { record: 'contact', formula, ...more })
    expect((await preview('upper({First name})')).body).toEqual({
      value: null,
      resultType: 'text',
      problem: 'There is nothing to try it on yet',
    })
    const anna = await school.client.post(api('contacts'), { firstName: 'Anna' })
    await school.client.post(api('contacts'), { firstName: 'Berta' })
    expect((await preview('upper({First name})')).body.value).toBe('BERTA')
    expect((await preview('upper({First name})', { sampleId: anna.body.id })).body.value).toBe('ANNA')
    expect((await preview('1 / 0')).body).toEqual({
      value: null,
      resultType: 'number',
      problem: 'Nothing can be divided by 0',
    })
    const wrong = await preview('1 + {Shoes}')
    expect(wrong).toMatchObject({
      status: 422,
      body: {
        position: 4,
        length: 7,
        detail: 'There is no field “Shoes” of contacts',
        errors: [{ in: 'body', pointer: '#/formula', position: 4 }],
      },
    })
    const viewer = await addMember(school, await signUp(platform.client), 'viewer')
    expect((await viewer.post(api('fields/preview'), { record: 'contact', formula: '1' })).status).toBe(403)
  })

  it('never name each other in a circle, and hold on to what they name', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const add = async (key: string, formula: string) =>
      (await school.client.post(api('fields'), { key, type: 'formula', formula, records: ['contact'] })).body
    const shoes = await school.client.post(api('fields'), { key: 'Shoes', type: 'number' })
    const one = await add('One', '{Shoes} + 1')
    const two = await add('Two', '{One} & "!"')
    expect(two.resultType).toBe('text')
    const circle = await school.client.patch(api(`fields/${one.id}`), { formula: '{Two}' })
    expect(circle.body.detail).toBe('This goes in a circle: One → Two → One')
    const held = await school.client.delete(api(`fields/${shoes.body.id}`))
    expect(held).toMatchObject({ status: 409, body: { usedBy: ['One'] } })
    const taken = await school.client.patch(api(`fields/${shoes.body.id}`), { records: ['company'] })
    expect(taken).toMatchObject({ status: 409, body: { usedBy: ['One'] } })
    expect((await school.client.delete(api(`fields/${two.id}`))).status).toBe(204)
    const text = await school.client.patch(api(`fields/${one.id}`), { formula: '"a"' })
    expect(text.body).toMatchObject({ resultType: 'text', version: 2 })
    expect((await school.client.delete(api(`fields/${shoes.body.id}`))).status).toBe(204)
  })

  it('take a new name along: stored values, formulas and columns of views have it at once', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const field = await school.client.post(api('fields'), { key: 'Shoe size', type: 'number' })
    await school.client.post(api('fields'), { key: 'Other', type: 'text' })
    const twice = await school.client.post(api('fields'), {
      key: 'Twice',
      type: 'formula',
      formula: '{shoe size} * 2',
      records: ['contact'],
    })
    const contact = await school.client.post(api('contacts'), { firstName: 'A', custom: { 'Shoe size': 42 } })
    await school.client.post(api('views'), { record: 'contacts', name: 'V', columns: ['email', 'custom:Shoe%20size'] })
    const address = api(`fields/${field.body.id}`)
    expect((await school.client.patch(address, { key: 'Other' })).status).toBe(409)
    expect((await school.client.patch(address, { key: 'a}b' })).status).toBe(422)
    const renamed = await school.client.patch(address, { key: 'Hat size' }, { 'if-match': '"1"' })
    expect(renamed).toMatchObject({ status: 200, body: { key: 'Hat size', version: 2 } })
    const shown = await school.client.get(api(`contacts/${contact.body.id}`))
    expect(shown.body.custom).toEqual({ 'Hat size': 42, Twice: 84 })
    const { body } = await school.client.get(api('fields'))
    expect(body.data.find(({ id }: { id: string }) => id === twice.body.id)).toMatchObject({
      formula: '{Hat size} * 2',
      resultType: 'number',
    })
    expect((await school.client.get(api('views'))).body.data[0].columns).toEqual(['email', 'custom:Hat%20size'])
  })
})
