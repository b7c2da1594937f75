import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { diaryMigrations } from '../live/testing/diary.ts'

interface Entry {
  readonly id: string
  readonly action: string
  readonly actorName: string | null
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

describe.each(databases)('the timeline of a thing, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let things = 0

  beforeAll(async () => {
    platform = await startTestPlatform({
      database,
      entry: 'kernel/live/testing/diary-worker.ts',
      migrations: [...(await readMigrations()), ...diaryMigrations],
    })
    salon = await makeWorkspace(platform.client, { modules: ['diary'] })
  })
  afterAll(() => platform.stop())

  const newThing = () => `contact:${platform.url.length}-${things++}`
  const write = async (client: Client, kind: string, about: readonly unknown[] = []): Promise<string> => {
    const { status, body } = await client.post('/api/diary/pages', { kind, text: 'x', about })
    expect(status).toBe(201)
    return body.id
  }
  const read = async (client: Client, subject: string, query = ''): Promise<Entry[]> => {
    const { status, body } = await client.get(`/api/timeline?subject=${encodeURIComponent(subject)}${query}`)
    expect(status).toBe(200)
    return body.data
  }
  const actionsOf = (entries: readonly Entry[]) => entries.map(({ action }) => action)

  it('has what names it as its subject and what is about it, the newest first, once each', async () => {
    const thing = newThing()
    const first = await write(salon.client, 'page', [thing])
    await write(salon.client, 'page', [newThing()])
    const second = await write(salon.client, 'secret', [newThing(), thing, thing])
    const timeline = await read(salon.client, thing)
    expect(timeline).toMatchObject([
      { action: 'diary.secret.written', subject: `secret:${second}`, actorName: 'Anna Berg' },
      { action: 'diary.page.written', subject: `page:${first}`, actorName: 'Anna Berg', data: { id: first } },
    ])
    const own = await write(salon.client, 'page', [])
    expect(actionsOf(await read(salon.client, `page:${own}`))).toEqual(['diary.page.written'])
    // One that is about itself is still one.
    expect(await read(salon.client, `tenant:${salon.id}`)).toHaveLength(1)
  })

  it('comes in pages, complete and without doubles', async () => {
    const thing = newThing()
    const ids: string[] = []
    for (let count = 0; count < 7; count++) ids.unshift(await write(salon.client, 'page', [thing]))
    const found: Entry[] = []
    let cursor: string | null = ''
    do {
      const page: { data: Entry[]; nextCursor: string | null } = (
        await salon.client.get(`/api/timeline?subject=${thing}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).body
      found.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(found.map(({ data }) => data.id)).toEqual(ids)
  })

  it('shows each what their permissions show, and everything to those who read the record', async () => {
    const thing = newThing()
    for (const kind of ['page', 'secret', 'draft']) await write(salon.client, kind, [thing])
    const [page, secret, draft] = ['diary.page.written', 'diary.secret.written', 'diary.draft.written']
    expect(actionsOf(await read(salon.client, thing))).toEqual([draft, secret, page])
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect(actionsOf(await read(member, thing))).toEqual([secret, page])
    const viewer = await addMember(salon, await signUp(platform.client), 'viewer')
    expect(actionsOf(await read(viewer, thing))).toEqual([page])
    // A page of the list is as long as it may be, whatever is left out of it.
    expect(actionsOf(await read(viewer, thing, '&limit=1'))).toEqual([page])
    const { body } = await salon.client.post('/api/api-keys', { name: 'Till', permissions: ['tenant.read'] })
    const blind = platform.client.with({ authorization: `Bearer ${body.key}` })
    expect(await read(blind, thing)).toEqual([])
  })

  it('names people and keys, and nobody to a key that may not see who works here', async () => {
    const thing = newThing()
    const permissions = ['tenant.read', 'members.read', 'diary.pages.read', 'diary.pages.write']
    const key = async (given: readonly string[]) => {
      const { body } = await salon.client.post('/api/api-keys', { name: 'Till', permissions: given })
      return platform.client.with({ authorization: `Bearer ${body.key}` })
    }
    const till = await key(permissions)
    await write(till, 'page', [thing])
    await write(salon.client, 'page', [thing])
    expect((await read(till, thing)).map(({ actorName }) => actorName)).toEqual(['Anna Berg', 'Till'])
    const stranger = await key(['tenant.read', 'diary.pages.read'])
    expect((await read(stranger, thing)).map(({ actorName }) => actorName)).toEqual([null, null])
  })

  it('is nobody else’s, even of a thing with the same id', async () => {
    const thing = newThing()
    await write(salon.client, 'page', [thing])
    const other = await makeWorkspace(platform.client, { modules: ['diary'] })
    expect(await read(other.client, thing)).toEqual([])
    await write(other.client, 'page', [thing])
    expect(await read(other.client, thing)).toHaveLength(1)
    expect(await read(salon.client, thing)).toHaveLength(1)
    const owned = await platform.owner.query('select tenant_id from kernel.ledger_about where about = $1', [thing])
    expect(new Set(owned.map(({ tenant_id }) => tenant_id))).toEqual(new Set([salon.id, other.id]))
  })

  it('notes nothing about a name that is too long or empty', async () => {
    const long = `contact:${'x'.repeat(400)}`
    expect((await salon.client.post('/api/diary/pages', { kind: 'page', text: 'x', about: [long, ''] })).status).toBe(
      201,
    )
    expect(await platform.owner.query(`select from kernel.ledger_about where about in ($1, '')`, [long])).toEqual([])
  })

  it('says what is wrong with the name of a thing', async () => {
    const refusedAt = (pointer: string) =>
      expect.objectContaining({
        status: 422,
        body: expect.objectContaining({ errors: [expect.objectContaining({ in: 'query', pointer })] }),
      })
    for (const wrong of ['', 'contact', 'contact:', ':1', '7:1', 'contact:%00', `contact:${'x'.repeat(400)}`])
      expect(await salon.client.get(`/api/timeline?subject=${wrong}`), wrong).toEqual(refusedAt('#/subject'))
    expect(await salon.client.get('/api/timeline')).toEqual(refusedAt('#/subject'))
    expect(await salon.client.get('/api/timeline?subject=contact:1&cursor=x')).toEqual(refusedAt('#/cursor'))
    const cursor = btoa(JSON.stringify(['no id']))
    expect((await salon.client.get(`/api/timeline?subject=contact:1&cursor=${cursor}`)).status).toBe(422)
  })
})
