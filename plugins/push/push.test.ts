import { createECDH } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp } from '#sdk/testing'
import { isPushService } from './devices/check-endpoint.ts'
import { readRetryAfter } from './sending/read-retry-after.ts'
import { openMessage } from './testing/open-message.ts'
import { openSalon, type Salon } from './testing/open-salon.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')
const somePoint = createECDH('prime256v1').generateKeys('base64url')

describe('the receiver of these tests', () => {
  it('opens the message of RFC 8291, appendix A', () => {
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey(bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'))
    const sealed = bytes(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    )
    expect(openMessage({ ecdh, auth: bytes('BTBZMqHH6r4Tts7J_aSIgg') }, sealed).toString()).toBe(
      'When I grow up, I want to be a watermelon',
    )
  })
})

describe('addresses that devices may have', () => {
  const none = { pushHosts: [] }

  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://fcm.googleapis.com/wp/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://web.push.apple.com/QGk',
    'https://wns2-par02p.notify.windows.com/w/?token=BQY',
  ])('takes %s', (endpoint) => expect(isPushService(endpoint, none)).toBe(true))

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://user@fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.evil.example/fcm/send/abc',
    'https://evilfcm.googleapis.com/fcm/send/abc',
    'https://push.services.mozilla.com.evil.example/',
    'https://notify.windows.com/w/',
    'https://evilnotify.windows.com/w/',
    'https://127.0.0.1/push',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/push',
    'https://localhost/push',
    'https://example.com/fcm.googleapis.com',
    'https://example.com#@fcm.googleapis.com',
    'https://example.com\\@fcm.googleapis.com/',
    'ftp://fcm.googleapis.com/',
    'fcm.googleapis.com',
    '',
  ])('refuses %j', (endpoint) => expect(isPushService(endpoint, none)).toBe(false))

  it('takes those that the operator names, and no others', () => {
    const named = { pushHosts: ['push.example.com', '.example.org'] }
    expect(isPushService('https://push.example.com:8443/a', named)).toBe(true)
    expect(isPushService('https://a.example.org/a', named)).toBe(true)
    expect(isPushService('https://example.org/a', named)).toBe(false)
    expect(isPushService('http://push.example.com/a', named)).toBe(false)
  })
})

describe('how long a push service wants to be left alone', () => {
  const nowMs = Date.parse('2026-11-25T12:00:00Z')
  it.each([
    ['120', 120_000],
    ['0', 1000],
    ['Wed, 25 Nov 2026 12:05:00 GMT', 300_000],
    ['Wed, 25 Nov 2026 11:00:00 GMT', 1000],
    ['99999999', 86_400_000],
    ['soon', undefined],
    ['-5', undefined],
    [null, undefined],
  ])('%j is %j', (value, waitMs) => expect(readRetryAfter(value, nowMs)).toBe(waitMs))
})

