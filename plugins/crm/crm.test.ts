import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  everyDatabase,
  makeWorkspace,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'

describe.each(everyDatabase)('customers, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let garage: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    garage = await makeWorkspace(platform.client, { modules: ['crm'], name: 'Garage' })
  })
  afterAll(() => platform.stop())

  const names = (body: { data: { firstName: string; lastName: string }[] }) =>
    body.data.map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim())

  it('keeps a contact and shows it as it was given', async () => {
    const company = await salon.client.post('/api/crm/companies', { name: 'Café Straße' })
    expect(company.status).toBe(201)
    const given = {
      firstName: 'Zoë',
      lastName: 'Müller',
      emails: ['zoe@example.com'],
      phones: ['+49 170 1234567'],
      tags: ['VIP'],
      companyId: company.body.id,
      birthday: '--05-31',
    }
    const created = await salon.client.post('/api/crm/contacts', given)
    expect(created.status).toBe(201)
    const { companyId: _, ...same } = given
    expect(created.body).toMatchObject({ ...same, company: { id: company.body.id, name: 'Café Straße' }, version: 1 })
    const shown = await salon.client.get(`/api/crm/contacts/${created.body.id}`)
    expect(shown.body).toEqual(created.body)
    expect(shown.headers.get('etag')).toMatch(/^"1-\w+"$/)
  })

  it('finds people by parts of words, with or without accents, by company and by number', async () => {
    for (const q of ['mull', 'ZOE', 'oë', 'strasse cafe', '1701234', 'zoe@example']) {
      const { body } = await salon.client.get(`/api/crm/contacts?q=${encodeURIComponent(q)}`)
      expect(names(body), q).toEqual(['Zoë Müller'])
    }
    const { body } = await salon.client.get('/api/crm/contacts?q=100%25')
    expect(body.data).toEqual([])
  })

  it('shows another workspace nothing of it', async () => {
    const { body } = await salon.client.get('/api/crm/contacts')
    const id = body.data[0].id
    expect((await garage.client.get('/api/crm/contacts')).body.data).toEqual([])
    for (const reply of [
      await garage.client.get(`/api/crm/contacts/${id}`),
      await garage.client.patch(`/api/crm/contacts/${id}`, { firstName: 'X' }),
      await garage.client.delete(`/api/crm/contacts/${id}`),
    ]) {
      expect(reply.status).toBe(404)
      expect(reply.body.type).toContain('crm.contactNotFound')
    }
    const company = await salon.client.get('/api/crm/companies')
    const stolen = await garage.client.post('/api/crm/contacts', {
      firstName: 'Eve',
      companyId: company.body.data[0].id,
    })
    expect(stolen.status).toBe(404)
  })

  it('changes what was asked for and nothing else, and not over somebody else’s change', async () => {
    const { body } = await salon.client.post('/api/crm/contacts', {
      firstName: 'Jan',
      emails: ['jan@example.com'],
      notes: 'Likes tea',
    })
    const changed = await salon.client.patch(
      `/api/crm/contacts/${body.id}`,
      { lastName: 'Novák' },
      { 'if-match': '"1"' },
    )
    expect(changed.body).toMatchObject({ firstName: 'Jan', lastName: 'Novák', notes: 'Likes tea', version: 2 })
    const late = await salon.client.patch(`/api/crm/contacts/${body.id}`, { lastName: 'X' }, { 'if-match': '"1"' })
    expect(late.status).toBe(412)
    expect(names((await salon.client.get('/api/crm/contacts?q=novak')).body)).toEqual(['Jan Novák'])
    expect((await salon.client.delete(`/api/crm/contacts/${body.id}`)).status).toBe(204)
    expect((await salon.client.get(`/api/crm/contacts/${body.id}`)).status).toBe(404)
  })

  it('pages through everybody once, by name and by age', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    for (const lastName of ['Ärzte', 'Zander', 'Adam', 'Bach', 'Émile'])
      await school.client.post('/api/crm/contacts', { lastName })
    for (const sort of ['name', 'newest']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const { body } = await school.client.get(`/api/crm/contacts?limit=2&sort=${sort}${cursor}`)
        seen.push(...names(body))
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
      } while (cursor !== '')
      expect(seen).toEqual(
        sort === 'name' ? ['Adam', 'Ärzte', 'Bach', 'Émile', 'Zander'] : ['Émile', 'Bach', 'Adam', 'Zander', 'Ärzte'],
      )
    }
  })

  it('takes fields of the workspace’s own, and refuses values that do not fit, each with its place', async () => {
    const field = await salon.client.post('/api/crm/fields', { key: 'Shoe size', type: 'number' })
    expect(field.status).toBe(201)
    expect((await salon.client.post('/api/crm/fields', { key: 'Shoe size', type: 'text' })).status).toBe(409)
    const wrong = await salon.client.post('/api/crm/contacts', {
      firstName: 'A',
      custom: { 'Shoe size': 'big', Hat: 'x' },
    })
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/custom/Shoe%20size',
      '#/custom/Hat',
    ])
    const right = await salon.client.post('/api/crm/contacts', { firstName: 'A', custom: { 'Shoe size': 42 } })
    expect(right.body.custom).toEqual({ 'Shoe size': 42 })
    const removed = await salon.client.patch(`/api/crm/contacts/${right.body.id}`, { custom: { 'Shoe size': null } })
    expect(removed.body.custom).toEqual({})
  })

  it('names everything that is wrong with a contact at once', async () => {
    const { status, body } = await salon.client.post('/api/crm/contacts', {
      firstName: 7,
      emails: ['not an address'],
      birthday: '31.5.',
      tags: ['a,b'],
    })
    expect(status).toBe(422)
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/firstName',
      '#/emails/0',
      '#/birthday',
      '#/tags/0',
    ])
  })

  it('finds people by the name that their company has now', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const company = (await school.client.post('/api/crm/companies', { name: 'Acme' })).body
    for (const contact of [{ firstName: 'Ina', lastName: 'Koch' }, { emails: ['office@example.com'] }])
      await school.client.post('/api/crm/contacts', { ...contact, companyId: company.id })
    const found = async (q: string) => (await school.client.get(`/api/crm/contacts?q=${q}&sort=name`)).body.data.length
    expect([await found('acme'), await found('ina%20acme')]).toEqual([2, 1])
    await school.client.patch(`/api/crm/companies/${company.id}`, { name: 'Zénith' })
    expect([await found('acme'), await found('zenith')]).toEqual([0, 2])
    const { data } = (await school.client.get('/api/crm/contacts?sort=name')).body
    expect(data.map(({ emails }: { emails: string[] }) => emails.length)).toEqual([0, 1])
    await school.client.delete(`/api/crm/companies/${company.id}`)
    expect(await found('zenith')).toBe(0)
  })

  it('counts days to the ends of the calendar', async () => {
    for (const query of [
      'contacts?createdTo=9999-12-31',
      'contacts?createdFrom=0001-01-01',
      'contacts/count?createdFrom=9999-12-31&createdTo=9999-12-31',
      'dashboard?to=9999-12-31',
      'dashboard?from=0001-01-01&to=0001-01-01',
    ])
      expect((await salon.client.get(`/api/crm/${query}`)).status, query).toBeLessThan(500)
    const task = { title: 'Last', dueOn: '9999-12-31', dueTime: '23:59' }
    expect((await salon.client.post('/api/crm/tasks', task)).status).toBe(201)
  })

  it('lets a viewer look and not touch', async () => {
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect((await viewer.get('/api/crm/contacts')).status).toBe(200)
    expect((await viewer.post('/api/crm/contacts', { firstName: 'A' })).status).toBe(403)
    expect((await viewer.post('/api/crm/imports', 'Name\nA', { 'content-type': 'text/csv' })).status).toBe(403)
  })

  it('costs one round trip for a list and one for a new contact', async () => {
    await salon.client.get('/api/crm/contacts')
    for (const reply of [
      await salon.client.get('/api/crm/contacts'),
      await salon.client.post('/api/crm/contacts', { firstName: 'Once' }),
    ]) {
      expect(reply.headers.get('server-timing')).toBe('gate;desc="1 calls", db;desc="1 round trips"')
    }
  })
})
