import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { lowestIdAt } from './live-record.ts'
import { diaryMigrations } from './testing/diary.ts'
import { type Followed, follow } from './testing/follow.ts'

describe.each(databases)('what happens in a workspace, live, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  const open: Followed[] = []

  beforeAll(async () => {
    platform = await startTestPlatform({
      database,
      entry: 'kernel/live/testing/diary-worker.ts',
      migrations: [...(await readMigrations()), ...diaryMigrations],
    })
    salon = await makeWorkspace(platform.client, { modules: ['diary'] })
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.close()))
  })
  afterAll(() => platform.stop())

  const write = async (client: Client, options: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const { status, body } = await client.post('/api/diary/pages', { kind: 'page', text: 'x', ...options })
    expect(status).toBe(201)
    return `${options.kind ?? 'page'}:${body.id}`
  }
  const watch = async (token: string, tenant: string | undefined, lastEventId?: string): Promise<Followed> => {
    const stream = await follow(platform.url, {
      authorization: `Bearer ${token}`,
      ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    })
    open.push(stream)
    return stream
  }
  const watchSalon = (person: Person = salon.owner, lastEventId?: string) =>
    watch(person.accessToken, salon.id, lastEventId)
  const subjectsOf = ({ records }: Followed) => records.map(({ subject }) => subject)
  const hears = (stream: Followed, subject: string) =>
    expect.poll(() => subjectsOf(stream), { interval: 10 }).toContain(subject)
  const join = async (role: string) => {
    const person = await signUp(platform.client)
    return { person, client: await addMember(salon, person, role) }
  }

  it('is told with who, when, what and about what, and never with its data', async () => {
    const stream = await watchSalon()
    expect(stream.status).toBe(200)
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(stream.headers.get('cache-control')).toContain('no-store')
    const subject = await write(salon.client, { about: ['contact:1', 'deal:2'] })
    await hears(stream, subject)
    const record = stream.records.find((each) => each.subject === subject)
    const [kept] = (await salon.client.get(`/api/audit?subject=${subject}`)).body.data
    const { id, actor, action, requestId } = kept
    const about = ['contact:1', 'deal:2']
    expect(record).toEqual({ id, at: expect.any(String), actor, action, subject, about, requestId })
    expect(Math.abs(Date.parse(record?.at ?? '') - Date.parse(kept.at))).toBeLessThan(2)
    expect(stream.ids.at(-1)).toBe(id)
  })

  it('names the request to whoever sent it, and to nobody else', async () => {
    const colleague = await join('admin')
    const streams = [await watchSalon(), await watchSalon(colleague.person)] as const
    const sent = 'tab-0123-1'
    const subject = await write(salon.client.with({ 'request-id': sent }))
    await Promise.all(streams.map((stream) => hears(stream, subject)))
    const requestIdIn = ({ records }: Followed) => records.find((each) => each.subject === subject)?.requestId
    expect(streams.map(requestIdIn)).toEqual([sent, undefined])
  })

  it('is told of what jobs do too', async () => {
    const stream = await watchSalon()
    expect((await salon.client.post('/api/diary/later')).status).toBe(202)
    await expect
      .poll(() => stream.records.map(({ action }) => action), { interval: 20 })
      .toEqual(expect.arrayContaining(['diary.draft.written', 'diary.page.written']))
  })

  it('shows each what their permissions show', async () => {
    const [member, viewer] = [await join('member'), await join('viewer')]
    const { body } = await salon.client.post('/api/api-keys', { name: 'Till', permissions: ['tenant.read'] })
    const streams = {
      owner: await watchSalon(),
      member: await watchSalon(member.person),
      viewer: await watchSalon(viewer.person),
      key: await watch(body.key, undefined),
    }
    const page = await write(salon.client)
    const secret = await write(salon.client, { kind: 'secret' })
    const draft = await write(salon.client, { kind: 'draft' })
    await hears(streams.owner, draft)
    await hears(streams.member, secret)
    // Everybody sees the workspace change, and whoever has heard of that has heard of all before it.
    const last = `tenant:${salon.id}`
    expect((await salon.client.patch('/api/tenant', { language: 'de' })).status).toBe(200)
    const [again, keyAgain] = [
      await watchSalon(viewer.person, streams.viewer.ids.at(-1)),
      await watch(body.key, undefined, streams.key.ids.at(-1)),
    ]
    await Promise.all([hears(again, last), hears(keyAgain, last)])
    expect(subjectsOf(streams.owner)).toEqual(expect.arrayContaining([page, secret, draft]))
    expect(subjectsOf(streams.member)).not.toContain(draft)
    const viewed = [...subjectsOf(streams.viewer), ...subjectsOf(again)]
    expect(viewed).toContain(page)
    expect(viewed.filter((subject) => subject === secret || subject === draft)).toEqual([])
    const keyed = [...subjectsOf(streams.key), ...subjectsOf(keyAgain)]
    expect(keyed.filter((subject) => subject !== last)).toEqual([])
  })

  it('never shows anything of another workspace', async () => {
    const other = await makeWorkspace(platform.client, { modules: ['diary'] })
    const [mine, theirs] = [await watchSalon(), await watch(other.owner.accessToken, other.id)]
    const written: Record<'mine' | 'theirs', string[]> = { mine: [], theirs: [] }
    for (let count = 0; count < 10; count++) {
      const about = { about: ['contact:1'] }
      written.mine.push(await write(salon.client, about))
      written.theirs.push(await write(other.client, about))
    }
    await hears(mine, written.mine.at(-1) ?? '')
    await hears(theirs, written.theirs.at(-1) ?? '')
    expect(subjectsOf(mine)).toEqual(expect.arrayContaining(written.mine))
    expect(subjectsOf(theirs)).toEqual(expect.arrayContaining(written.theirs))
    for (const subject of written.theirs) expect(mine.text()).not.toContain(subject)
    for (const subject of written.mine) expect(theirs.text()).not.toContain(subject)
    for (const [token, tenant] of [
      [salon.owner.accessToken, other.id],
      [other.owner.accessToken, salon.slug],
    ] as const)
      expect((await watch(token, tenant, mine.ids.at(-1))).status).toBe(404)
    // An id of theirs resumes nothing of theirs.
    const resumed = await watchSalon(salon.owner, theirs.ids[0])
    await hears(resumed, written.mine.at(-1) ?? '')
    for (const subject of written.theirs) expect(resumed.text()).not.toContain(subject)
  })

  it('goes on after a break where it left off, without a gap', async () => {
    const stream = await watchSalon()
    await hears(stream, await write(salon.client))
    await stream.close()
    const missed: string[] = []
    for (let count = 0; count < 5; count++) missed.push(await write(salon.client))
    const resumed = await watchSalon(salon.owner, stream.ids.at(-1))
    await hears(resumed, missed.at(-1) ?? '')
    expect(subjectsOf(resumed)).toEqual(expect.arrayContaining(missed))
    expect(resumed.ids).not.toContain(stream.ids.at(-1))
    const next = await write(salon.client)
    await hears(resumed, next)
    expect(new Set(resumed.ids).size).toBe(resumed.ids.length)
    expect(resumed.others).toEqual([])
  })

  it('catches up over more than one page of records', async () => {
    const big = await makeWorkspace(platform.client, { modules: ['diary'] })
    const start = lowestIdAt(Date.now())
    await platform.owner.query(
      `insert into kernel.ledger (tenant_id, id, actor, action, subject, data, request_id, address, digest)
        select $1, ('${start.slice(0, 14)}7' || lpad(to_hex(n), 3, '0') || '-8000-000000000000')::uuid, 'system', 'x.y', 'many:' || n, '{}', 'r', 'a', ''
        from generate_series(1, 1200) n`.replace("7' ||", "7' ||"),
      [big.id],
    )
    const stream = await watch(big.owner.accessToken, big.id, start)
    await hears(stream, 'many:1200')
    expect(new Set(subjectsOf(stream).filter((subject) => subject.startsWith('many:'))).size).toBe(1200)
    expect(stream.others).toEqual([])
  })

  it.each([
    ['of long ago', lowestIdAt(Date.now() - 3 * 60 * 60 * 1000)],
    ['of the future', lowestIdAt(Date.now() + 3 * 60 * 60 * 1000)],
    ['that is none', 'no-such-id'],
    ['of another kind', randomUUID()],
  ])('begins anew, and says so, after an id %s', async (_, id) => {
    const stream = await watchSalon(salon.owner, id)
    await expect.poll(() => stream.others, { interval: 10 }).toEqual(['reset'])
    await hears(stream, await write(salon.client))
  })

  it('leaves nothing out when a change takes longer than those after it, and tells it once', async () => {
    const stream = await watchSalon()
    const slow = write(salon.client, { slowMs: 1500 })
    const quick: string[] = []
    for (let count = 0; count < 5; count++) quick.push(await write(salon.client))
    const late = await slow
    await Promise.all([late, ...quick].map((subject) => hears(stream, subject)))
    const subjects = subjectsOf(stream).filter((subject) => [late, ...quick].includes(subject))
    expect(subjects.toSorted()).toEqual([late, ...quick].toSorted())
    // On PGlite, which has one connection, the slow one goes first or holds the others up.
    if (database === 'postgres') expect(subjects.at(-1)).toBe(late)
  })

  it('tells each of many at once, once, to everybody', async () => {
    const streams = await Promise.all([watchSalon(), watchSalon(), watchSalon()])
    const written = await Promise.all(Array.from({ length: 60 }, () => write(salon.client)))
    for (const stream of streams) {
      await expect
        .poll(() => subjectsOf(stream).filter((subject) => written.includes(subject)).length, { interval: 20 })
        .toBeGreaterThanOrEqual(written.length)
      expect(
        subjectsOf(stream)
          .filter((subject) => written.includes(subject))
          .toSorted(),
      ).toEqual(written.toSorted())
    }
  })

  describe('ends', () => {
    const ends = (stream: Followed) => expect.poll(stream.hasEnded, { interval: 10 }).toBe(true)

    it('for a member who is removed, who hears of nothing from then on', async () => {
      const { person } = await join('member')
      const stream = await watchSalon(person)
      await hears(stream, await write(salon.client))
      expect((await salon.client.delete(`/api/members/${person.id}`)).status).toBe(204)
      const after = await write(salon.client)
      await ends(stream)
      expect(subjectsOf(stream)).not.toContain(after)
      expect(stream.records.map(({ action }) => action)).not.toContain('member.removed')
      const again = await watchSalon(person, stream.ids.at(-1))
      expect(again.status).toBe(404)
      expect(again.records).toEqual([])
    })

    it('when a role changes, and begins anew with the new rights', async () => {
      const { person } = await join('member')
      const stream = await watchSalon(person)
      await hears(stream, await write(salon.client, { kind: 'secret' }))
      expect((await salon.client.patch(`/api/members/${person.id}`, { role: 'viewer' })).status).toBe(200)
      await ends(stream)
      const again = await watchSalon(person)
      const secret = await write(salon.client, { kind: 'secret' })
      await hears(again, await write(salon.client))
      expect(subjectsOf(again)).not.toContain(secret)
    })

    it('with the sign-in, and with the key', async () => {
      const { person, client } = await join('member')
      const stream = await watchSalon(person)
      const { body } = await salon.client.post('/api/api-keys', {
        name: 'Till',
        permissions: ['tenant.read', 'audit.read'],
      })
      const keyed = await watch(body.key, undefined)
      const page = await write(salon.client)
      await Promise.all([hears(stream, page), hears(keyed, page)])
      const [session] = (await client.get('/api/auth/sessions')).body.data
      expect((await person.client.delete(`/api/auth/sessions/${session.id}`)).status).toBe(204)
      await ends(stream)
      expect((await watchSalon(person)).status).toBe(401)
      expect((await salon.client.delete(`/api/api-keys/${body.id}`)).status).toBe(204)
      await ends(keyed)
      expect((await watch(body.key, undefined)).status).toBe(401)
    })

    it('with the workspace', async () => {
      const shop = await makeWorkspace(platform.client)
      const stream = await watch(shop.owner.accessToken, shop.id)
      expect((await shop.client.delete('/api/tenant')).status).toBe(204)
      await ends(stream)
      expect((await watch(shop.owner.accessToken, shop.id)).status).toBe(404)
    })
  })

  it('is for people and keys of the workspace alone', async () => {
    expect((await platform.client.get('/api/live')).status).toBe(401)
    expect((await salon.owner.client.get('/api/live')).status).toBe(400)
    const { body } = await salon.client.post('/api/api-keys', { name: 'k', permissions: ['members.read'] })
    expect((await watch(body.key, undefined)).status).toBe(403)
  })

  it('is open a dozen times for one person, and their closed streams count no longer', async () => {
    const { person } = await join('viewer')
    const streams = await Promise.all(Array.from({ length: 12 }, () => watchSalon(person)))
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200))
    const refused = await watchSalon(person)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).not.toBeNull()
    expect((await watchSalon()).status).toBe(200)
    await streams[0]?.close()
    // Long before the heartbeat that would find out by itself that nobody listens any more.
    await expect.poll(async () => (await watchSalon(person)).status, { interval: 500, timeout: 10_000 }).toBe(200)
    expect(streams.slice(1).map((stream) => stream.hasEnded())).toEqual(streams.slice(1).map(() => false))
  })
})
