import { readStandardWebhook } from '../notices/standard-webhook.ts'
import { mailboxText } from './mailbox-text.ts'
import type { HttpProvider, Notice } from './provider.ts'
import { failureOf, memberOf, textOf } from './read-answer.ts'

const kinds: Readonly<Record<string, Notice['kind']>> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
}

/** Resend, https://resend.com/docs/api-reference. */
export const resend: HttpProvider = {
  title: 'Resend',
  apiUrl: 'https://api.resend.com',
  sending: (mail, key) => ({
    method: 'POST',
    path: '/emails',
    // Kept by Resend for a day: a try whose answer was lost sends nothing twice.
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': mail.id },
    body: {
      from: mailboxText(mail.from),
      to: [mailboxText(mail.to)],
      ...(mail.cc.length === 0 ? {} : { cc: mail.cc.map(mailboxText) }),
      ...(mail.replyTo === undefined ? {} : { reply_to: mail.replyTo }),
      subject: mail.subject,
      text: mail.text,
      ...(mail.html === undefined ? {} : { html: mail.html }),
      headers: mail.headers,
      ...(mail.attachments.length === 0
        ? {}
        : {
            attachments: mail.attachments.map(({ name, type, content }) => ({
              filename: name,
              content,
              content_type: type,
            })),
          }),
    },
  }),
  readSent(answer) {
    const id = textOf(answer.body, 'id')
    if (answer.status === 200 && id !== '') return { providerId: id, refused: [] }
    throw failureOf('Resend', answer, textOf(answer.body, 'message'))
  },
  testing: (key) => ({ method: 'GET', path: '/domains', headers: { authorization: `Bearer ${key}` } }),
  readTest(answer, fromAddress) {
    // A key that may send and nothing else cannot list domains, and says so.
    if (textOf(answer.body, 'name') === 'restricted_api_key') return undefined
    if (answer.status !== 200) throw failureOf('Resend', answer, textOf(answer.body, 'message'))
    const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1).toLowerCase()
    const domains = memberOf(answer.body, 'data')
    const own = Array.isArray(domains)
      ? domains.find((each) => textOf(each, 'name').toLowerCase() === domain)
      : undefined
    if (own === undefined) return `Resend does not know that ${domain} is yours. Add the domain there.`
    if (textOf(own, 'status') !== 'verified')
      return `Resend has not yet seen that ${domain} is yours. Finish setting the domain up there.`
    return undefined
  },
  async readNotices({ headers, text, body, key, nowMs }) {
    if (!(await readStandardWebhook('svix', headers, text, key, nowMs))) return undefined
    const kind = kinds[textOf(body, 'type')]
    const data = memberOf(body, 'data')
    const to = memberOf(data, 'to')
    if (kind === undefined || !Array.isArray(to)) return []
    // A mailbox that is full today is no address that does not exist.
    const isPassing = kind === 'bounced' && textOf(memberOf(data, 'bounce'), 'type') === 'Transient'
    if (isPassing) return []
    return to
      .filter((address) => typeof address === 'string')
      .map((address) => ({ providerId: textOf(data, 'email_id') || null, address, kind }))
  },
}
