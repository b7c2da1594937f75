import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, signUp } from '../../../tools/testing/client.ts'
import { openStage, type Stage, type Victim } from '../escapes/testing/stage.ts'
import { noGrants } from '../testing/publish-plugin.ts'

const attempts = `
  call: ({ kernel, args }) => kernel.modules.call(args),
  port: ({ kernel, args }) => kernel.ports.call(args.port, args.method, args.args),
  put: ({ kernel, args }) => kernel.ports.call('files', 'put', [{ ...args, content: new TextEncoder().encode('hello there') }]),
`
const list = 'crm GET /contacts'
const one = 'crm GET /contacts/:id'
const create = 'crm POST /contacts'
const all = { perDay: 1000, fields: null }

describe('calls of other modules', () => {
  let stage: Stage
  let salon: Victim
  let contactId: string

  beforeAll(async () => {
    stage = await openStage(attempts)
    salon = await stage.makeVictim({
      grants: {
        calls: {
          [list]: { perDay: 1000, fields: ['id', 'firstName'] },
          [one]: { perDay: 1000, fields: ['firstName', 'constructor'] },
          [create]: all,
          'members GET /': all,
          'api_keys GET /': all,
          'booking GET /services': all,
        },
      },
    })
    const made = await salon.client.post('/api/crm/contacts', { firstName: 'Ada', lastName: 'Secret' })
    contactId = made.body.id
  })
  afterAll(() => stage.stop())

  const call = (sent: object, client = salon.client) => salon.run('call', sent, client)

  it('answer the granted fields, of an object and of a list’s items', async () => {
    expect(await call({ route: one, params: { id: contactId } })).toEqual({ got: { value: { firstName: 'Ada' } } })
    expect(await call({ route: list, query: { limit: '5' } })).toEqual({
      got: { value: { data: [{ id: contactId, firstName: 'Ada' }], nextCursor: null } },
    })
  })

  it('are made in the caller’s name and with the caller’s rights', async () => {
    const viewer = await addMember(salon, await signUp(stage.platform.client), 'viewer')
    expect(await call({ route: one, params: { id: contactId } }, viewer)).toHaveProperty('got.value')
    expect(await call({ route: create, body: { firstName: 'No' } }, viewer)).toMatchObject({
      got: { problem: { code: 'kernel.notAllowed', status: 403 } },
    })
    const made = await call({ route: create, body: { firstName: 'Grace' } })
    const { id } = (made.got as { value: { id: string } }).value
    const record = await salon.client.get(`/api/audit?subject=${id}`)
    expect(record.body.data).toMatchObject([{ action: 'crm.contact.created', actor: `person:${salon.owner.id}` }])
  })

  it('fail as the module failed', async () => {
    expect(await call({ route: create, body: { firstName: 7 } })).toMatchObject({
      got: { problem: { code: 'kernel.invalid', status: 422, facts: { errors: expect.any(Array) } } },
    })
    expect(await call({ route: one, params: { id: crypto.randomUUID() } })).toMatchObject({
      got: { problem: { code: 'crm.contactNotFound', status: 404 } },
    })
  })

  it('reach granted routes of modules alone, whatever stands in the parameters', async () => {
    const refused = (code: string) => ({ got: { problem: { code } } })
    expect(await call({ route: 'crm GET /deals' })).toMatchObject(refused('kernel.notGranted'))
    expect(await call({ route: 'constructor' })).toMatchObject(refused('kernel.notGranted'))
    // Granted by mistake, and still not there: the kernel's own routes.
    expect(await call({ route: 'members GET /' })).toMatchObject(refused('kernel.moduleOff'))
    expect(await call({ route: 'booking GET /services' })).toMatchObject(refused('kernel.moduleOff'))
    for (const id of ['..', '.', '', '../../members', '..%2f..%2fmembers', '%2e%2e', 'a/../../deals'])
      expect(await call({ route: one, params: { id } })).not.toHaveProperty('got.value')
    for (const sent of [null, 'x', { route: 7 }, { route: one, params: { id: 7 } }, { route: one }])
      expect(await call(sent as object)).toMatchObject({ got: { problem: { status: expect.any(Number) } } })
  })

  it('are counted by the day, and end when they are taken away', async () => {
    const garage = await stage.makeVictim({ grants: { calls: { [list]: { perDay: 2, fields: null } } } })
    const ask = () => garage.run('call', { route: list })
    expect([await ask(), await ask()]).toMatchObject([{ got: { value: {} } }, { got: { value: {} } }])
    expect(await ask()).toMatchObject({ got: { problem: { code: 'kernel.spentForToday', status: 429 } } })
    await garage.grant({ calls: {} })
    expect(await ask()).toMatchObject({ got: { problem: { code: 'kernel.notGranted' } } })
  })
})

