import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PortMail } from '#sdk/testing'

export type ProviderName = 'resend' | 'postmark' | 'sendgrid'

/** A stand-in for a mail service: it checks what it gets as strictly as the real ones say that they do. */
export interface ProviderStandIn {
  readonly url: string
  readonly mails: readonly (PortMail & { readonly id: string })[]
  readonly requests: readonly { readonly method: string; readonly path: string }[]
  /** Answers this instead of taking mail; undefined to take it again. */
  answerWith: { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> } | undefined
  readonly refusals: () => number
  readonly stop: () => Promise<void>
}

export const providerKey = 'key-of-the-salon'

type Json = Record<string, unknown>
interface Verdict {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
}

class Refused extends Error {}

export async function startProvider(name: ProviderName): Promise<ProviderStandIn> {
  const mails: (PortMail & { id: string })[] = []
  const requests: { method: string; path: string }[] = []
  const kept = new Map<string, { text: string; verdict: Verdict }>()
  let refusals = 0
  const take = (mail: PortMail) => {
    const id = `${name}-${mails.length + 1}`
    mails.push({ ...mail, id })
    return id
  }
  const answer = async (request: IncomingMessage): Promise<Verdict> => {
    const path = request.url ?? ''
    requests.push({ method: request.method ?? '', path })
    const text = await readText(request)
    const isSending = request.method === 'POST'
    if (!isAuthorized(name, request)) return unauthorized[name]
    if (!isSending) return tests[name][path] ?? { status: 404, body: {} }
    if (path !== { resend: '/emails', postmark: '/email', sendgrid: '/v3/mail/send' }[name])
      return { status: 404, body: {} }
    if (standIn.answerWith !== undefined) {
      refusals += 1
      return standIn.answerWith
    }
    const key = request.headers['idempotency-key']
    const before = typeof key === 'string' ? kept.get(key) : undefined
    if (before !== undefined)
      return before.text === text ? before.verdict : { status: 409, body: { name: 'invalid_idempotent_request' } }
    try {
      const verdict = readers[name](JSON.parse(text), take)
      if (name === 'resend' && typeof key === 'string') kept.set(key, { text, verdict })
      return verdict
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return {
        status: 422,
        body: { message: error.message, Message: error.message, errors: [{ message: error.message }] },
      }
    }
  }
  const server = createServer((request, response) => {
    answer(request).then(
      (verdict) => write(response, verdict),
      (error) => write(response, { status: 500, body: { message: String(error) } }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const standIn: ProviderStandIn = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    mails,
    requests,
    answerWith: undefined,
    refusals: () => refusals,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return standIn
}

function write(response: ServerResponse, { status, body, headers }: Verdict): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function isAuthorized(name: ProviderName, { headers }: IncomingMessage): boolean {
  return name === 'postmark'
    ? headers['x-postmark-server-token'] === providerKey
    : headers.authorization === `Bearer ${providerKey}`
}

const unauthorized: Readonly<Record<ProviderName, Verdict>> = {
  resend: { status: 401, body: { statusCode: 401, name: 'validation_error', message: 'API key is invalid' } },
  postmark: {
    status: 401,
    body: {
      ErrorCode: 10,
      Message: 'The Server Token you provided in the X-Postmark-Server-Token request header was invalid.',
    },
  },
  sendgrid: {
    status: 401,
    body: { errors: [{ message: 'The provided authorization grant is invalid, expired, or revoked' }] },
  },
}

const tests: Readonly<Record<ProviderName, Readonly<Record<string, Verdict>>>> = {
  resend: {
    '/domains': {
      status: 200,
      body: {
        data: [
          { name: 'salon-anna.example', status: 'verified' },
          { name: 'new.example', status: 'pending' },
        ],
      },
    },
  },
  postmark: { '/server': { status: 200, body: { ID: 1, DeliveryType: 'Live' } } },
  sendgrid: { '/v3/scopes': { status: 200, body: { scopes: ['mail.send', 'stats.read'] } } },
}

const readers: Readonly<Record<ProviderName, (body: Json, take: (mail: PortMail) => string) => Verdict>> = {
  resend(body, take) {
    onlyMembers(body, ['from', 'to', 'cc', 'reply_to', 'subject', 'text', 'html', 'headers', 'attachments'])
    const [to] = readMailboxes(listOf(body.to))
    const [from] = readMailboxes([textOf(body.from)])
    const files = listOf(body.attachments ?? []).map((file) => {
      onlyMembers(file as Json, ['filename', 'content', 'content_type'])
      return { name: textOf((file as Json).filename), content: base64Of((file as Json).content) }
    })
    const id = take(
      mailOf({
        from,
        to,
        cc: readMailboxes(listOf(body.cc ?? [])),
        replyTo: body.reply_to,
        body,
        text: body.text,
        html: body.html,
        files,
        headers: headersOf(body.headers),
      }),
    )
    return { status: 200, body: { id } }
  },
  postmark(body, take) {
    onlyMembers(body, [
      'From',
      'To',
      'Cc',
      'ReplyTo',
      'Subject',
      'TextBody',
      'HtmlBody',
      'Headers',
      'Attachments',
      'MessageStream',
    ])
    if (!['outbound', 'broadcast'].includes(textOf(body.MessageStream)))
      throw new Refused('The stream provided does not exist')
    const [to] = readMailboxes([textOf(body.To)])
    const [from] = readMailboxes([textOf(body.From)])
    const files = listOf(body.Attachments ?? []).map((file) => {
      onlyMembers(file as Json, ['Name', 'Content', 'ContentType'])
      return { name: textOf((file as Json).Name), content: base64Of((file as Json).Content) }
    })
    const headers = Object.fromEntries(
      listOf(body.Headers ?? []).map((each) => [
        textOf((each as Json).Name).toLowerCase(),
        textOf((each as Json).Value),
      ]),
    )
    const cc = body.Cc === undefined ? [] : readMailboxes(textOf(body.Cc).split(', '))
    const id = take(
      mailOf({
        from,
        to,
        cc,
        replyTo: body.ReplyTo,
        body: { subject: body.Subject },
        text: body.TextBody,
        html: body.HtmlBody,
        files,
        headers,
      }),
    )
    return { status: 200, body: { To: body.To, MessageID: id, ErrorCode: 0, Message: 'OK' } }
  },
  sendgrid(body, take) {
    onlyMembers(body, [
      'personalizations',
      'from',
      'reply_to',
      'subject',
      'headers',
      'content',
      'attachments',
      'categories',
    ])
    const [person] = listOf(body.personalizations) as Json[]
    const content = listOf(body.content) as Json[]
    if (person === undefined || content[0]?.type !== 'text/plain')
      throw new Refused('The content value must be a string, plain text first')
    const mailbox = (value: unknown) => {
      const { email, name } = value as Json
      return { address: addressOf(textOf(email)), name: name === undefined ? '' : textOf(name) }
    }
    const files = listOf(body.attachments ?? []).map((file) => {
      onlyMembers(file as Json, ['filename', 'type', 'content', 'disposition'])
      return { name: textOf((file as Json).filename), content: base64Of((file as Json).content) }
    })
    const id = take(
      mailOf({
        from: mailbox(body.from),
        to: mailbox(listOf(person.to)[0]),
        cc: listOf(person.cc ?? []).map(mailbox),
        replyTo: body.reply_to === undefined ? undefined : (body.reply_to as Json).email,
        body,
        text: content[0].value,
        html: content[1]?.value,
        files,
        headers: headersOf(body.headers),
      }),
    )
    return { status: 202, body: undefined, headers: { 'x-message-id': id } }
  },
}

interface Parts {
  readonly from: { address: string; name: string } | undefined
  readonly to: { address: string; name: string } | undefined
  readonly cc: readonly { address: string }[]
  readonly replyTo: unknown
  readonly body: Json
  readonly text: unknown
  readonly html: unknown
  readonly files: PortMail['attachments']
  readonly headers: Record<string, string>
}

function mailOf({ from, to, cc, replyTo, body, text, html, files, headers }: Parts): PortMail {
  if (from === undefined || to === undefined) throw new Refused('From and to are required')
  for (const value of Object.values(headers)) if (/[\r\n]/.test(value)) throw new Refused('Invalid header')
  return {
    from: from.address,
    fromName: from.name,
    to: to.address,
    toName: to.name,
    cc: cc.map(({ address }) => address),
    replyTo: replyTo === undefined ? undefined : addressOf(textOf(replyTo)),
    subject: textOf(body.subject),
    text: textOf(text),
    html: textOf(html),
    attachments: files,
    headers,
  }
}

function onlyMembers(body: Json, known: readonly string[]): void {
  const unknown = Object.keys(body).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Refused(`Unknown field ${unknown.join(', ')}`)
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Refused('A text is missing')
  return value
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Refused('A list is missing')
  return value
}

function addressOf(text: string): string {
  if (!/^[^\s<>@,"]+@[^\s<>@,"]+\.[^\s<>@,"]+$/.test(text)) throw new Refused(`Invalid email address ${text}`)
  return text
}

function readMailboxes(texts: readonly unknown[]): { address: string; name: string }[] {
  return texts.map((text) => {
    const [, quoted, plain, address] = /^(?:"((?:[^"\\]|\\.)*)"|([^"<>,]*)) <([^<>]+)>$/.exec(textOf(text)) ?? []
    if (address === undefined) return { address: addressOf(textOf(text)), name: '' }
    return {
      address: addressOf(address),
      name: quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1'),
    }
  })
}

function base64Of(value: unknown): string {
  const text = textOf(value)
  if (Buffer.from(text, 'base64').toString('base64') !== text) throw new Refused('The attachment is not base64')
  return text
}

function headersOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((value ?? {}) as Json).map(([name, text]) => [name.toLowerCase(), textOf(text)]),
  )
}
