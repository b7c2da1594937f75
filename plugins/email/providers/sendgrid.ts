import { verifyEcdsa } from '../notices/verify-ecdsa.ts'
import type { HttpProvider, Notice } from './provider.ts'
import { failureOf, memberOf, textOf } from './read-answer.ts'

const kinds: Readonly<Record<string, Notice['kind']>> = {
  delivered: 'delivered',
  bounce: 'bounced',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
}
const freshMs = 5 * 60 * 1000

/** Twilio SendGrid, https://www.twilio.com/docs/sendgrid/api-reference. */
export const sendgrid: HttpProvider = {
  title: 'SendGrid',
  apiUrl: 'https://api.sendgrid.com',
  sending: (mail, key) => ({
    method: 'POST',
    path: '/v3/mail/send',
    headers: { authorization: `Bearer ${key}` },
    body: {
      personalizations: [
        {
          to: [withName(mail.to)],
          ...(mail.cc.length === 0 ? {} : { cc: mail.cc.map(withName) }),
          custom_args: { message_id: mail.id },
        },
      ],
      from: withName(mail.from),
      ...(mail.replyTo === undefined ? {} : { reply_to: { email: mail.replyTo } }),
      subject: mail.subject,
      headers: { ...mail.headers, 'Message-ID': `<${mail.messageId}>` },
      content: [
        { type: 'text/plain', value: mail.text },
        ...(mail.html === undefined ? [] : [{ type: 'text/html', value: mail.html }]),
      ],
      ...(mail.attachments.length === 0
        ? {}
        : {
            attachments: mail.attachments.map(({ name, type, content }) => ({
              filename: name,
              type,
              content: content.replaceAll(/\s/g, ''),
              disposition: 'attachment',
            })),
          }),
      categories: [mail.category],
    },
  }),
  readSent(answer) {
    if (answer.status === 202) return { providerId: answer.headers.get('x-message-id'), refused: [] }
    throw failureOf('SendGrid', answer, saidBy(answer.body))
  },
  testing: (key) => ({ method: 'GET', path: '/v3/scopes', headers: { authorization: `Bearer ${key}` } }),
  readTest(answer) {
    if (answer.status !== 200) throw failureOf('SendGrid', answer, saidBy(answer.body))
    const scopes = memberOf(answer.body, 'scopes')
    return Array.isArray(scopes) && scopes.includes('mail.send')
      ? undefined
      : 'This API key of SendGrid may not send mail. Make one with the permission “Mail Send”.'
  },
  async readNotices({ headers, text, body, key, nowMs }) {
    const timestamp = headers.get('x-twilio-email-event-webhook-timestamp') ?? ''
    const signature = headers.get('x-twilio-email-event-webhook-signature') ?? ''
    const ageMs = nowMs - Number(timestamp) * 1000
    if (!/^\d{10}$/.test(timestamp) || Math.abs(ageMs) > freshMs) return undefined
    if (!(await verifyEcdsa(key, signature, timestamp + text))) return undefined
    return (Array.isArray(body) ? body : []).flatMap(readEvent)
  },
}

function readEvent(event: unknown): Notice[] {
  const kind = kinds[textOf(event, 'event')]
  const address = textOf(event, 'email')
  if (kind === undefined || address === '') return []
  // "blocked" is a refusal of this mail, not of the address.
  if (kind === 'bounced' && textOf(event, 'type') === 'blocked') return []
  const [id = ''] = textOf(event, 'sg_message_id').split('.')
  return [{ providerId: id === '' ? null : id, address, kind }]
}

function withName({ address, name }: { readonly address: string; readonly name?: string }) {
  return name === undefined || name === '' ? { email: address } : { email: address, name }
}

function saidBy(body: unknown): string {
  const errors = memberOf(body, 'errors')
  return Array.isArray(errors) ? textOf(errors[0], 'message') : ''
}