describe('ports', () => {
  let stage: Stage
  let salon: Victim
  beforeAll(async () => {
    stage = await openStage(attempts)
    salon = await stage.makeVictim({ grants: { ports: { email: { perDay: 4 }, files: { perDay: 100 } } } })
    const on = await salon.client.put('/api/connectors/storage', { enabled: true, settings: {}, secrets: {} })
    if (on.status !== 200) throw new Error(JSON.stringify(on.body))
  })
  afterAll(() => stage.stop())

  const mail = {
    to: 'ada@example.com',
    subject: 'Hello',
    category: 'transactional',
    idempotencyKey: 'one',
  }
  const send = (message: object, victim = salon) =>
    victim.run('port', { port: 'email', method: 'send', args: [message] })

  it('send mail that says which plugin wrote it, each copy counted', async () => {
    expect(await send({ ...mail, text: 'How are you?', html: '<body><p>How?</p></body>' })).toMatchObject({
      got: { value: { state: 'captured' } },
    })
    expect(await send({ ...mail, idempotencyKey: 'two', template: { paragraphs: ['Hi'] } })).toMatchObject({
      got: { value: { state: 'captured' } },
    })
    const shown = await stage.platform.owner.query(
      'select m::text as text from kernel.outgoing_mail m where workspace is not null',
    )
    expect(shown.length).toBeGreaterThan(0)
    for (const { text } of shown) expect(text).toContain('Sent by the plugin Hostile.')
    const copies = ['a@example.com', 'b@example.com', 'c@example.com']
    expect(await send({ ...mail, idempotencyKey: 'three', text: 'x', cc: copies })).toMatchObject({
      got: { problem: { code: 'kernel.spentForToday', status: 429 } },
    })
    expect(await send({ ...mail, to: 'nobody', text: 'x' })).toMatchObject({ got: { problem: { status: 422 } } })
  })

  it('have the methods of a list, and what was granted', async () => {
    const call = (port: unknown, method: unknown, args: unknown = []) => salon.run('port', { port, method, args })
    for (const [port, method] of [
      ['email', 'constructor'],
      ['email', '__proto__'],
      ['files', 'sign'],
      ['files', 'createUpload'],
      ['__proto__', 'send'],
      ['ai', 'ask'],
      [{}, 'send'],
    ])
      expect(await call(port, method)).toMatchObject({ got: { problem: { code: 'kernel.notGranted' } } })
    expect(await call('push', 'send', [{}])).toMatchObject({ got: { problem: { code: 'kernel.notGranted' } } })
    expect(await call('email', 'send', ['x'])).toMatchObject({ got: { problem: { code: 'kernel.invalid' } } })
  })

  it('keep files of the plugin’s own, and show it none of the others', async () => {
    const files = (method: string, ...args: unknown[]) => salon.run('port', { port: 'files', method, args })
    const kept = await salon.run('put', { name: 'a.txt', type: 'text/plain', id: 'mine' })
    const again = await salon.run('put', { name: 'a.txt', type: 'text/plain', id: 'mine' })
    expect(kept).toMatchObject({ got: { value: { name: 'a.txt', state: 'ready' } } })
    const { id } = (kept.got as { value: { id: string } }).value
    expect(again).toMatchObject({ got: { value: { id } } })
    expect(await files('get', id)).toMatchObject({ got: { value: { id } } })
    expect(await files('list')).toMatchObject({ got: { value: { data: [{ id }] } } })
    expect(await files('link', id)).toMatchObject({ got: { value: { url: expect.any(String) } } })
    const { body: foreign } = await salon.client.get('/api/storage/files')
    expect(foreign.data).toHaveLength(1)
    const [row] = await stage.platform.owner.query(
      `insert into storage.files select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* from storage.files f returning id`,
    )
    for (const method of ['get', 'link', 'delete'])
      expect(await files(method, row?.id)).toMatchObject({ got: { problem: { code: 'kernel.notFound' } } })
    expect(await files('delete', id)).toMatchObject({ got: {} })
  })

  it('end when they are taken away', async () => {
    const garage = await stage.makeVictim({ grants: { ports: { email: { perDay: 9 } }, limits: noGrants.limits } })
    expect(await send({ ...mail, text: 'x' }, garage)).toHaveProperty('got.value')
    await garage.grant({})
    expect(await send({ ...mail, text: 'x' }, garage)).toMatchObject({
      got: { problem: { code: 'kernel.notGranted' } },
    })
  })
})
