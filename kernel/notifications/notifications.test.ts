import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { follow } from '../live/testing/follow.ts'

interface Notification {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string
  readonly path: string
  readonly readAt: string | null
}

describe.each(databases)('notifications, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  let ben: Person
  let bens: Client

  beforeAll(async () => {
    platform = await startTestPlatform({ database, settings: { PUBLIC_URL: 'https://app.example.com' } })
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    ben = await signUp(platform.client, 'Ben Berg')
    bens = await addMember(salon, ben, 'member')
  })
  afterAll(() => platform.stop())

  const listOf = async (client: Client) =>
    (await client.get('/api/notifications?limit=100')).body.data as readonly Notification[]
  const titlesOf = async (client: Client) => (await listOf(client)).map(({ title }) => title)
  const unreadOf = async (client: Client) => (await client.get('/api/notifications/unread')).body.unread as number
  const addTask = async (client: Client, title: string, more: object = {}) => {
    const reply = await client.post('/api/crm/tasks', { title, ...more })
    expect(reply.status, JSON.stringify(reply.body)).toBe(201)
    return reply.body as { id: string }
  }
  /** Everything that was recorded so far has been told by then: one subject's records come one after the other, and all are worked off. */
  const settled = (tenantId = salon.id) =>
    expect
      .poll(async () => {
        const rows = await platform.owner.query(
          `select from kernel.deliveries where tenant_id = $1 and subscriber like 'notices:%' and state = 'pending'`,
          [tenantId],
        )
        return rows.length
      })
      .toBe(0)
  /** As after a Worker that died before it could say that it is done. */
  const deliverAgain = async (title: string) => {
    const added = await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject)
        select tenant_id, 'notices:crm', id, action, subject from kernel.ledger
        where tenant_id = $1 and action = 'crm.task.created' and data ->> 'title' = $2 returning id`,
      [salon.id, title],
    )
    expect(added).toHaveLength(1)
    await platform.tick()
    await settled()
  }
  const mails = async (to: string) => {
    const { body } = await platform.client.get('/mail', { accept: 'application/json' })
    return (body.data as { recipient: string; subject: string; body: string }[]).filter(
      ({ recipient }) => recipient === to,
    )
  }

  it('tells a person what others give to them, with the page that it is on', async () => {
    const task = await addTask(salon.client, 'Order paint', { assigneeId: ben.id })
    await expect.poll(() => titlesOf(bens)).toContain('Anna Berg gave you a task: Order paint')
    const found = (await listOf(bens)).find(({ title }) => title.endsWith('Order paint'))
    expect(found).toMatchObject({ kind: 'crm.task_assigned', path: `/crm/tasks?task=${task.id}`, readAt: null })
    expect(await titlesOf(salon.client)).not.toContain('Anna Berg gave you a task: Order paint')
  })

  it('tells nobody of what they did themselves, and nothing of what is nobody’s', async () => {
    await addTask(bens, 'For myself', { assigneeId: ben.id })
    await addTask(salon.client, 'For nobody')
    await settled()
    expect((await titlesOf(bens)).filter((title) => /For myself|For nobody/.test(title))).toEqual([])
  })

  it('tells who manages people that somebody came, and not the others', async () => {
    await settled()
    expect(await titlesOf(salon.client)).toContain('Ben Berg joined the workspace')
    expect(await titlesOf(bens)).not.toContain('Ben Berg joined the workspace')
  })

  it('is told once, however often the event is delivered', async () => {
    await addTask(salon.client, 'Only once', { assigneeId: ben.id })
    await settled()
    const unread = await unreadOf(bens)
    for (let time = 0; time < 3; time++) await deliverAgain('Only once')
    expect((await titlesOf(bens)).filter((title) => title.endsWith('Only once'))).toHaveLength(1)
    expect(await unreadOf(bens)).toBe(unread)
  })

  it('is no news when it is saved again', async () => {
    const task = await addTask(salon.client, 'Saved twice', { assigneeId: ben.id })
    await salon.client.patch(`/api/crm/tasks/${task.id}`, { assigneeId: ben.id, priority: 'high' })
    await settled()
    expect((await titlesOf(bens)).filter((title) => title.endsWith('Saved twice'))).toHaveLength(1)
  })

  it('is read one by one, or up to a place, and by nobody else', async () => {
    for (const title of ['Read A', 'Read B', 'Read C']) await addTask(salon.client, title, { assigneeId: ben.id })
    await settled()
    const [c, b, a] = (await listOf(bens)).filter(({ title }) => /Read [ABC]$/.test(title))
    expect((await salon.client.post('/api/notifications/read', { ids: [a?.id] })).status).toBe(204)
    expect((await listOf(bens)).find(({ id }) => id === a?.id)?.readAt).toBeNull()
    expect((await bens.post('/api/notifications/read', { ids: [c?.id] })).status).toBe(204)
    expect((await bens.post('/api/notifications/read', { upTo: a?.id })).status).toBe(204)
    expect(await unreadOf(bens)).toBe(1)
    const { body } = await bens.get('/api/notifications?unread=true')
    expect(body.data.map(({ id }: Notification) => id)).toEqual([b?.id])
    expect((await bens.post('/api/notifications/read', { upTo: c?.id })).status).toBe(204)
    expect(await unreadOf(bens)).toBe(0)
  })

  it('comes in pages, the newest first', async () => {
    const all = await listOf(bens)
    const first = await bens.get('/api/notifications?limit=2')
    const second = await bens.get(`/api/notifications?limit=2&cursor=${first.body.nextCursor}`)
    const ids = [...first.body.data, ...second.body.data].map(({ id }: Notification) => id)
    expect(ids).toEqual(all.slice(0, 4).map(({ id }) => id))
  })

  it('rings at once where the person has the workspace open, and nowhere else', async () => {
    await settled()
    const of = ({ accessToken }: Person) =>
      follow(platform.url, { authorization: `Bearer ${accessToken}`, 'x-tenant-id': salon.id })
    const [theirs, owners] = [await of(ben), await of(salon.owner)]
    await addTask(salon.client, 'Rings', { assigneeId: ben.id })
    await expect.poll(() => theirs.others).toContain('notification')
    await expect.poll(() => owners.records.map(({ action }) => action)).toContain('crm.task.created')
    expect(owners.others).not.toContain('notification')
    await Promise.all([theirs.close(), owners.close()])
  })

  it('holds to what each person chose', async () => {
    const off = { inApp: false, push: false, mail: 'off' }
    expect(
      (await bens.put('/api/notifications/choices', { kinds: { 'crm.task_assigned': off } })).body.kinds,
    ).toContainEqual(expect.objectContaining({ id: 'crm.task_assigned', ...off }))
    await addTask(salon.client, 'Unwanted', { assigneeId: ben.id })
    await settled()
    expect((await titlesOf(bens)).filter((title) => title.endsWith('Unwanted'))).toEqual([])

    const byMail = { inApp: false, push: false, mail: 'now' }
    await bens.put('/api/notifications/choices', { kinds: { 'crm.task_assigned': byMail } })
    await addTask(salon.client, 'By mail', { assigneeId: ben.id })
    await expect
      .poll(async () => (await mails(ben.email)).map(({ subject }) => subject))
      .toContain('Anna Berg gave you a task: By mail')
    const [mail] = (await mails(ben.email)).filter(({ subject }) => subject.endsWith('By mail'))
    expect(mail?.body).toContain(`https://app.example.com/w/${salon.slug}/crm/tasks?task=`)
    expect(mail?.body).toContain(`https://app.example.com/w/${salon.slug}/notifications/choices`)
    expect((await titlesOf(bens)).filter((title) => title.endsWith('By mail'))).toEqual([])
    await bens.put('/api/notifications/choices', { kinds: { 'crm.task_assigned': { ...byMail, inApp: true } } })
  })

  it('refuses choices that make no sense, with the place of each', async () => {
    const reply = await bens.put('/api/notifications/choices', {
      kinds: { 'crm.task_assigned': { inApp: 'yes', push: true, mail: 'hourly' } },
      at: '25:00',
      timeZone: 'Mars/Base',
    })
    expect(reply.status).toBe(422)
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#/at',
      '#/kinds/crm.task_assigned/inApp',
      '#/kinds/crm.task_assigned/mail',
      '#/timeZone',
    ])
    const unknown = await bens.put('/api/notifications/choices', {
      kinds: { 'kernel.webhook_disabled': { inApp: true, push: true, mail: 'off' } },
    })
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/kinds/kernel.webhook_disabled' }] } })
    // Half a character is a key as good as any in JSON, and none in an address.
    for (const value of [1, { inApp: true, push: true, mail: 'off' }]) {
      const half = await bens.put('/api/notifications/choices', { kinds: { '\ud800': value } })
      expect(half).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/kinds/%EF%BF%BD' }] } })
    }
    expect((await bens.post('/api/notifications/read', {})).status).toBe(422)
  })

  it('offers only what the person may see, of modules that are on, and says what is connected', async () => {
    const { body } = await bens.get('/api/notifications/choices')
    expect(body).toMatchObject({
      channels: { push: 'not_connected', mail: 'captured' },
      at: '08:00',
      timeZone: null,
      kinds: expect.arrayContaining([expect.objectContaining({ id: 'crm.deal_won', moduleTitle: 'Customers' })]),
    })
    const ids = body.kinds.map(({ id }: { id: string }) => id)
    expect(ids).not.toContain('kernel.member_joined')
    const bare = await makeWorkspace(platform.client)
    const theirs = (await bare.client.get('/api/notifications/choices')).body.kinds
    expect(theirs.map(({ id }: { id: string }) => id)).toEqual(['kernel.member_joined', 'kernel.webhook_disabled'])
  })

  it('says in the record that somebody chose, and not what they read', async () => {
    await bens.post('/api/notifications/read', { ids: [(await listOf(bens))[0]?.id] })
    const { body } = await salon.client.get('/api/audit?action=notifications.')
    expect(body.data[0]).toMatchObject({ action: 'notifications.chosen', subject: `person:${ben.id}` })
    const calls = await salon.client.get('/api/audit?action=kernel.route.called')
    expect(JSON.stringify(calls.body.data)).not.toContain('notifications')
  })

  it('is nothing for API keys', async () => {
    const key = await salon.client.post('/api/api-keys', { name: 'Robot', permissions: ['tenant.read'] })
    const robot = platform.client.with({ authorization: `Bearer ${key.body.key}` })
    for (const path of ['', '/unread', '/choices'])
      expect((await robot.get(`/api/notifications${path}`)).status).toBe(403)
  })

  it('tells one workspace nothing of another, not even the same person', async () => {
    const other = await makeWorkspace(platform.client, { name: 'Other', modules: ['crm'] })
    const bensThere = await addMember(other, ben, 'member')
    await addTask(other.client, 'In the other one', { assigneeId: ben.id })
    await expect.poll(() => titlesOf(bensThere)).toEqual(['Anna Berg gave you a task: In the other one'])
    expect((await titlesOf(bens)).filter((title) => title.endsWith('In the other one'))).toEqual([])
    await addTask(salon.client, 'Stays unread', { assigneeId: ben.id })
    await settled()
    const [mine] = await listOf(bens)
    expect(mine?.title).toContain('Stays unread')
    await bensThere.post('/api/notifications/read', { ids: [mine?.id] })
    await bensThere.post('/api/notifications/read', { upTo: mine?.id })
    expect((await listOf(bens))[0]?.readAt).toBeNull()
    await bensThere.put('/api/notifications/choices', {
      kinds: { 'crm.task_assigned': { inApp: false, push: false, mail: 'off' } },
    })
    await addTask(salon.client, 'Still told here', { assigneeId: ben.id })
    await expect.poll(() => titlesOf(bens)).toContain('Anna Berg gave you a task: Still told here')
  })

  it('sends one mail a day of what was not read, at the hour that the person chose', async () => {
    const daily = { inApp: true, push: false, mail: 'daily' }
    // An hour alone is by the clocks of the workspace.
    const hour = await bens.put('/api/notifications/choices', { at: '07:15' })
    expect(hour).toMatchObject({ status: 200, body: { at: '07:15', timeZone: null } })
    const chosen = await bens.put('/api/notifications/choices', {
      kinds: { 'crm.task_assigned': daily },
      at: '06:30',
      timeZone: 'Asia/Tokyo',
    })
    expect(chosen.body).toMatchObject({ at: '06:30', timeZone: 'Asia/Tokyo' })
    for (const title of ['Day A', 'Day B', 'Day read']) await addTask(salon.client, title, { assigneeId: ben.id })
    await settled()
    const waiting = await platform.owner.query(
      `select distinct to_char(digest_at at time zone 'Asia/Tokyo', 'HH24:MI') as at, digest_at > now() as later
        from kernel.notifications where user_id = $1 and tenant_id = $2 and digest_at is not null`,
      [ben.id, salon.id],
    )
    expect(waiting).toEqual([{ at: '06:30', later: true }])
    const read = (await listOf(bens)).find(({ title }) => title.endsWith('Day read'))
    await bens.post('/api/notifications/read', { ids: [read?.id] })
    const digests = async () => (await mails(ben.email)).filter(({ subject }) => subject.includes('things since'))
    await platform.tick()
    expect(await digests()).toEqual([])
    await platform.owner.query(
      `update kernel.notifications set digest_at = now() - interval '1 second' where user_id = $1 and tenant_id = $2 and digest_at is not null`,
      [ben.id, salon.id],
    )
    await Promise.all([platform.tick(), platform.tick()])
    await expect.poll(async () => (await digests()).length).toBe(1)
    const [mail] = await digests()
    expect(mail?.subject).toBe('Salon Anna: 2 things since yesterday')
    expect(mail?.body).toContain('Day A')
    expect(mail?.body).toContain('Day B')
    expect(mail?.body).not.toContain('Day read')
    await platform.tick()
    await expect
      .poll(() => platform.owner.query('select from kernel.notifications where digest_at <= now()'))
      .toEqual([])
    expect((await digests()).length).toBe(1)
  })

  it('tells nothing of what somebody may not see any more, and nothing to who left', async () => {
    const cleo = await signUp(platform.client, 'Cleo Kern')
    const cleos = await addMember(salon, cleo, 'admin')
    const dora = await signUp(platform.client, 'Dora Diaz')
    await addMember(salon, dora, 'viewer')
    await expect.poll(() => titlesOf(cleos)).toContain('Dora Diaz joined the workspace')
    await salon.client.patch(`/api/members/${cleo.id}`, { role: 'viewer' })
    expect(await titlesOf(cleos)).not.toContain('Dora Diaz joined the workspace')
    expect(await unreadOf(cleos)).toBe(0)

    await addTask(salon.client, 'Before she left', { assigneeId: cleo.id })
    await expect.poll(() => titlesOf(cleos)).toContain('Anna Berg gave you a task: Before she left')
    expect((await salon.client.delete(`/api/members/${cleo.id}`)).status).toBe(204)
    expect(await platform.owner.query('select from kernel.notifications where user_id = $1', [cleo.id])).toEqual([])
    await deliverAgain('Before she left')
    expect(await platform.owner.query('select from kernel.notifications where user_id = $1', [cleo.id])).toEqual([])
    expect((await mails(cleo.email)).filter(({ subject }) => subject.includes('task'))).toEqual([])
  })

  it('forgets after 90 days', async () => {
    await platform.owner.query(
      `update kernel.notifications set created_at = now() - interval '91 days' where user_id = $1`,
      [ben.id],
    )
    await platform.tick()
    await expect.poll(() => titlesOf(bens)).toEqual([])
  })
})
