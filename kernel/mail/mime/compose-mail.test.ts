import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { composeMail, type Mail } from './compose-mail.ts'

const plain: Mail = {
  from: { address: 'a@example.com' },
  to: [{ address: 'b@example.com' }],
  subject: 'Subject',
  text: 'Text',
  messageId: 'id@example.com',
  date: new Date('2026-11-24T00:00:00Z'),
}
/** What a person can write on one line; a space at an end or beside another is not theirs to keep. */
const line = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\p{Z}\u2028\u2029]+/gu, ' ').trim())
  .filter((text) => text !== '')
const textLine = fc
  .string({ unit: 'grapheme', maxLength: 300 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ''))
const body = fc.array(textLine, { maxLength: 8 }).map((lines) => lines.join('\n'))

const rules = (raw: string) => {
  expect(raw).toMatch(/^\p{ASCII}*$/u)
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const each of raw.split('\r\n')) expect(each.length).toBeLessThanOrEqual(998)
}

describe('a mail that is written', () => {
  it('reads as it was meant: subject, names and text of any script', async () => {
    await fc.assert(
      fc.asyncProperty(line, line, body, async (subject, name, text) => {
        const raw = composeMail({ ...plain, subject, to: [{ address: 'b@example.com', name }], text })
        rules(raw)
        const parsed = await PostalMime.parse(raw)
        expect(parsed.subject).toBe(subject)
        expect(parsed.to).toEqual([{ address: 'b@example.com', name }])
        // The line end that every mail ends with, and nothing else, is added.
        expect(parsed.text).toBe(`${text}\n`)
      }),
      { numRuns: 300 },
    )
  })

  it('carries files byte by byte, under their names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), line, async (bytes, name) => {
        const content = Buffer.from(bytes).toString('base64')
        const raw = composeMail({
          ...plain,
          html: '<p>x</p>',
          attachments: [{ name, type: 'application/pdf', content }],
        })
        rules(raw)
        const [file] = (await PostalMime.parse(raw)).attachments
        expect(file?.filename).toBe(name)
        expect(Buffer.from(file?.content as ArrayBuffer).toString('base64')).toBe(content)
      }),
      { numRuns: 150 },
    )
  })

  it('lets nothing break out of a header field, whatever it is given', () => {
    const places: ((value: string) => Partial<Mail>)[] = [
      (subject) => ({ subject }),
      (name) => ({ from: { address: 'a@example.com', name } }),
      (address) => ({ to: [{ address }] }),
      (address) => ({ cc: [{ address }] }),
      (replyTo) => ({ replyTo }),
      (messageId) => ({ messageId }),
      (value) => ({ headers: { 'List-Unsubscribe': value } }),
      (type) => ({ attachments: [{ name: 'a', type, content: '' }] }),
    ]
    for (const place of places)
      for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\0'])
        expect(() => composeMail({ ...plain, ...place(`a@example.com${end}Bcc: spy@example.com`) })).toThrow()
    expect(() => composeMail({ ...plain, headers: { 'X: y\r\nBcc': 'spy@example.com' } })).toThrow()
  })

  it('is the same, byte by byte, in every try', () => {
    const mail = { ...plain, html: '<p>x</p>', attachments: [{ name: 'a.txt', type: 'text/plain', content: 'QQ==' }] }
    expect(composeMail(mail)).toBe(composeMail(mail))
  })

  it('takes no text of somebody for an encoded word', async () => {
    const subject = '=?utf-8?B?SGVsbG8=?='
    expect((await PostalMime.parse(composeMail({ ...plain, subject }))).subject).toBe(subject)
  })
})
