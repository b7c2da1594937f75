import * as v from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { EmailMessage } from '../sdk/ports.ts'
import { EmailAddress, text } from '../sdk/schemas.ts'
import { breaksHeader } from './mime/encode-header.ts'

const mostBase64 = Math.ceil((2 * 1024 * 1024) / 3) * 4

/** One line: what stands in a header field must not begin another one (CWE-93). */
const line = (max: number, min = 0) =>
  v.pipe(
    v.string('Write text here'),
    v.check((value) => !breaksHeader(value), 'Write it on one line, without control characters'),
    text(max, min),
  )
const Address = v.pipe(
  v.string('Write an email address'),
  v.check((value) => !breaksHeader(value), 'Write it on one line, without control characters'),
  EmailAddress,
)
const Link = v.pipe(
  v.string(),
  v.maxLength(2000, 'Use at most 2000 characters'),
  v.check(
    (value) => /^(https?|mailto):/i.test(value) && URL.canParse(value),
    'Write an address that begins with https://',
  ),
)

/** The drawn parts of a message. */
export const EmailTemplate = v.object({
  heading: v.optional(text(200)),
  paragraphs: v.pipe(v.array(text(5000)), v.maxLength(50, 'Use at most 50 paragraphs')),
  facts: v.optional(
    v.pipe(v.array(v.object({ label: text(100, 1), value: text(500) })), v.maxLength(30, 'Use at most 30 facts')),
  ),
  action: v.optional(v.object({ label: text(60, 1), url: Link })),
  closing: v.optional(text(1000)),
})

const Attachment = v.object({
  name: line(150, 1),
  type: v.pipe(
    line(100, 3),
    v.regex(/^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w-]+=[\w.+-]+)*$/, 'Write a type like application/pdf'),
  ),
  content: v.pipe(v.string(), v.check(isBase64, 'Send the file as base64')),
})

const Message = v.pipe(
  v.object({
    to: Address,
    toName: v.optional(line(100)),
    cc: v.optional(v.pipe(v.array(Address), v.maxLength(10, 'Use at most 10 copies'))),
    replyTo: v.optional(Address),
    subject: line(300, 1),
    text: v.optional(text(200_000, 1)),
    html: v.optional(v.pipe(v.string(), v.maxLength(400_000, 'Use at most 400,000 characters'))),
    template: v.optional(EmailTemplate),
    attachments: v.optional(v.pipe(v.array(Attachment), v.maxLength(10, 'Send at most 10 files'))),
    category: v.picklist(
      ['transactional', 'notification', 'marketing'],
      'Say transactional, notification or marketing',
    ),
    listUnsubscribe: v.optional(line(100, 1)),
    about: v.optional(v.pipe(v.array(line(300, 1)), v.maxLength(20, 'Name at most 20 things'))),
    idempotencyKey: line(200, 1),
  }),
  v.forward(
    v.check(
      (message) => message.text !== undefined || message.template !== undefined,
      'Say something: give a text or a template',
    ),
    ['text'],
  ),
  v.forward(
    v.check(
      ({ attachments = [] }) => attachments.reduce((sum, { content }) => sum + content.length, 0) <= mostBase64,
      'All files together have 2 MB at most',
    ),
    ['attachments'],
  ),
)

/** Reads a message for the port `email`. Throws 422 with a pointer to everything in it that cannot be sent. */
export function readEmailMessage(message: EmailMessage): EmailMessage {
  const read = v.safeParse(Message, message)
  // Valibot says `undefined` where the interface says that it is absent.
  if (read.success) return read.output as EmailMessage
  throw kernelErrors.invalid({
    errors: read.issues.map((issue) => ({
      in: 'message',
      pointer: `#${(issue.path ?? []).map(({ key }) => `/${String(key)}`).join('')}`,
      detail: issue.message,
    })),
  })
}

function isBase64(content: string): boolean {
  const compact = content.replaceAll(/\s/g, '').replace(/={1,2}$/, '')
  return /^[A-Za-z0-9+/]*$/.test(compact) && compact.length % 4 !== 1
}
