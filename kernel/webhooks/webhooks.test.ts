import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { boardMigrations } from './testing/board-plugin.ts'
import { type Received, type Receiver, startReceiver } from './testing/receiver.ts'

describe.each(databases)('webhooks, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace
  const receivers: Receiver[] = []

  beforeAll(async () => {
    platform = await startTestPlatform({
      database,
      entry: 'kernel/webhooks/testing/board-worker.ts',
      migrations: [...(await readMigrations()), ...boardMigrations],
      settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback' },
    })
    salon = await makeWorkspace(platform.client, { modules: ['board'] })
  })
  afterEach(async () => {
    const { body } = await salon.client.get('/api/webhooks')
    for (const { id } of body.data) await salon.client.delete(`/api/webhooks/${id}`)
    for (const receiver of receivers.splice(0)) await receiver.close()
  })
  afterAll(() => platform.stop())

  const listen = async () => {
    const receiver = await startReceiver()
    receivers.push(receiver)
    return receiver
  }
  const connect = async (receiver: Receiver, options: object = {}) => {
    const reply = await salon.client.post('/api/webhooks', {
      url: receiver.url,
      events: ['board.note.*'],
      ...options,
    })
    expect(reply.status, JSON.stringify(reply.body)).toBe(201)
    return reply.body
  }
  const addNote = async (name = 'Anna') => (await salon.client.post('/api/board/notes', { name })).body

  it('brings an event to whoever wants it, signed as Standard Webhooks says', async () => {
    const receiver = await listen()
    const webhook = await connect(receiver)
    const note = await addNote()
    await expect.poll(() => receiver.received.length).toBe(1)
    const [{ headers, body }] = receiver.received as [Receiver['received'][number]]
    const event = new Webhook(webhook.secret).verify(body, headers as Record<string, string>)
    expect(event).toMatchObject({
      type: 'board.note.created',
      tenantId: salon.id,
      subject: `note:${note.id}`,
      actor: `person:${salon.owner.id}`,
      data: { id: note.id },
    })
    expect(headers['webhook-id']).toBe((event as { id: string }).id)
  })

  it('tries again after five seconds when the address fails', async () => {
    const receiver = await listen()
    receiver.answer = 500
    const webhook = await connect(receiver)
    await addNote()
    await expect.poll(() => receiver.received.length).toBe(1)
    await expect
      .poll(async () => (await salon.client.get(`/api/webhooks/${webhook.id}/deliveries`)).body.data)
      .toMatchObject([
        {
          state: 'failed',
          attempts: 1,
          lastStatus: 500,
          lastError: 'The address answered 500',
          response: { body: 'answered 500' },
        },
      ])
    receiver.answer = 204
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(2)
    await expect
      .poll(async () => (await salon.client.get(`/api/webhooks/${webhook.id}/deliveries`)).body.data)
      .toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 204, lastError: null, nextAttemptAt: null }])
    const [first, second] = receiver.received as [Receiver['received'][number], Receiver['received'][number]]
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
    expect(second.atMs - first.atMs).toBeGreaterThan(4900)
    expect(second.atMs - first.atMs).toBeLessThan(8500)
  })

  const deliveriesOf = async (webhook: { id: string }, query = '') =>
    (await salon.client.get(`/api/webhooks/${webhook.id}/deliveries${query}`)).body.data
  const show = async (webhook: { id: string }) => (await salon.client.get(`/api/webhooks/${webhook.id}`)).body
  const verify = (secret: string, { body, headers }: Received) =>
    new Webhook(secret).verify(body, headers as Record<string, string>)
  const nth = (receiver: Receiver, place: number): Received => {
    const received = receiver.received[place]
    if (received === undefined) throw new Error(`Nothing was received at ${place}`)
    return received
  }

  it('signs so that nobody can alter, date back or make up a message', async () => {
    const receiver = await listen()
    const webhook = await connect(receiver)
    await addNote()
    await expect.poll(() => receiver.received.length).toBe(1)
    const message = nth(receiver, 0)
    expect(() => verify(webhook.secret, { ...message, body: message.body.replace('Anna', 'Emma') })).toThrow(
      'signature',
    )
    const old = String(Number(message.headers['webhook-timestamp']) - 301)
    expect(() =>
      verify(webhook.secret, { ...message, headers: { ...message.headers, 'webhook-timestamp': old } }),
    ).toThrow('too old')
    expect(() =>
      verify(webhook.secret, { ...message, headers: { ...message.headers, 'webhook-id': 'another' } }),
    ).toThrow('signature')
    const other = await connect(receiver)
    expect(() => verify(other.secret, message)).toThrow('signature')
  })

  it('signs with the old key too while it is replaced, and shows each key once', async () => {
    const receiver = await listen()
    const webhook = await connect(receiver)
    const rotated = await salon.client.post(`/api/webhooks/${webhook.id}/rotate`, { overlapSeconds: 60 })
    expect(rotated).toMatchObject({ status: 201, body: { id: webhook.id, secret: expect.stringMatching(/^whsec_/) } })
    expect(rotated.body.secret).not.toBe(webhook.secret)
    expect(await show(webhook)).not.toHaveProperty('secret')
    await addNote()
    await expect.poll(() => receiver.received.length).toBe(1)
    for (const secret of [webhook.secret, rotated.body.secret]) verify(secret, nth(receiver, 0))
    await salon.client.post(`/api/webhooks/${webhook.id}/rotate`, { overlapSeconds: 0 })
    await addNote()
    await expect.poll(() => receiver.received.length).toBe(2)
    for (const secret of [webhook.secret, rotated.body.secret])
      expect(() => verify(secret, nth(receiver, 1))).toThrow('signature')
    expect(
      await platform.owner.query('select from kernel.webhook_keys where webhook_id = $1', [webhook.id]),
    ).toHaveLength(1)
  })

  it('signs with a private key whose public half the receiver holds', async () => {
    const receiver = await listen()
    const webhook = await connect(receiver, { signing: 'ed25519' })
    expect(webhook).toMatchObject({ signing: 'ed25519', publicKey: expect.stringMatching(/^whpk_/) })
    expect(webhook).not.toHaveProperty('secret')
    await addNote()
    await expect.poll(() => receiver.received.length).toBe(1)
    const { headers, body } = nth(receiver, 0)
    const [version, signature] = String(headers['webhook-signature']).split(',')
    expect(version).toBe('v1a')
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(webhook.publicKey.slice(5), 'base64'),
    ])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const isGenuine = (text: string) =>
      verifySignature(
        null,
        Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`),
        key,
        Buffer.from(signature ?? '', 'base64'),
      )
    expect([isGenuine(body), isGenuine(body.replace('Anna', 'Emma'))]).toEqual([true, false])
  })

  it('sends what was asked for and nothing else', async () => {
    const [all, exact, lists] = [await listen(), await listen(), await listen()]
    await connect(all, { events: ['*'] })
    await connect(exact, { events: ['board.note.deleted'] })
    await connect(lists, { events: ['board.list.*', 'module.changed'] })
    const note = await addNote()
    await salon.client.delete(`/api/board/notes/${note.id}`)
    await expect.poll(() => exact.received.map(({ event }) => event.type)).toEqual(['board.note.deleted'])
    await expect
      .poll(() => all.received.map(({ event }) => event.type).slice(-2))
      .toEqual(['board.note.created', 'board.note.deleted'])
    expect(lists.received).toEqual([])
    const garage = await makeWorkspace(platform.client, { modules: ['board'] })
    await garage.client.post('/api/board/lists', { name: 'Northwind' })
    await salon.client.post('/api/board/lists', { name: 'Ours' })
    await expect.poll(() => lists.received.map(({ event }) => event.tenantId)).toEqual([salon.id])
  })

  it('keeps the order of a subject when an address fails in between', async () => {
    const receiver = await listen()
    receiver.answer = 500
    await connect(receiver)
    const note = await addNote()
    await salon.client.patch(`/api/board/notes/${note.id}`, { name: 'Emma' })
    await expect.poll(() => receiver.received.length).toBe(1)
    receiver.answer = 200
    await expect
      .poll(() => receiver.received.map(({ event }) => event.type))
      .toEqual(['board.note.created', 'board.note.created', 'board.note.updated'])
  })

  it('turns a webhook off that says it is gone, and tells the owners', async () => {
    const receiver = await listen()
    receiver.answer = 410
    const webhook = await connect(receiver)
    await addNote()
    await expect
      .poll(() => show(webhook))
      .toMatchObject({ enabled: false, disabledReason: 'The address answered that it is gone (410)', version: 2 })
    expect(await deliveriesOf(webhook)).toMatchObject([{ state: 'dead', lastStatus: 410 }])
    const mail = await platform.client.get('/mail', { accept: 'application/json' })
    expect(mail.body.data[0]).toMatchObject({
      recipient: salon.owner.email,
      subject: `The webhook to ${new URL(receiver.url).host} was turned off`,
    })
    await addNote()
    const again = await salon.client.patch(`/api/webhooks/${webhook.id}`, { enabled: true })
    expect(again.body).toMatchObject({ enabled: true, disabledReason: null })
    expect(receiver.received).toHaveLength(1)
    const { body } = await salon.client.get(`/api/audit?subject=webhook:${webhook.id}`)
    expect(
      body.data.map(({ action, actor }: { action: string; actor: string }) => [action, actor.split(':')[0]]),
    ).toEqual([
      ['webhook.changed', 'person'],
      ['webhook.disabled', 'system'],
      ['webhook.created', 'person'],
    ])
  })

  it('turns a webhook off that has failed for five days', async () => {
    const receiver = await listen()
    receiver.answer = 503
    const webhook = await connect(receiver)
    await addNote()
    await expect
      .poll(() => show(webhook))
      .toMatchObject({ enabled: true, lastSuccessAt: null, lastFailureAt: expect.any(String) })
    await platform.owner.query(
      `update kernel.webhook_health set failing_since = now() - interval '121 hours', failures = 0, paused_until = null where webhook_id = $1`,
      [webhook.id],
    )
    await addNote()
    await expect
      .poll(() => show(webhook))
      .toMatchObject({ enabled: false, disabledReason: 'The address has not taken any event for five days' })
    expect(new Set((await deliveriesOf(webhook)).map(({ state }: { state: string }) => state))).toEqual(
      new Set(['dead']),
    )
  })

  it('waits as long as it is asked to', async () => {
    const receiver = await listen()
    receiver.answer = (response) => response.writeHead(429, { 'retry-after': '7200' }).end()
    const webhook = await connect(receiver)
    await addNote()
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'failed', lastStatus: 429 }])
    const [first] = await deliveriesOf(webhook)
    expect(Date.parse(first.nextAttemptAt) - Date.now()).toBeGreaterThan(7_190_000)
    await addNote('Ben')
    await platform.tick()
    await expect.poll(() => deliveriesOf(webhook, '?state=pending')).toHaveLength(1)
    expect(receiver.received).toHaveLength(1)
  })

  it('gives a message up after ten tries', async () => {
    const receiver = await listen()
    receiver.answer = 500
    const webhook = await connect(receiver)
    await addNote()
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'failed' }])
    await platform.owner.query(
      `update kernel.deliveries set attempts = 9, due_at = now() where subscriber = 'webhook:' || $1`,
      [webhook.id],
    )
    await platform.owner.query('update kernel.webhook_health set paused_until = null where webhook_id = $1', [
      webhook.id,
    ])
    await platform.tick()
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'dead', attempts: 10, nextAttemptAt: null }])
    const dead = (await salon.client.get('/api/deliveries')).body.data.filter(
      ({ target }: { target: string }) => target === webhook.id,
    )
    expect(dead).toMatchObject([
      { kind: 'webhook', action: 'board.note.created', lastError: 'The address answered 500' },
    ])
    receiver.answer = 200
    await salon.client.post('/api/deliveries/replay', { ids: [dead[0].id] })
    await platform.owner.query('update kernel.webhook_health set paused_until = null where webhook_id = $1', [
      webhook.id,
    ])
    await platform.tick()
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'delivered' }])
  })

  it('logs what was sent and answered, as much as is of use', async () => {
    const receiver = await listen()
    receiver.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'secret=1' })
      response.write(`a\u0000b${'x'.repeat(10_000)}`)
      // It never ends.
    }
    const webhook = await connect(receiver)
    const note = await addNote()
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'delivered' }])
    const [{ request, response }] = await deliveriesOf(webhook)
    expect(request).toMatchObject({ method: 'POST', url: receiver.url, headers: { 'webhook-id': expect.any(String) } })
    expect(JSON.parse(request.body)).toMatchObject({ data: { id: note.id } })
    expect(response.headers).toEqual({ 'content-type': 'text/html' })
    expect(response.body).toMatch(/^a\ufffdbx+$/)
    expect(response.body).toHaveLength(4096)
    const page = await salon.client.get(`/api/webhooks/${webhook.id}/deliveries?limit=1`)
    expect(page.body.nextCursor).toBeNull()
  })

  it('does not follow a redirect', async () => {
    const [receiver, inner] = [await listen(), await listen()]
    receiver.answer = (response) => response.writeHead(307, { location: inner.url }).end()
    const webhook = await connect(receiver)
    await addNote()
    await expect
      .poll(() => deliveriesOf(webhook))
      .toMatchObject([
        { state: 'failed', lastStatus: 307, lastError: 'The address answered 307, a redirect, which is not followed' },
      ])
    expect(inner.received).toEqual([])
  })

  it('does not let a slow address hold up another', async () => {
    const [slow, quick] = [await listen(), await listen()]
    const waiting: (() => void)[] = []
    slow.answer = (response) => waiting.push(() => response.writeHead(200).end())
    const webhook = await connect(slow)
    await connect(quick)
    for (const name of ['Anna', 'Ben', 'Cleo']) await addNote(name)
    await expect.poll(() => quick.received.length).toBe(3)
    expect(await deliveriesOf(webhook, '?state=delivered')).toEqual([])
    await expect.poll(() => waiting.splice(0).map((go) => go()).length === 0 && slow.received.length).toBe(3)
  })

  it('sends a test event to one webhook alone', async () => {
    const [receiver, other] = [await listen(), await listen()]
    const webhook = await connect(receiver)
    await connect(other, { events: ['*'] })
    const tested = await salon.client.post(`/api/webhooks/${webhook.id}/test`)
    expect(tested).toMatchObject({
      status: 202,
      body: { action: 'webhook.tested', state: 'pending', request: { url: receiver.url }, response: null },
    })
    await expect.poll(() => receiver.received.map(({ event }) => event.type)).toEqual(['webhook.tested'])
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ id: tested.body.id, state: 'delivered' }])
    expect(other.received.filter(({ event }) => event.type === 'webhook.tested')).toEqual([])
    await salon.client.patch(`/api/webhooks/${webhook.id}`, { enabled: false })
    expect((await salon.client.post(`/api/webhooks/${webhook.id}/test`)).body.type).toContain('webhooks.webhookOff')
  })

  it('sends again one event, or all of a span of time, also what a webhook missed', async () => {
    const receiver = await listen()
    const from = new Date(Date.now() - 1000).toISOString()
    const missed = await addNote('Missed')
    const webhook = await connect(receiver)
    const note = await addNote('Sent')
    await expect.poll(() => deliveriesOf(webhook)).toMatchObject([{ state: 'delivered' }])
    const [delivery] = await deliveriesOf(webhook)
    const path = `/api/webhooks/${webhook.id}/deliveries`
    expect(await salon.client.post(`${path}/${delivery.id}/replay`)).toMatchObject({
      status: 202,
      body: { id: delivery.id },
    })
    await expect.poll(() => receiver.received.length).toBe(2)
    expect(nth(receiver, 1).headers['webhook-id']).toBe(nth(receiver, 0).headers['webhook-id'])
    const replayed = await salon.client.post(`/api/webhooks/${webhook.id}/replay`, {
      from,
      to: new Date(Date.now() + 1000).toISOString(),
    })
    expect(replayed.status).toBe(202)
    await expect
      .poll(() => receiver.received.slice(2).map(({ event }) => event.data.id))
      .toEqual(expect.arrayContaining([missed.id, note.id]))
    expect(replayed.body.replayed).toBeGreaterThanOrEqual(2)
    expect((await salon.client.post(`/api/webhooks/${webhook.id}/replay`, { from, to: from })).status).toBe(422)
    expect((await salon.client.post(`${path}/${webhook.id}/replay`)).status).toBe(404)
  })

  it('refuses what it cannot send, and says what to mend', async () => {
    const refused = await salon.client.post('/api/webhooks', {
      url: 'http://10.0.0.1/',
      events: ['board.note.*', 'board.nothing.*', 'typo'],
    })
    expect(refused.status).toBe(422)
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/url',
      '#/events/1',
      '#/events/2',
    ])
    expect((await salon.client.get('/api/webhooks/01a20ab2-cc89-7457-aad5-83060e9f4807')).status).toBe(404)
    const receiver = await listen()
    const webhook = await connect(receiver)
    expect(
      (await salon.client.patch(`/api/webhooks/${webhook.id}`, { description: 'Ours' }, { 'if-match': '"7"' })).status,
    ).toBe(412)
    expect((await salon.client.delete(`/api/webhooks/${webhook.id}`)).status).toBe(204)
    expect((await salon.client.delete(`/api/webhooks/${webhook.id}`)).status).toBe(404)
  })

  it('is for owners and admins, of the workspace itself', async () => {
    const receiver = await listen()
    const webhook = await connect(receiver)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    for (const path of ['/api/webhooks', `/api/webhooks/${webhook.id}`, '/api/deliveries'])
      expect((await member.get(path)).status, path).toBe(403)
    const garage = await makeWorkspace(platform.client)
    for (const path of [`/api/webhooks/${webhook.id}`, `/api/webhooks/${webhook.id}/deliveries`])
      expect((await garage.client.get(path)).status, path).toBe(404)
    for (const path of ['test', 'rotate'])
      expect((await garage.client.post(`/api/webhooks/${webhook.id}/${path}`, {})).status).toBe(404)
    expect((await garage.client.get('/api/webhooks')).body.data).toEqual([])
  })

  it('gives a retry of a first request the same webhook, and no second key', async () => {
    const receiver = await listen()
    const headers = { 'idempotency-key': 'one-webhook-please' }
    const body = { url: receiver.url, events: ['board.note.*'] }
    const [first, second] = [
      await salon.client.post('/api/webhooks', body, headers),
      await salon.client.post('/api/webhooks', body, headers),
    ]
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id])
    expect(second.body.secret).toBeNull()
  })
})
