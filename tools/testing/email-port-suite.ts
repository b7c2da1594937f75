import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from './client.ts'

/** A mail as it came to the provider, whoever that is. */
export interface PortMail {
  readonly from: string
  readonly fromName: string
  readonly to: string
  readonly toName: string
  readonly cc: readonly string[]
  readonly replyTo: string | undefined
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly attachments: readonly { readonly name: string; readonly content: string }[]
  /** Header fields of the message itself, by their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
}

/** What the suite needs of a connector for the port `email`. */
export interface EmailPortHarness {
  /** Calls `send` of the port with this message, and answers as a route does: 2xx with the receipt, or the problem. */
  readonly send: (message: Readonly<Record<string, unknown>>) => Promise<Reply>
  /** What the provider got for an address. */
  readonly received: (address: string) => readonly PortMail[]
  /** What became of a message, as the connector shows it. */
  readonly stateOf: (id: string) => Promise<string>
  /** Lets the provider fail for a while (`busy`), refuse everything for good (`never`), or work again. */
  readonly trouble: (kind: 'none' | 'busy' | 'never') => void
  /** How often the provider said no since it was asked to. */
  readonly refusals: () => number
  /** Makes what waits for another try due now, and leaves alone what is under way. */
  readonly hurry: () => Promise<void>
  readonly sender: { readonly address: string; readonly name: string }
  readonly stop: () => Promise<void>
}

let addresses = 0

/** What every connector for the port `email` does, whoever delivers the mail in the end. */
export function describeEmailPort(name: string, open: () => Promise<EmailPortHarness>): void {
  describe(`the port email, served by ${name}`, () => {
    let port: EmailPortHarness
    beforeAll(async () => {
      port = await open()
    })
    afterAll(() => port?.stop())

    const fresh = <const More extends object>(more: More = {} as More) => {
      addresses += 1
      const message = {
        to: `person-${process.pid}-${addresses}@example.com`,
        subject: 'Your appointment',
        text: 'See you on Friday.',
        category: 'transactional',
        idempotencyKey: `key-${process.pid}-${addresses}`,
      }
      return { ...message, ...more } as Omit<typeof message, keyof More> & More
    }
    const arrived = async (address: string) => {
      await expect.poll(() => port.received(address).length).toBe(1)
      return port.received(address)[0] as PortMail
    }

    it('hands over every part of a message', async () => {
      const content = Buffer.from(Uint8Array.from({ length: 3000 }, (_, index) => index % 256)).toString('base64')
      const message = fresh({
        toName: 'Änna "the boss" Berg, Dr.',
        cc: [`copy-${addresses}@example.com`],
        replyTo: 'answers@example.com',
        subject:
          'Fräitag 😀 halb elf, wie besprochen: ein Betreff, der länger ist als eine Zeile in einem Kopf sein darf',
        text: 'Grüße\n.\nOne dot above, and two here:\n..',
        html: '<!doctype html><p>Grüße <b>&amp;</b> mehr</p>',
        attachments: [
          { name: 'Rechnung für März – Nr. 7.pdf', type: 'application/pdf', content },
          {
            name: 'termin.ics',
            type: 'text/calendar; method=REQUEST',
            content: Buffer.from('BEGIN:VCALENDAR').toString('base64'),
          },
        ],
      })
      expect((await port.send(message)).body).toMatchObject({ state: 'queued', id: expect.any(String) })
      const mail = await arrived(message.to)
      expect(mail).toMatchObject({
        from: port.sender.address,
        fromName: port.sender.name,
        to: message.to,
        toName: message.toName,
        cc: message.cc,
        replyTo: 'answers@example.com',
        subject: message.subject,
        text: expect.stringContaining(message.text),
        html: expect.stringContaining('<p>Grüße <b>&amp;</b> mehr</p>'),
      })
      expect(mail.attachments.find((file) => file.name === 'Rechnung für März – Nr. 7.pdf')?.content).toBe(content)
      const invitation = mail.attachments.find((file) => file.name === 'termin.ics')?.content ?? ''
      expect(Buffer.from(invitation, 'base64').toString().trim()).toBe('BEGIN:VCALENDAR')
    })

    it('draws what a template says, and takes nothing in it for markup', async () => {
      const evil = '<img src=x onerror="alert(1)">\'&'
      const message = fresh({
        text: undefined,
        template: {
          heading: evil,
          paragraphs: [`First ${evil}`, 'Second'],
          facts: [{ label: evil, value: evil }],
          action: { label: evil, url: 'https://example.com/?a=1&b="><script>' },
          closing: evil,
        },
      })
      expect((await port.send(message)).body).toMatchObject({ state: 'queued' })
      const mail = await arrived(message.to)
      expect(mail.text).toContain(`First ${evil}`)
      expect(mail.html).toContain('First &lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;')
      expect(mail.html).not.toMatch(/<img|<script|onerror="/)
    })

    it('sends what has the same key once, however often and at the same time it is asked', async () => {
      const message = fresh()
      const replies = await Promise.all(Array.from({ length: 8 }, () => port.send(message)))
      const ids = new Set(replies.map(({ body }) => body.id))
      expect([...ids]).toEqual([expect.any(String)])
      await arrived(message.to)
      expect((await port.send({ ...message, subject: 'Another one under the same key' })).body.id).toBe([...ids][0])
      await port.hurry()
      expect(port.received(message.to).length).toBe(1)
    })

    it.each([
      ['subject', 'Hello\r\nBcc: spy@example.com'],
      ['subject', 'Hello\nBcc: spy@example.com'],
      ['subject', 'Hello\rBcc: spy@example.com'],
      ['subject', 'Hello\u2028Bcc: spy@example.com'],
      ['to', 'anna@example.com\r\nBcc: spy@example.com'],
      ['to', 'anna@example.com>\r\nRCPT TO:<spy@example.com'],
      ['to', 'anna@example.com, spy@example.com'],
      ['toName', 'Anna\r\nBcc: spy@example.com'],
      ['cc/0', 'anna@example.com\nBcc: spy@example.com'],
      ['replyTo', 'anna@example.com\r\nBcc: spy@example.com'],
      ['listUnsubscribe', 'news\r\nBcc: spy@example.com'],
      ['attachments/0/name', 'a.pdf"\r\nContent-Type: text/html'],
      ['attachments/0/type', 'text/plain\r\nBcc: spy@example.com'],
    ])('refuses a line break in %s', async (place, value) => {
      const parts = {
        to: { to: value },
        subject: { subject: value },
        toName: { toName: value },
        'cc/0': { cc: [value] },
        replyTo: { replyTo: value },
        listUnsubscribe: { listUnsubscribe: value, category: 'marketing' },
        'attachments/0/name': { attachments: [{ name: value, type: 'text/plain', content: '' }] },
        'attachments/0/type': { attachments: [{ name: 'a.txt', type: value, content: '' }] },
      }[place]
      const message = fresh(parts)
      const reply = await port.send(message)
      expect(reply).toMatchObject({
        status: 422,
        body: {
          errors: [expect.objectContaining({ pointer: `#/${place}`, detail: expect.stringMatching(/^[A-Z].{8,}/) })],
        },
      })
      expect(port.received('spy@example.com')).toEqual([])
    })

    it('wants something to say, and an attachment that is one', async () => {
      expect(await port.send(fresh({ text: undefined }))).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '#/text' }] },
      })
      expect(
        await port.send(fresh({ attachments: [{ name: 'a.txt', type: 'text/plain', content: 'no base64!' }] })),
      ).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/attachments/0/content' }] } })
    })

    it('offers to unsubscribe with one click, except from what the person waits for', async () => {
      for (const category of ['notification', 'marketing']) {
        const message = fresh({ category })
        await port.send(message)
        const { headers, text, html } = await arrived(message.to)
        expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
        const url = /<(https:[^>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? ''
        expect(URL.canParse(url)).toBe(true)
        expect(text).toContain(url)
        expect(html).toContain(url)
      }
      const message = fresh()
      await port.send(message)
      const { headers, text } = await arrived(message.to)
      expect(headers['list-unsubscribe']).toBeUndefined()
      expect(text.toLowerCase()).not.toContain('unsubscribe')
    })

    it('tries again when the provider is busy, and it comes once', async () => {
      port.trouble('busy')
      const message = fresh()
      const { body } = await port.send(message)
      await expect.poll(() => port.refusals()).toBeGreaterThan(0)
      expect(await port.stateOf(body.id)).toBe('queued')
      port.trouble('none')
      await expect
        .poll(async () => {
          await port.hurry()
          return port.received(message.to).length
        })
        .toBe(1)
      await expect.poll(() => port.stateOf(body.id)).toBe('sent')
      await port.hurry()
      expect(port.received(message.to).length).toBe(1)
    })

    it('gives up what the provider refuses for good', async () => {
      port.trouble('never')
      const message = fresh()
      const { body } = await port.send(message)
      await expect.poll(() => port.stateOf(body.id)).toBe('failed')
      port.trouble('none')
      await port.hurry()
      expect(port.received(message.to)).toEqual([])
    })
  })
}
