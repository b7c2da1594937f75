import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newPublisherKey } from '../../tools/dpf/publisher-key.ts'
import { makeWorkspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem } from '../request/testing/replies.ts'
import type { Bundle } from '../sandbox/bundle.ts'
import type { KeptVersion } from '../sandbox/installed-plugin.ts'
import { platformKey } from '../sandbox/platform-key.ts'
import { versionFault } from '../sandbox/verify-version.ts'
import {
  becomePublisher,
  type Draft,
  draftBundle,
  itemTable,
  type PublishingWorkspace,
} from './testing/make-submission.ts'

const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const noNeeds = { ports: {}, hosts: {}, calls: {}, hears: {}, limits: {} }
const path = '/api/publisher/plugins'

describe('a version that is submitted', () => {
  let platform: TestPlatform
  let salon: PublishingWorkspace
  let rival: PublishingWorkspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database: 'postgres' })
    salon = await becomePublisher(await makeWorkspace(platform.client), 'salon-tools')
    rival = await becomePublisher(await makeWorkspace(platform.client), 'rivals')
  })
  afterAll(() => platform.stop())

  const submit = async (draft: Draft = {}, by = salon, query = '') =>
    by.client.post(`${path}${query}`, await draftBundle(by.key, draft))
  const pointers = ({ body }: { body: { errors?: { pointer: string }[] } }) =>
    body.errors?.map(({ pointer }) => pointer)
  const kept = async (plugin: string) => {
    const rows = await platform.owner.query(
      'select version, state from kernel.published_versions where plugin_id = $1 order by version_key',
      [plugin],
    )
    return rows.map(({ version, state }) => `${version} ${state}`)
  }

  it('is audited, countersigned, kept whole, live at once, and has its tables', async () => {
    const bundle = await draftBundle(salon.key, {
      screenshots: [picture],
      manifest: { needs: { ...noNeeds, ports: { email: { perDay: 5 } } } },
    })
    const { status, body } = await salon.client.post(path, bundle)
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        id: 'shoes',
        version: '1.0.0',
        state: 'live',
        audit: {
          faults: [],
          warnings: [{ pointer: '#/manifest/needs/ports/email' }],
          sizes: { code: bundle.code.length, screenshots: 70 },
          asks: [{ text: 'Can send up to 5 emails a day in your name' }, { kind: 'tables' }],
        },
      },
    })
    const [row] = await platform.owner.query(`select kernel.plugin_version('shoes', '1.0.0') as kept`)
    const version = row?.kept as KeptVersion
    expect(version).toMatchObject({ manifest: bundle.manifest, code: bundle.code, migrations: bundle.migrations })
    const platformPublic = (await platformKey({ ENCRYPTION_KEY: inject('secrets').ENCRYPTION_KEY })).publicKey
    expect(await versionFault(version, platformPublic)).toBeUndefined()
    expect(await platform.owner.query(`select kernel.catalogue_faults('{kernel,shoes}')`)).toEqual([])
    expect(await platform.owner.query(`select to_regclass('shoes.item')::text as name`)).toEqual([
      { name: 'shoes.item' },
    ])
    const pictures = await platform.owner.query(
      `select encode(picture, 'base64') as picture from kernel.published_screenshots`,
    )
    expect(String(pictures[0]?.picture).replaceAll('\n', '')).toBe(picture)
    const [record] = (await salon.client.get('/api/audit?action=pluginVersion.submitted')).body.data
    expect(record).toMatchObject({ data: { plugin: 'shoes', version: '1.0.0', state: 'live' } })
  })

  it('is never published twice, and each is higher than those before', async () => {
    expect(await submit()).toMatchObject(problem(409, 'kernel.publishedBefore', { version: '1.0.0' }))
    expect(await submit({ manifest: { version: '01.0.0' } })).toMatchObject(problem(409, 'kernel.publishedBefore'))
    expect(pointers(await submit({ manifest: { version: '1.0.0-rc.1' } }))).toEqual(['#/manifest/version'])
    expect((await submit({ manifest: { version: '1.1.0' } })).status).toBe(201)
    expect(await kept('shoes')).toEqual(['1.0.0 live', '1.1.0 live'])
  })

  it('belongs to whoever published its id first', async () => {
    expect(await submit({ manifest: { version: '9.0.0' } }, rival)).toMatchObject(
      problem(409, 'kernel.pluginTaken', { plugin: 'shoes' }),
    )
    expect(
      (await rival.client.post('/api/publisher/plugins/shoes/versions/1.1.0/yank', { reason: 'Mine' })).status,
    ).toBe(404)
    expect((await rival.client.get(path)).body.data).toEqual([])
  })

  it('is taken once of many that come at once, and an id goes to one of two', async () => {
    const bundle = await draftBundle(salon.key, { manifest: { id: 'boots' } })
    const answers = await Promise.all(Array.from({ length: 6 }, () => salon.client.post(path, bundle)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(await kept('boots')).toEqual(['1.0.0 live'])
    const both = await Promise.all([salon, rival].map((by) => submit({ manifest: { id: 'socks' } }, by)))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await kept('socks')).toEqual(['1.0.0 live'])
    const versions = ['1.0.1', '1.0.2', '1.0.3', '1.0.4']
    const raced = await Promise.all(versions.map((version) => submit({ manifest: { id: 'boots', version } })))
    for (const { status } of raced) expect([201, 409, 422]).toContain(status)
    const owner = raced.filter(({ status }) => status === 201).length
    expect(await kept('boots')).toHaveLength(1 + owner)
  })

  it('is refused with what PostgreSQL says, and nothing of it stays', async () => {
    const migrations = [
      { id: '0001-items', sql: `${itemTable('gloves')};\n` },
      { id: '0002-more', sql: 'alter table gloves.nowhere add column size int' },
    ]
    for (const query of ['?dryRun=true', '']) {
      const { status, body } = await submit({ manifest: { id: 'gloves' }, migrations }, salon, query)
      expect([status, body.errors]).toEqual([
        422,
        [
          {
            in: 'body',
            pointer: '#/migrations/1/sql',
            detail: expect.stringContaining('relation "gloves.nowhere" does not exist'),
          },
        ],
      ])
    }
    expect(await kept('gloves')).toEqual([])
    expect(await platform.owner.query(`select to_regnamespace('gloves') as schema`)).toEqual([{ schema: null }])
    expect((await submit({ manifest: { id: 'gloves' } })).status).toBe(201)
  })

  const wrong: readonly (readonly [what: string, draft: Draft, pointer: string])[] = [
    ['the platform’s own id', { manifest: { id: 'kernel' } }, '#/manifest/id'],
    ['a built-in module’s id', { manifest: { id: 'crm' } }, '#/manifest/id'],
    ['an id that is no id', { manifest: { id: 'No-Id' } }, '#/manifest/id'],
    ['a member that no manifest has', { manifest: { more: 1 } as never }, '#/manifest/more'],
    [
      'another’s permission',
      { manifest: { permissions: { 'crm.x': { title: 'X', roles: [] } } } },
      '#/manifest/permissions/crm.x',
    ],
    [
      'another’s event',
      { manifest: { events: { 'crm.x.made': { schema: {}, seenWith: null } } } },
      '#/manifest/events/crm.x.made',
    ],
    [
      'an event for nobody’s permission',
      { manifest: { events: { 'hats.x.made': { schema: {}, seenWith: 'hats.no' } } } },
      '#/manifest/events/hats.x.made/seenWith',
    ],
    ['a route without its permission', { manifest: { permissions: {} } }, '#/manifest/routes/0/permission'],
    [
      'a tool of no route',
      {
        manifest: {
          tools: { find: { title: 'F', description: '', route: 'GET /no', permission: 'hats.items.read', input: {} } },
        },
      },
      '#/manifest/tools/find/route',
    ],
    [
      'a page of no route',
      {
        manifest: {
          pages: [
            {
              path: '/',
              title: 'P',
              blocks: [
                { block: 'detail', from: 'GET /no', fields: [{ field: 'a', title: 'A', as: 'text' }], actions: [] },
              ],
            },
          ],
        },
      },
      '#/manifest/pages/0/blocks/0/from',
    ],
    [
      'settings that somebody has to fill in first',
      { manifest: { settings: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } } },
      '#/manifest/settings/required',
    ],
    [
      'a call of the platform’s routes',
      { manifest: { needs: { ...noNeeds, calls: { 'members GET /': { fields: [] } } } } },
      '#/manifest/needs/calls/members%20GET%20~1',
    ],
    [
      'a call of no route',
      { manifest: { needs: { ...noNeeds, calls: { 'crm GET /no': { fields: [] } } } } },
      '#/manifest/needs/calls/crm%20GET%20~1no',
    ],
    [
      'a host of a network within',
      { manifest: { needs: { ...noNeeds, hosts: { 'db.internal': {} } } } },
      '#/manifest/needs/hosts/db.internal',
    ],
    [
      'pictures that are not there',
      { manifest: { screenshots: [{ title: 'P', type: 'image/png', sha256: 'a'.repeat(64) }] } },
      '#/screenshots',
    ],
    [
      'another picture than it says',
      {
        screenshots: [picture],
        manifest: { screenshots: [{ title: 'P', type: 'image/png', sha256: 'a'.repeat(64) }] },
      },
      '#/screenshots/0',
    ],
    ['a picture that is none', { screenshots: ['AAAA'] }, '#/screenshots/0'],
    ['code that exports nothing', { code: 'const a = 1' }, '#/code'],
    ['half a character in its code', { code: 'export default "\ud800"' }, '#/code'],
    ['NUL in its title', { manifest: { title: 'a\0b' } }, '#/manifest'],
    [
      'a migration that drops',
      { migrations: [{ id: '0001-drop', sql: 'drop table hats.item' }] },
      '#/migrations/0/sql',
    ],
    [
      'migrations out of order',
      {
        migrations: [
          { id: '0002-b', sql: itemTable('hats') },
          { id: '0001-a', sql: itemTable('hats', 'b') },
        ],
      },
      '#/migrations/1/id',
    ],
  ]
  it.each(wrong)('is refused with %s, and told where', async (_, draft, pointer) => {
    const answer = await submit({ ...draft, manifest: { id: 'hats', ...draft.manifest } })
    expect([answer.status, pointers(answer)]).toEqual([422, expect.arrayContaining([pointer])])
    expect(await kept('hats')).toEqual([])
  })

  it('is a bundle: nothing else, none too large, from a publisher', async () => {
    const json = { 'content-type': 'application/json' }
    const send = (body: string, headers = json) => salon.client.post(path, body, headers)
    expect(await send('{')).toMatchObject(problem(400, 'kernel.malformedJson'))
    expect(pointers(await send('5'))).toEqual(['#'])
    expect(pointers(await send(JSON.stringify({ ...(await draftBundle(salon.key)), manifest: '{' })))).toEqual([
      '#/manifest',
    ])
    expect(await send('{}', { 'content-type': 'text/plain' })).toMatchObject(problem(415, 'kernel.unsupportedType'))
    expect(await announce(9 * 1024 * 1024, salon)).toBe(413)
    const nobody = await makeWorkspace(platform.client)
    expect(await nobody.client.post(path, await draftBundle(salon.key))).toMatchObject(
      problem(409, 'kernel.publisherMissing'),
    )
  })

  it('that is only tried leaves nothing', async () => {
    const { status, body } = await submit({ manifest: { id: 'hats' } }, salon, '?dryRun=true')
    expect([status, body.id, body.audit.faults]).toEqual([200, 'hats', []])
    expect(await kept('hats')).toEqual([])
    expect(await platform.owner.query(`select to_regnamespace('hats') as schema`)).toEqual([{ schema: null }])
    expect(await platform.owner.query(`select id from kernel.published_plugins where id = 'hats'`)).toEqual([])
    expect((await submit({}, salon, '?dryRun=perhaps')).status).toBe(422)
  })

  it('leaves migrations as they were published, and adds to them', async () => {
    const first = { id: '0001-items', sql: itemTable('shoes') }
    const second = { id: '0002-size', sql: 'alter table shoes.item add column size int' }
    const at = (version: string, migrations: Bundle['migrations']) => submit({ manifest: { version }, migrations })
    expect(pointers(await at('1.2.0', [{ ...first, sql: itemTable('shoes', 'other') }]))).toEqual([
      '#/migrations/0/sql',
    ])
    expect(pointers(await at('1.2.0', []))).toEqual(['#/migrations/0'])
    expect((await at('1.2.0', [first, second])).status).toBe(201)
    expect(pointers(await at('1.3.0', [first]))).toEqual(['#/migrations/1'])
    expect((await at('1.3.0', [first, second])).status).toBe(201)
  })

  it('is to the bit what its publisher signed, with a key that is theirs and signs', async () => {
    const bundle = await draftBundle(salon.key, { manifest: { id: 'capes' } })
    for (let number = 0; number < 40; number++) {
      const part = (['manifest', 'code', 'sql', 'signature'] as const)[number % 4]
      const flipped = flip(bundle, part ?? 'code', number * 7919)
      const { status, body } = await salon.client.post(path, flipped)
      expect([status, body.errors?.length > 0]).toEqual([422, true])
    }
    expect(await kept('capes')).toEqual([])
    const stranger = await newPublisherKey()
    const foreign = { ...salon, key: stranger }
    expect(pointers(await submit({ manifest: { id: 'capes' } }, foreign))).toEqual(['#/signature/keyId'])
    expect(pointers(await submit({ manifest: { id: 'capes' } }, { ...salon, key: rival.key }))).toEqual([
      '#/signature/keyId',
    ])
    const added = await salon.client.post('/api/publisher/keys', { title: 'Old', publicKey: stranger.publicKey })
    expect((await submit({ manifest: { id: 'capes' } }, foreign, '?dryRun=true')).status).toBe(200)
    await salon.client.delete(`/api/publisher/keys/${added.body.id}`)
    expect(pointers(await submit({ manifest: { id: 'capes' } }, foreign))).toEqual(['#/signature/keyId'])
  })
})

/** The bundle with one bit of a part turned over. */
function flip(bundle: Bundle, part: 'manifest' | 'code' | 'sql' | 'signature', at: number): Bundle {
  const turn = (text: string) => {
    const place = at % text.length
    return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ 1) + text.slice(place + 1)
  }
  if (part === 'sql') return { ...bundle, migrations: bundle.migrations.map(({ id, sql }) => ({ id, sql: turn(sql) })) }
  if (part === 'signature')
    return { ...bundle, signature: { ...bundle.signature, value: turn(bundle.signature.value) } }
  return { ...bundle, [part]: turn(bundle[part]) }
}

/** Says how long a body is going to be, and sends nothing of it: an answer that comes early can break off what is on its way. */
function announce(bytes: number, { id, client, owner }: PublishingWorkspace): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, client.url).href, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': bytes,
        authorization: `Bearer ${owner.accessToken}`,
        'x-tenant-id': id,
      },
    })
    call.on('error', reject)
    call.on('response', ({ statusCode }) => {
      resolve(statusCode)
      call.on('error', () => undefined).destroy()
    })
    call.flushHeaders()
  })
}
