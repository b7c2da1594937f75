import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from './client.ts'

/** A message as a device shows it. */
export interface ShownPush {
  readonly title: string
  readonly body: string
  /** The page that opens, under the platform's origin. */
  readonly path: string
}

/** A device of a person, as the provider of the suite knows it. */
export interface PushDevice {
  readonly received: () => readonly ShownPush[]
}

/** What the suite needs of a connector for the port `push`. */
export interface PushPortHarness {
  /** Calls `send` of the port with this message, and answers as a route does: 2xx with the receipt, or the problem. */
  readonly send: (message: Readonly<Record<string, unknown>>) => Promise<Reply>
  /** The ids of two members, and of one who has no device. */
  readonly people: readonly [anna: string, ben: string, nobody: string]
  /** Turns notifications on for a person on a new device. */
  readonly addDevice: (personId: string) => Promise<PushDevice>
  /** How many devices of a person the connector knows. */
  readonly devicesOf: (personId: string) => Promise<number>
  /** Lets the provider fail for a while, say that the devices are gone, take only little, or work again. */
  readonly trouble: (kind: 'none' | 'busy' | 'gone' | 'large') => void
  /** How often the provider said no. */
  readonly refusals: () => number
  /** Makes what waits for another try due now. */
  readonly hurry: () => Promise<void>
  /** The address of the workspace's pages: `/w/salon`. */
  readonly base: string
  readonly stop: () => Promise<void>
}

let keys = 0

/** What every connector for the port `push` does, whoever brings the messages to the devices in the end. */
export function describePushPort(name: string, open: () => Promise<PushPortHarness>): void {
  describe(`the port push, served by ${name}`, () => {
    let port: PushPortHarness
    beforeAll(async () => {
      port = await open()
    })
    afterAll(() => port?.stop())

    const fresh = (more: Readonly<Record<string, unknown>> = {}) => {
      keys += 1
      return {
        to: port.people[0],
        title: `Message ${keys}`,
        idempotencyKey: `key-${process.pid}-${keys}`,
        ...more,
      }
    }
    const titles = (device: PushDevice) => device.received().map(({ title }) => title)

    it('says when the person has no device, and that is no failure', async () => {
      const reply = await port.send(fresh({ to: port.people[2] }))
      expect(reply).toMatchObject({ status: 202, body: { state: 'no_devices', devices: 0, id: expect.any(String) } })
    })

    it('shows every part of a message, on each device of the person and on nobody else’s', async () => {
      const [phone, laptop] = [await port.addDevice(port.people[0]), await port.addDevice(port.people[0])]
      const other = await port.addDevice(port.people[1])
      const message = fresh({
        title: 'Neuer Termin: Änna Berg, 10:30 😀',
        body: 'Schnitt & Farbe „kurz“ <b>',
        link: '/crm/tasks?task=1#top',
        tag: 'booking:7',
        urgency: 'high',
        ttlSeconds: 600,
      })
      expect((await port.send(message)).body).toMatchObject({ state: 'queued', devices: 2 })
      for (const device of [phone, laptop]) {
        await expect.poll(() => titles(device)).toEqual([message.title])
        expect(device.received()[0]).toMatchObject({
          body: 'Schnitt & Farbe „kurz“ <b>',
          path: `${port.base}/crm/tasks?task=1#top`,
        })
      }
      expect(titles(other)).toEqual([])
    })

    it('sends what has the same key once, however often and at the same time it is asked', async () => {
      const device = await port.addDevice(port.people[1])
      const message = fresh({ to: port.people[1] })
      const replies = await Promise.all(Array.from({ length: 8 }, () => port.send(message)))
      expect([...new Set(replies.map(({ body }) => body.id))]).toEqual([expect.any(String)])
      await expect.poll(() => titles(device)).toContain(message.title)
      expect((await port.send({ ...message, title: 'Another one' })).body.id).toBe(replies[0]?.body.id)
      await port.hurry()
      expect(titles(device).filter((title) => title === message.title || title === 'Another one')).toHaveLength(1)
    })

    it.each([
      ['to', 'nobody'],
      ['title', ''],
      ['title', 'Two\nlines'],
      ['title', 'x'.repeat(201)],
      ['body', 'x'.repeat(501)],
      ['link', 'https://evil.example/'],
      ['link', '//evil.example/'],
      ['link', '/\\evil.example/'],
      ['link', '/../admin'],
      ['link', '/a/%2e%2e/%2e%2e/b'],
      ['link', 'javascript:alert(1)'],
      ['tag', ''],
      ['urgency', 'very loud'],
      ['ttlSeconds', -1],
      ['ttlSeconds', 28 * 86_400 + 1],
      ['ttlSeconds', 1.5],
    ])('refuses %s: %j', async (place, value) => {
      expect(await port.send(fresh({ [place]: value }))).toMatchObject({
        status: 422,
        body: {
          errors: [expect.objectContaining({ pointer: `#/${place}`, detail: expect.stringMatching(/^[A-Z].{5,}/) })],
        },
      })
    })

    it('tries again when the provider is busy, and it comes once', async () => {
      const device = await port.addDevice(port.people[0])
      port.trouble('busy')
      const message = fresh()
      const before = port.refusals()
      await port.send(message)
      await expect.poll(() => port.refusals()).toBeGreaterThan(before)
      expect(titles(device)).toEqual([])
      port.trouble('none')
      await expect
        .poll(async () => {
          await port.hurry()
          return titles(device).length
        })
        .toBe(1)
      await port.hurry()
      expect(titles(device)).toEqual([message.title])
    })

    it('says less where the provider takes only little', async () => {
      const device = await port.addDevice(port.people[0])
      port.trouble('large')
      const message = fresh({ title: 'Ü'.repeat(200), body: 'ß'.repeat(500) })
      await port.send(message)
      await expect.poll(() => titles(device).length).toBe(1)
      port.trouble('none')
      expect(device.received()[0]?.title).toMatch(/^Ü{20,}/)
      expect(device.received()[0]?.path).toBe(port.base)
    })

    it('forgets a device that is gone, and sends it nothing more', async () => {
      const device = await port.addDevice(port.people[1])
      const had = await port.devicesOf(port.people[1])
      port.trouble('gone')
      await port.send(fresh({ to: port.people[1] }))
      await expect.poll(() => port.devicesOf(port.people[1])).toBeLessThan(had)
      await expect.poll(() => port.devicesOf(port.people[1])).toBe(0)
      port.trouble('none')
      expect((await port.send(fresh({ to: port.people[1] }))).body).toMatchObject({ state: 'no_devices' })
      expect(titles(device)).toEqual([])
    })
  })
}
