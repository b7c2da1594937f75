import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  type Reply,
  signUp,
  startTestPlatform,
  type TestPlatform,
  type Workspace,
} from '#sdk/testing'

let platform: TestPlatform
let salon: Workspace
let ben: Person
let member: Client
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
  salon = await makeWorkspace(platform.client, { modules: ['crm'] })
  ben = await signUp(platform.client, 'Ben Kim')
  member = await addMember(salon, ben, 'member')
})
afterAll(() => platform.stop())

const api = (path: string) => `/api/crm/${path}`
const names = ({ body }: Reply): string[] => body.data.map(({ name }: { name: string }) => name)

async function fill(client: Client): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  const add = async (kind: string, path: string, body: object) => {
    ids[kind] = (await client.post(api(path), body)).body.id
  }
  await add('company', 'companies', { name: 'Sol & Co' })
  await add('contact', 'contacts', { firstName: 'Mia', lastName: 'Sol' })
  await add('deal', 'deals', { title: 'Party' })
  await add('task', 'tasks', { title: 'Call Mia' })
  await add('note', 'notes', { body: 'x'.repeat(100), dealId: ids.deal })
  for (const path of [`notes/${ids.note}`, `tasks/${ids.task}`, `deals/${ids.deal}`, `contacts/${ids.contact}`])
    expect((await client.delete(api(path))).status).toBe(204)
  await client.post(api('companies/bulk'), { ids: [ids.company], action: { type: 'delete' } })
  return ids
}

describe('the trash', () => {
  it('lists what was deleted, last first, with who did it and when it is gone, in pages and by kind', async () => {
    const ids = await fill(member)
    const list = await member.get(api('trash'))
    expect(list.headers.get('server-timing')).toContain('db;desc="1 round trips"')
    expect(names(list)).toEqual(['Sol & Co', 'Mia Sol', 'Party', 'Call Mia', 'x'.repeat(80)])
    for (const item of list.body.data) {
      expect(item).toMatchObject({ id: ids[item.kind], deletedBy: `person:${ben.id}`, mergedInto: null })
      expect(Date.parse(item.goneAt) - Date.parse(item.deletedAt)).toBe(30 * 86_400_000)
    }
    const paged: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body } = await member.get(api(`trash?limit=2${cursor}`))
      paged.push(...body.data)
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(paged).toEqual(list.body.data)
    expect(names(await member.get(api('trash?kind=deal')))).toEqual(['Party'])
    expect((await member.get(api('trash?kind=car'))).status).toBe(422)
    expect((await member.get(api('trash?cursor=x'))).status).toBe(422)
    await member.post(api(`deals/${ids.deal}/restore`))
    expect(names(await member.get(api('trash?kind=deal')))).toEqual([])
    await salon.client.delete(api(`deals/${ids.deal}`))
    expect((await member.get(api('trash?kind=deal'))).body.data[0].deletedBy).toBe(`person:${salon.owner.id}`)
    const other = await makeWorkspace(platform.client, { modules: ['crm'] })
    expect((await other.client.get(api('trash'))).body.data).toEqual([])
  })

  it('says who has taken in what was merged', async () => {
    const add = async (firstName: string) => (await salon.client.post(api('contacts'), { firstName })).body.id
    const [keep, gone] = [await add('Eva'), await add('Evi')]
    await salon.client.post(api('contacts/merge'), { keepId: keep, mergeIds: [gone] })
    const [item] = (await salon.client.get(api('trash?kind=contact'))).body.data
    expect(item).toMatchObject({ id: gone, mergedInto: keep, deletedBy: `person:${salon.owner.id}` })
  })

  it('shows a key no kind that it may not see', async () => {
    const { body } = await salon.client.post('/api/api-keys', {
      name: 'k',
      permissions: ['crm.trash.read', 'crm.deals.read'],
    })
    const key = platform.client.with({ authorization: `Bearer ${body.key}` })
    expect(names(await key.get(api('trash')))).toEqual(['Party'])
    expect(names(await key.get(api('trash?kind=contact')))).toEqual([])
  })

  it('lets go for good of one thing or of all, at the word of those who manage the workspace', async () => {
    const school = await makeWorkspace(platform.client, { modules: ['crm'] })
    const ids = await fill(school.client)
    const worker = await addMember(school, await signUp(platform.client), 'member')
    expect((await worker.delete(api(`trash/contact/${ids.contact}`))).status).toBe(403)
    expect((await worker.delete(api('trash'))).status).toBe(403)
    expect((await school.client.delete(api(`trash/contact/${ids.contact}`))).status).toBe(204)
    expect((await school.client.delete(api(`trash/contact/${ids.contact}`))).status).toBe(404)
    expect((await school.client.post(api(`contacts/${ids.contact}/restore`))).status).toBe(404)
    const live = (await school.client.post(api('contacts'), { firstName: 'Zoe' })).body.id
    expect((await school.client.delete(api(`trash/contact/${live}`))).status).toBe(404)
    expect((await school.client.delete(api('trash'))).status).toBe(202)
    expect((await school.client.get(api('trash'))).body.data).toEqual([])
    expect((await school.client.get(api(`contacts/${live}`))).status).toBe(200)
    const [removed, emptied] = [
      await school.client.get('/api/audit?action=crm.trash.removed'),
      await school.client.get('/api/audit?action=crm.trash.emptied'),
    ]
    expect([removed.body.data.length, emptied.body.data.length]).toEqual([1, 1])
  })
})