describe('notifications on devices', () => {
  let open: Salon
  beforeAll(async () => {
    open = await openSalon(['crm'])
  })
  afterAll(() => open?.stop())
  afterEach(async () => {
    open.service.answer = undefined
    await Promise.all([clear(open.bens), clear(open.salon.client)])
  })

  let counter = 0
  const message = (to: string, more: object = {}) => {
    counter += 1
    return { to, title: `Message ${counter}`, idempotencyKey: `message-${counter}`, ...more }
  }
  const devicesOf = async (client: Client) => (await client.get('/api/push/devices')).body.data
  const clear = async (client: Client) => {
    for (const { id } of await devicesOf(client)) await client.delete(`/api/push/devices/${id}`)
  }
  const send = (body: object) => open.salon.client.post('/api/push/messages', body)
  const waits = () =>
    open.platform.owner.query(
      `select extract(epoch from due_at - now())::integer as seconds from kernel.jobs where plugin_id = 'push' and name = 'deliver' and leased_until is null`,
    )

  it('signs for the push service that it sends to, with the key that browsers subscribe with', async () => {
    const { salon, service, turnOn } = open
    const subscription = await turnOn(salon.client)
    await send(message(salon.owner.id, { tag: 'booking:7', urgency: 'high', ttlSeconds: 600 }))
    await expect.poll(() => service.received(subscription).length).toBe(1)
    const [received] = service.received(subscription)
    const { publicKey } = (await salon.client.get('/api/push/key')).body
    expect(received?.publicKey).toBe(publicKey)
    expect(received?.claims).toMatchObject({
      aud: new URL(subscription.endpoint).origin,
      sub: 'https://app.example.com',
    })
    // RFC 8292, 2: no longer than a day.
    const { exp = 0 } = received?.claims ?? {}
    expect(exp).toBeGreaterThan(Date.now() / 1000 + 60)
    expect(exp).toBeLessThanOrEqual(Date.now() / 1000 + 86_400)
    expect(received?.headers).toMatchObject({
      ttl: '600',
      urgency: 'high',
      topic: expect.stringMatching(/^[\w-]{1,32}$/),
      'content-encoding': 'aes128gcm',
    })
    expect(received?.sealedBytes).toBe(4096)

    await salon.client.put('/api/connectors/push', { settings: { contact: 'hello@salon.example' } })
    await send(message(salon.owner.id))
    await expect.poll(() => service.received(subscription).length).toBe(2)
    expect(service.received(subscription)[1]?.claims.sub).toBe('mailto:hello@salon.example')
    expect(service.received(subscription)[1]?.headers.topic).toBeUndefined()
  })

  it('makes its key by itself, keeps it sealed, asks nobody for it, and stays itself when it is turned off and on', async () => {
    const { salon, platform } = open
    const { publicKey } = (await salon.client.get('/api/push/key')).body
    const [row] = await platform.owner.query(
      'select sealed from kernel.secrets where tenant_id = $1 and plugin_id = $2',
      [salon.id, 'push'],
    )
    expect(row?.sealed).toMatch(/^v1\./)
    expect(JSON.stringify(row)).not.toContain(publicKey)
    const connectors = (await salon.client.get('/api/connectors')).body.data
    expect(connectors.find(({ id }: { id: string }) => id === 'push')).toMatchObject({ enabled: true, secrets: [] })
    const given = await salon.client.put('/api/connectors/push', { secrets: { vapid_key: '{}' } })
    expect(given).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/secrets/vapid_key' }] } })
    await salon.client.put('/api/connectors/push', { enabled: false })
    expect((await salon.client.get('/api/push/key')).status).toBe(403)
    const again = await Promise.all(
      Array.from({ length: 4 }, () => salon.client.put('/api/connectors/push', { enabled: true })),
    )
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await salon.client.get('/api/push/key')).body.publicKey).toBe(publicKey)
  })

  it('has one key for a workspace, also when it is turned on four times at once', async () => {
    const other = await makeWorkspace(open.platform.client)
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => other.client.put('/api/connectors/push', { enabled: true })),
    )
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const keys = await Promise.all(Array.from({ length: 3 }, () => other.client.get('/api/push/key')))
    expect(new Set(keys.map(({ body }) => body.publicKey)).size).toBe(1)
    expect(keys[0]?.body.publicKey).not.toBe((await open.salon.client.get('/api/push/key')).body.publicKey)
    expect(bytes(keys[0]?.body.publicKey)).toHaveLength(65)
  })

  it('lists a person’s own devices, without their addresses, and lets them go', async () => {
    const { salon, bens, turnOn } = open
    await turnOn(bens)
    const [device] = await devicesOf(bens)
    expect(device).toEqual({
      id: expect.any(String),
      name: 'Firefox on Linux',
      createdAt: expect.any(String),
      lastSentAt: null,
    })
    expect(await devicesOf(salon.client)).toEqual([])
    expect((await salon.client.delete(`/api/push/devices/${device.id}`)).status).toBe(404)
    expect((await bens.delete(`/api/push/devices/${device.id}`)).status).toBe(204)
    expect(await devicesOf(bens)).toEqual([])
    const record = JSON.stringify((await salon.client.get('/api/audit?action=push.')).body)
    expect(record).toContain('push.device.removed')
    expect(record).not.toMatch(/localhost|\/push\/[\w-]{10}/)
  })

  it('is one device for one browser, of whoever turned it on last', async () => {
    const { salon, bens, ben, service } = open
    const subscription = service.subscribe()
    const first = await bens.post('/api/push/devices', subscription)
    const again = await bens.post('/api/push/devices', subscription)
    expect(again.body.id).toBe(first.body.id)
    expect((await salon.client.post('/api/push/devices', subscription)).status).toBe(201)
    expect(await devicesOf(bens)).toEqual([])
    expect((await send(message(ben.id))).body.state).toBe('no_devices')
  })

  it('keeps the twenty newest', async () => {
    for (let number = 0; number < 22; number++) await open.turnOn(open.bens)
    expect(await devicesOf(open.bens)).toHaveLength(20)
  })

  it.each([
    ['endpoint', { endpoint: 'https://169.254.169.254/latest/meta-data/' }],
    ['endpoint', { endpoint: 'https://push.example.com/made-up' }],
    ['endpoint', { endpoint: 'https://127.0.0.1:5432/' }],
    ['keys/p256dh', { keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: 'AAAAAAAAAAAAAAAAAAAAAA' } }],
    ['keys/p256dh', { keys: { p256dh: 'short', auth: 'AAAAAAAAAAAAAAAAAAAAAA' } }],
    ['keys/auth', { keys: { p256dh: somePoint, auth: 'short' } }],
  ])('refuses a device whose %s is none of a browser: %j', async (pointer, wrong) => {
    const reply = await open.bens.post('/api/push/devices', { ...open.service.subscribe(), ...wrong })
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: [expect.objectContaining({ pointer: `#/${pointer}` })] },
    })
  })

  it.each([404, 410])('forgets a device when its service answers %i', async (status) => {
    const { bens, ben, service, turnOn } = open
    const [gone, stays] = [await turnOn(bens), await turnOn(bens)]
    service.answer = ({ endpoint }) => (endpoint === gone.endpoint ? { status } : undefined)
    await send(message(ben.id))
    await expect.poll(async () => (await devicesOf(bens)).length).toBe(1)
    await expect.poll(() => service.received(stays).length).toBe(1)
  })

  it.each([429, 503])('waits as long as the service says when it answers %i', async (status) => {
    const { bens, ben, service, turnOn, hurry } = open
    const subscription = await turnOn(bens)
    service.answer = () => ({ status, headers: { 'retry-after': '600' } })
    await send(message(ben.id))
    await expect.poll(async () => Number((await waits())[0]?.seconds)).toBeGreaterThan(570)
    expect(Number((await waits())[0]?.seconds)).toBeLessThanOrEqual(600)
    service.answer = undefined
    await hurry()
    await expect.poll(() => service.received(subscription).length).toBe(1)
  })

  it('gives up what is of no use any more, and says so in the record', async () => {
    const { salon, bens, ben, service, turnOn } = open
    await turnOn(bens)
    service.answer = () => ({ status: 503, headers: { 'retry-after': '600' } })
    const { body } = await send(message(ben.id, { ttlSeconds: 300 }))
    await expect
      .poll(
        async () =>
          (await salon.client.get(`/api/audit?subject=message:${body.id}&action=push.message.failed`)).body.data,
      )
      .toMatchObject([{ data: { reason: expect.stringContaining('is busy (503)') } }])
    await expect.poll(waits).toEqual([])
  })

  it('forgets a device that was turned on with another key: its service would refuse it', async () => {
    const { platform, bens, ben, service, turnOn } = open
    const subscription = await turnOn(bens)
    await platform.owner.query(`update push.devices set server_key = 'another'`)
    await send(message(ben.id))
    await expect.poll(() => devicesOf(bens)).toEqual([])
    expect(service.received(subscription)).toEqual([])
  })

  it('sends nothing to an address that is not allowed any more', async () => {
    const { platform, bens, ben, service, turnOn } = open
    const subscription = await turnOn(bens)
    const moved = subscription.endpoint.replace('localhost', '127.0.0.1')
    await platform.owner.query('update push.devices set endpoint = $1', [moved])
    const before = service.refusals()
    await send(message(ben.id))
    await expect.poll(() => devicesOf(bens)).toEqual([])
    expect([service.received(subscription), service.refusals()]).toEqual([[], before])
  })

  it('follows no redirect', async () => {
    const { salon, bens, ben, service, turnOn } = open
    await turnOn(bens)
    service.answer = () => ({ status: 307, headers: { location: 'https://169.254.169.254/' } })
    const { body } = await send(message(ben.id))
    await expect
      .poll(
        async () =>
          (await salon.client.get(`/api/audit?subject=message:${body.id}&action=push.message.failed`)).body.data,
      )
      .toMatchObject([{ data: { reason: expect.stringContaining('points to another address (307)') } }])
  })

  it('tries a connection with the caller’s own devices, and says in plain words what is wrong', async () => {
    const { salon, bens, service, turnOn } = open
    const test = async () => (await salon.client.post('/api/connectors/push/test')).body
    expect(await test()).toEqual({ ok: false, problem: expect.stringContaining('Turn notifications on') })
    const [own, others] = [await turnOn(salon.client), await turnOn(bens)]
    expect(await test()).toEqual({ ok: true, problem: null })
    expect(service.received(own).map(({ payload }) => payload.title)).toEqual(['This is a test'])
    expect(service.received(others)).toEqual([])
    service.answer = () => ({ status: 403 })
    expect((await test()).problem).toMatch(/^Firefox on Linux: .* does not accept who sends this \(403\)/)
    service.answer = () => ({ status: 410 })
    expect((await test()).problem).toContain('was removed')
    expect(await devicesOf(salon.client)).toEqual([])
    service.answer = undefined
    expect((await bens.post('/api/push/test')).body).toEqual({ devices: 1 })
    await expect
      .poll(() => service.received(others).map(({ payload }) => payload.path))
      .toEqual([`/w/${salon.slug}/notifications`])
  })

  it('brings what concerns a person to their devices, once, however often the event comes', async () => {
    const { platform, salon, bens, ben, service, turnOn, hurry } = open
    const [own, owners] = [await turnOn(bens), await turnOn(salon.client)]
    const task = await salon.client.post('/api/crm/tasks', { title: 'Order paint', assigneeId: ben.id })
    await expect.poll(() => service.received(own).length).toBe(1)
    expect(service.received(own)[0]?.payload).toMatchObject({
      title: 'Anna Berg gave you a task: Order paint',
      path: `/w/${salon.slug}/crm/tasks?task=${task.body.id}`,
    })
    await platform.owner.query(
      `insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject)
        select tenant_id, 'notices:crm', id, action, subject from kernel.ledger where subject = $1 and action = 'crm.task.created'`,
      [`task:${task.body.id}`],
    )
    await hurry()
    await expect
      .poll(() =>
        platform.owner.query(`select from kernel.deliveries where subscriber = 'notices:crm' and state = 'pending'`),
      )
      .toEqual([])
    await hurry()
    expect(service.received(own)).toHaveLength(1)
    expect(service.received(owners)).toEqual([])
    expect((await bens.get('/api/notifications/choices')).body.channels.push).toBe('connected')
  })

  it('keeps workspaces apart: a device turned on in one hears nothing of another', async () => {
    const { platform, ben, bens, service, turnOn } = open
    const other = await makeWorkspace(platform.client, { owner: ben, name: 'Other' })
    await other.client.put('/api/connectors/push', { enabled: true })
    const own = await turnOn(bens)
    expect(await devicesOf(other.client)).toEqual([])
    const [device] = await devicesOf(bens)
    expect((await other.client.delete(`/api/push/devices/${device.id}`)).status).toBe(404)
    const sent = await other.client.post('/api/push/messages', message(ben.id))
    expect(sent.body.state).toBe('no_devices')
    expect(service.received(own)).toEqual([])
  })

  it('lets nobody but owners and managers send to others, and no API key have devices', async () => {
    const { salon, bens, platform, service } = open
    expect((await bens.post('/api/push/messages', message(salon.owner.id))).status).toBe(403)
    const key = await salon.client.post('/api/api-keys', { name: 'Robot', permissions: ['push.devices.use'] })
    const robot = platform.client.with({ authorization: `Bearer ${key.body.key}` })
    expect((await robot.get('/api/push/devices')).status).toBe(403)
    expect((await robot.post('/api/push/devices', service.subscribe())).status).toBe(403)
  })

  it('forgets the devices of whoever leaves', async () => {
    const { platform, salon, turnOn } = open
    const cleo = await signUp(platform.client, 'Cleo Kern')
    const cleos = await addMember(salon, cleo, 'member')
    await turnOn(cleos)
    await salon.client.delete(`/api/members/${cleo.id}`)
    await expect.poll(() => platform.owner.query('select from push.devices where user_id = $1', [cleo.id])).toEqual([])
  })

  it('removes messages after a month', async () => {
    const { platform } = open
    await platform.owner.query(`update push.messages set created_at = now() - interval '33 days'`)
    await platform.owner.query(`update kernel.jobs set due_at = now() where plugin_id = 'push' and name = 'tidy'`)
    await platform.tick()
    await expect.poll(() => platform.owner.query('select from push.messages')).toEqual([])
  })
})
