import { equalTexts } from '../notices/equal-texts.ts'
import { mailboxText } from './mailbox-text.ts'
import type { HttpProvider, Notice } from './provider.ts'
import { failureOf, memberOf, quote, textOf } from './read-answer.ts'
import { UpstreamFailure } from './upstream-failure.ts'

/** ErrorCode 406: the recipient bounced or complained before, and Postmark sends them nothing. */
const inactiveRecipient = 406
const hardBounces = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])

/** Postmark, https://postmarkapp.com/developer. */
export const postmark: HttpProvider = {
  title: 'Postmark',
  apiUrl: 'https://api.postmarkapp.com',
  sending: (mail, key) => ({
    method: 'POST',
    path: '/email',
    headers: { 'x-postmark-server-token': key },
    body: {
      From: mailboxText(mail.from),
      To: mailboxText(mail.to),
      ...(mail.cc.length === 0 ? {} : { Cc: mail.cc.map(mailboxText).join(', ') }),
      ...(mail.replyTo === undefined ? {} : { ReplyTo: mail.replyTo }),
      Subject: mail.subject,
      TextBody: mail.text,
      ...(mail.html === undefined ? {} : { HtmlBody: mail.html }),
      Headers: Object.entries({ ...mail.headers, 'X-PM-KeepID': 'true', 'Message-ID': `<${mail.messageId}>` }).map(
        ([Name, Value]) => ({ Name, Value }),
      ),
      ...(mail.attachments.length === 0
        ? {}
        : {
            Attachments: mail.attachments.map(({ name, type, content }) => ({
              Name: name,
              Content: content,
              ContentType: type,
            })),
          }),
      // Streams that every server of Postmark has from the start.
      MessageStream: mail.category === 'marketing' ? 'broadcast' : 'outbound',
    },
  }),
  readSent(answer) {
    const code = memberOf(answer.body, 'ErrorCode')
    const id = textOf(answer.body, 'MessageID')
    if (answer.status === 200 && code === 0 && id !== '') return { providerId: id, refused: [] }
    const said = textOf(answer.body, 'Message')
    if (code === inactiveRecipient)
      throw new UpstreamFailure(`Postmark sends nothing to this address any more.${quote(said)}`, {
        isLasting: true,
        isGone: true,
      })
    throw failureOf('Postmark', answer, said)
  },
  testing: (key) => ({ method: 'GET', path: '/server', headers: { 'x-postmark-server-token': key } }),
  readTest(answer) {
    if (answer.status !== 200) throw failureOf('Postmark', answer, textOf(answer.body, 'Message'))
    if (textOf(answer.body, 'DeliveryType') === 'Sandbox')
      return 'This server of Postmark is for trying things out and delivers nothing. Use the token of a live one.'
    return undefined
  },
  /** Postmark signs nothing; it calls the address with a name and password that stand in it. */
  async readNotices({ headers, body, key }) {
    const [, credentials = ''] = /^Basic ([A-Za-z0-9+/=]{1,2000})$/.exec(headers.get('authorization') ?? '') ?? []
    const password = readBasic(credentials)
    if (password === undefined || !(await equalTexts(password, key))) return undefined
    const kind = kindOf(body)
    const address = textOf(body, 'Email') || textOf(body, 'Recipient')
    return kind === undefined || address === ''
      ? []
      : [{ providerId: textOf(body, 'MessageID') || null, address, kind }]
  },
}

function readBasic(credentials: string): string | undefined {
  try {
    const text = atob(credentials)
    return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined
  } catch {
    return undefined
  }
}

function kindOf(body: unknown): Notice['kind'] | undefined {
  switch (textOf(body, 'RecordType')) {
    case 'Delivery':
      return 'delivered'
    case 'Bounce':
      return hardBounces.has(textOf(body, 'Type')) ? 'bounced' : undefined
    case 'SpamComplaint':
      return 'complained'
    case 'SubscriptionChange':
      return memberOf(body, 'SuppressSending') === true && textOf(body, 'SuppressionReason') === 'ManualSuppression'
        ? 'unsubscribed'
        : undefined
    default:
      return undefined
  }
}
