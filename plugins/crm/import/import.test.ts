import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases, makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '#sdk/testing'
import { makeContactsCsv } from './fixtures/make-contacts.ts'

const csv = { 'content-type': 'text/csv' }
const fixture = (name: string) => readFile(join(import.meta.dirname, 'fixtures', name))

async function run(salon: Workspace, file: string | Uint8Array, start: object = {}) {
  const uploaded = await salon.client.post('/api/crm/imports', file, csv)
  if (uploaded.status !== 201) throw new Error(JSON.stringify(uploaded.body))
  const started = await salon.client.post(`/api/crm/imports/${uploaded.body.id}/start`, start)
  if (started.status !== 202) throw new Error(JSON.stringify(started.body))
  for (;;) {
    const { body } = await salon.client.get(`/api/crm/imports/${uploaded.body.id}`)
    if (body.state === 'done') return { uploaded: uploaded.body, done: body }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe.each(databases)('an import, on %s', (database) => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
  })
  afterAll(() => platform.stop())

  const newWorkspace = () => makeWorkspace(platform.client, { modules: ['crm'] })

  it.each([
    ['google.csv', 'google'],
    ['google-old.csv', 'google'],
    ['outlook.csv', 'outlook'],
    ['hubspot.csv', 'hubspot'],
    ['generic-nasty.csv', 'generic'],
  ])('takes %s and accounts for every row', async (file, source) => {
    const salon = await newWorkspace()
    const { uploaded, done } = await run(salon, await fixture(file))
    expect(uploaded.source).toBe(source)
    expect(uploaded.preview.contacts.length).toBeGreaterThan(0)
    expect(done.created + done.merged + done.skipped + done.failed).toBe(done.rows)
    expect(done.created).toBeGreaterThan(0)
    const { body } = await salon.client.get('/api/crm/contacts?limit=100')
    expect(body.data).toHaveLength(done.created)
  })

  it('is the same one when its upload is sent again under a key, and no other file goes by that key', async () => {
    const salon = await newWorkspace()
    // Random enough to fill several pieces of what is stored.
    const file = makeContactsCsv(30_000, 1)
    const once = { ...csv, 'idempotency-key': `upload-${database}` }
    const first = await salon.client.post('/api/crm/imports?fileName=a.csv', file, once)
    expect(first.status).toBe(201)
    const again = await salon.client.post('/api/crm/imports?fileName=a.csv', file, once)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect((await salon.client.get('/api/crm/imports')).body.data).toHaveLength(1)
    const other = await salon.client.post('/api/crm/imports?fileName=a.csv', `${file}Zoe,,zoe@example.com\n`, once)
    expect(other).toMatchObject({ status: 422, body: { type: expect.stringContaining('idempotencyMismatch') } })
    const start = { 'idempotency-key': `start-${database}` }
    const path = `/api/crm/imports/${first.body.id}/start`
    const started = await salon.client.post(path, {}, start)
    expect((await salon.client.post(path, {}, start)).body).toEqual(started.body)
  })

  it('goes on where its upload broke off, when that is sent again under its key', async () => {
    const salon = await newWorkspace()
    const file = makeContactsCsv(60_000, 2)
    const once = { ...csv, 'idempotency-key': `broken-${database}` }
    const whole = await salon.client.post('/api/crm/imports?fileName=a.csv', file, once)
    expect(whole.status).toBe(201)
    // As if the last change, and the last pieces before it, had never come to pass.
    const steps = `from kernel.idempotency where tenant_id = $1 and key = '${once['idempotency-key']}'`
    const [last] = await platform.owner.query(`select max(step) as step ${steps}`, [salon.id])
    await platform.owner.query(`delete ${steps} and step >= $2`, [salon.id, Number(last?.step)])
    await platform.owner.query(`update crm.imports set state = 'uploading', rows = 0 where tenant_id = $1`, [salon.id])
    const again = await salon.client.post('/api/crm/imports?fileName=a.csv', file, once)
    expect(again).toMatchObject({ status: 201, body: { id: whole.body.id, rows: 60_000, state: 'ready' } })
  })

  it('leaves nothing of a file that cannot be read', async () => {
    const salon = await newWorkspace()
    expect((await salon.client.post('/api/crm/imports', 'First name\n', csv)).status).toBe(422)
    expect((await salon.client.get('/api/crm/imports')).body.data).toEqual([])
  })

  it('shows before anything happens what would become of the file', async () => {
    const salon = await newWorkspace()
    await salon.client.post('/api/crm/contacts', { firstName: 'Anna', emails: ['ANNA@example.com'] })
    const file =
      'Vorname,Nachname,E-Mail\nAnna,Berg,anna@example.com\nBen,Kurz,not an address\nCem,Lang,cem@example.com\nCem,Lang,cem@example.com\n'
    const { body } = await salon.client.post('/api/crm/imports', file, csv)
    expect(body.columns.map(({ target }: { target: string }) => target)).toEqual(['firstName', 'lastName', 'email'])
    expect(body.preview.problems).toMatchObject([{ row: 3, column: 'E-Mail' }])
    expect(body.preview.duplicates).toEqual([
      { row: 2, of: 'a contact that is there already' },
      { row: 5, of: 'row 4' },
    ])
    expect((await salon.client.get('/api/crm/contacts')).body.data).toHaveLength(1)
  })

  it('leaves duplicates out, with the row and the reason, and gives them back as a file', async () => {
    const salon = await newWorkspace()
    await salon.client.post('/api/crm/contacts', { firstName: 'Anna', emails: ['anna@example.com'] })
    const { done } = await run(
      salon,
      'First name,Email\nAnna,Anna@Example.com\nBen,ben@example.com\nBenno,BEN@example.com\nNobody,@\n',
    )
    expect(done).toMatchObject({ rows: 4, created: 1, skipped: 2, failed: 1, merged: 0 })
    const { body } = await salon.client.get(`/api/crm/imports/${done.id}/problems`)
    expect(body.data.map(({ row, kind }: { row: number; kind: string }) => [row, kind])).toEqual([
      [2, 'duplicate'],
      [4, 'duplicate'],
      [5, 'bad'],
    ])
    const file = await salon.client.get(`/api/crm/imports/${done.id}/problems.csv`)
    expect(file.body.split('\r\n')).toHaveLength(5)
    expect(file.body).toContain('Benno,BEN@example.com,An earlier row has the same email address or phone number')
  })

  it('merges into what is there without overwriting it, when asked to', async () => {
    const salon = await newWorkspace()
    const { body: anna } = await salon.client.post('/api/crm/contacts', {
      firstName: 'Anna',
      emails: ['anna@example.com'],
      jobTitle: 'Owner',
      tags: ['VIP'],
    })
    const { done } = await run(
      salon,
      'First name,Email,Phone,Job title,City,Tags\nAnne,anna@example.com,+49 170 1,Chef,Berlin,Friend\n,ANNA@example.com,+49 170 222333,,,\n',
      { duplicates: 'merge' },
    )
    expect(done).toMatchObject({ rows: 2, created: 0, merged: 2 })
    const { body } = await salon.client.get(`/api/crm/contacts/${anna.id}`)
    expect(body).toMatchObject({
      firstName: 'Anna',
      emails: ['anna@example.com'],
      phones: ['+49 170 1', '+49 170 222333'],
      jobTitle: 'Owner',
      city: 'Berlin',
      tags: ['VIP', 'Friend'],
    })
    expect((await salon.client.get('/api/crm/contacts?q=170222333')).body.data).toHaveLength(1)
  })

  it('takes the person’s word over its own guess', async () => {
    const salon = await newWorkspace()
    const { body } = await salon.client.post('/api/crm/imports', 'A,B\nx,Anna\n', csv)
    const wrong = await salon.client.post(`/api/crm/imports/${body.id}/start`, { columns: [{ target: 'firstName' }] })
    expect(wrong.status).toBe(422)
    const made = await salon.client.post(`/api/crm/imports/${body.id}/start`, {
      columns: [{ target: 'custom:Letter' }, { target: 'firstName' }],
    })
    expect(made.status).toBe(202)
    await expect
      .poll(async () => (await salon.client.get('/api/crm/contacts')).body.data[0])
      .toMatchObject({ firstName: 'Anna', custom: { Letter: 'x' } })
    expect((await salon.client.get('/api/crm/fields')).body.data).toMatchObject([{ key: 'Letter', type: 'text' }])
  })

  it('runs one at a time, and once', async () => {
    const salon = await newWorkspace()
    const first = await salon.client.post('/api/crm/imports', makeContactsCsv(3000, 1), csv)
    const second = await salon.client.post('/api/crm/imports', 'Name\nAnna Berg\n', csv)
    expect((await salon.client.post(`/api/crm/imports/${first.body.id}/start`, {})).status).toBe(202)
    const late = await salon.client.post(`/api/crm/imports/${second.body.id}/start`, {})
    expect(late.body.type).toContain('crm.importRunning')
    expect((await salon.client.post(`/api/crm/imports/${first.body.id}/start`, {})).body.type).toContain(
      'crm.importNotReady',
    )
    await expect
      .poll(async () => (await salon.client.get(`/api/crm/imports/${first.body.id}`)).body.state, { timeout: 20_000 })
      .toBe('done')
  })

  it.each([
    ['', 'empty'],
    ['Name,Email\n', 'headings but no rows'],
  ])('refuses a file that holds nothing: %j', async (file, reason) => {
    const salon = await newWorkspace()
    const { status, body } = await salon.client.post('/api/crm/imports', file, csv)
    expect(status).toBe(422)
    expect(body.detail).toContain(reason)
  })

  it('refuses a body that is not a file of contacts', async () => {
    const salon = await newWorkspace()
    expect((await salon.client.post('/api/crm/imports', { a: 1 })).status).toBe(415)
  })

  it('comes back whole from an export', async () => {
    const salon = await newWorkspace()
    await run(salon, makeContactsCsv(200, 7, { source: 'google' }))
    const exported = await salon.client.get('/api/crm/contacts/export')
    const copy = await newWorkspace()
    const { done } = await run(copy, exported.body, { duplicates: 'create' })
    const strip = ({ id: _, company, createdAt: __, updatedAt: ___, ...rest }: Record<string, unknown>) =>
      JSON.stringify({ ...rest, company: (company as { name: string } | null)?.name })
    const [before, after] = await Promise.all(
      [salon, copy].map(async (each) => (await everybody(each)).map(strip).sort()),
    )
    expect(done.failed).toBe(0)
    expect(after).toEqual(before)
  })
})

async function everybody(salon: Workspace) {
  const all: Record<string, unknown>[] = []
  let cursor = ''
  do {
    const { body } = await salon.client.get(`/api/crm/contacts?limit=100${cursor}`)
    all.push(...body.data)
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
  } while (cursor !== '')
  return all
}
