import type { Connect } from '../../sdk/belongings.ts'
import { toBase64 } from '../mime/encode-header.ts'
import { SmtpFailure, type SmtpStage } from './smtp-failure.ts'
import { type SmtpReply, SmtpStream } from './smtp-stream.ts'

/** A mail server and who we are to it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, TLS after STARTTLS (and never without it), or none at all. */
  readonly security: 'tls' | 'starttls' | 'none'
  /** Without one, nobody signs in. */
  readonly username?: string
  readonly password?: string
  /** The name that we greet with; a mail server may look it up. */
  readonly greetAs: string
}

/** A mail as it is handed over: its envelope, and its text with lines ended by CRLF. */
export interface SmtpMail {
  readonly from: string
  readonly recipients: readonly string[]
  readonly text: string
}

export interface RefusedRecipient {
  readonly address: string
  readonly failure: SmtpFailure
}

export interface SmtpReceipt {
  /** What the server said last: often its own id of the mail. */
  readonly reply: string
  /** Recipients that it did not take, beside others that it took. */
  readonly refused: readonly RefusedRecipient[]
}

const patienceMs = 10_000
/** RFC 5321, 4.5.3.2.6 grants ten minutes for the end of the data; no Worker lives as long. */
const contentPatienceMs = 20_000
const longestMs = 25_000

/**
 * Hands a mail to a mail server (RFC 5321). Throws an SmtpFailure when it was not taken.
 *
 * When the connection breaks between the end of the mail and the reply to it, nobody knows whether it was taken: to
 * send it again under the same Message-ID is at least once.
 */
export async function sendSmtp(connect: Connect, server: SmtpServer, mail: SmtpMail): Promise<SmtpReceipt> {
  return converse(connect, server, async (stream, capabilities) => {
    await offerSender(stream, mail, capabilities)
    const refused = await offerRecipients(stream, mail.recipients)
    await expectCode(await stream.ask('DATA', 'content'), 354, 'content')
    await stream.send(`${stuffed(mail.text)}.\r\n`, 'content')
    const reply = await stream.read('content', contentPatienceMs)
    await expectCode(reply, 250, 'content')
    return { reply: reply.lines.join(' ').slice(0, 500), refused }
  })
}

/** Signs in to a mail server and asks whether it takes mail of this sender; sends none. */
export async function trySmtp(connect: Connect, server: SmtpServer, from: string): Promise<void> {
  await converse(connect, server, async (stream, capabilities) => {
    await offerSender(stream, { from, recipients: [], text: '' }, capabilities)
    await stream.ask('RSET', 'sender')
  })
}

async function converse<Result>(
  connect: Connect,
  server: SmtpServer,
  act: (stream: SmtpStream, capabilities: ReadonlyMap<string, string>) => Promise<Result>,
): Promise<Result> {
  const stream = await open(connect, server)
  try {
    await expectCode(await stream.read('greeting'), 220, 'greeting')
    let capabilities = await greet(stream, server)
    if (server.security === 'starttls') {
      if (!capabilities.has('STARTTLS')) throw new SmtpFailure('tls', 'The mail server does not offer encryption')
      await expectCode(await stream.ask('STARTTLS', 'tls'), 220, 'tls')
      await stream.upgrade()
      capabilities = await greet(stream, server, 'tls')
    }
    if (server.username !== undefined) await signIn(stream, server, capabilities)
    const result = await act(stream, capabilities)
    await stream.send('QUIT\r\n', 'content').catch(() => undefined)
    return result
  } finally {
    await stream.close()
  }
}

async function open(connect: Connect, { host, port, security }: SmtpServer): Promise<SmtpStream> {
  try {
    const connection = await connect(host, port, security)
    return new SmtpStream(connection, patienceMs, longestMs)
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') throw error
    throw new SmtpFailure('connect', 'The mail server cannot be reached')
  }
}

/** EHLO, and what the server can do: keywords in capitals with their parameters. */
async function greet(
  stream: SmtpStream,
  server: SmtpServer,
  stage: SmtpStage = 'greeting',
): Promise<ReadonlyMap<string, string>> {
  const reply = await stream.ask(`EHLO ${server.greetAs}`, stage)
  if (reply.code >= 500) {
    await expectCode(await stream.ask(`HELO ${server.greetAs}`, stage), 250, stage)
    return new Map()
  }
  await expectCode(reply, 250, stage)
  return new Map(
    reply.lines.slice(1).map((line) => {
      const [keyword = '', ...parameters] = line.trim().split(/[ =]/)
      return [keyword.toUpperCase(), parameters.join(' ').toUpperCase()]
    }),
  )
}

async function signIn(
  stream: SmtpStream,
  { username = '', password = '' }: SmtpServer,
  capabilities: ReadonlyMap<string, string>,
): Promise<void> {
  const ways = capabilities.get('AUTH')?.split(/\s+/) ?? []
  const encode = (text: string) => toBase64(new TextEncoder().encode(text))
  if (ways.includes('PLAIN')) {
    await expectCode(await stream.ask(`AUTH PLAIN ${encode(`\0${username}\0${password}`)}`, 'login'), 235, 'login')
  } else if (ways.includes('LOGIN')) {
    await expectCode(await stream.ask('AUTH LOGIN', 'login'), 334, 'login')
    await expectCode(await stream.ask(encode(username), 'login'), 334, 'login')
    await expectCode(await stream.ask(encode(password), 'login'), 235, 'login')
  } else {
    throw new SmtpFailure('login', 'The mail server offers no way to sign in')
  }
}

async function offerSender(
  stream: SmtpStream,
  { from, recipients, text }: SmtpMail,
  capabilities: ReadonlyMap<string, string>,
): Promise<void> {
  const isForeign = /[^\p{ASCII}]/u.test([from, ...recipients].map(asciiDomain).join(''))
  if (isForeign && !capabilities.has('SMTPUTF8'))
    throw new SmtpFailure('recipient', 'The mail server takes no addresses with such letters', 553)
  const size = capabilities.has('SIZE') && text !== '' ? ` SIZE=${new TextEncoder().encode(text).length}` : ''
  const foreign = isForeign ? `${capabilities.has('8BITMIME') ? ' BODY=8BITMIME' : ''} SMTPUTF8` : ''
  await expectCode(await stream.ask(`MAIL FROM:<${envelope(from)}>${size}${foreign}`, 'sender'), 250, 'sender')
}

/** Answers the recipients that were refused; throws when that is everybody. */
async function offerRecipients(stream: SmtpStream, recipients: readonly string[]): Promise<RefusedRecipient[]> {
  const refused: RefusedRecipient[] = []
  for (const address of recipients) {
    const reply = await stream.ask(`RCPT TO:<${envelope(address)}>`, 'recipient')
    if (reply.code < 200 || reply.code >= 300) refused.push({ address, failure: failureOf(reply, 'recipient') })
  }
  const [first] = refused
  if (first !== undefined && refused.length === recipients.length) throw first.failure
  return refused
}

/** An address as the envelope takes it; what would end it is refused, since it would be a command of its own. */
function envelope(address: string): string {
  if (!/^[^\s<>\p{Cc}]+@[^\s<>\p{Cc}]+$/u.test(address)) throw new Error('An envelope holds an address that is none')
  return asciiDomain(address)
}

function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (/^\p{ASCII}*$/u.test(domain) || !URL.canParse(`http://${domain}`)) return address
  return `${address.slice(0, at)}@${new URL(`http://${domain}`).hostname}`
}

/** RFC 5321, 4.5.2: a dot at the beginning of a line is doubled. */
function stuffed(text: string): string {
  return `${text
    .replaceAll(/\r\n\./g, '\r\n..')
    .replace(/^\./, '..')
    .replace(/\r\n$/, '')}\r\n`
}

async function expectCode(reply: SmtpReply, code: number, stage: SmtpStage): Promise<void> {
  if (reply.code !== code && !(code === 250 && reply.code === 251)) throw failureOf(reply, stage)
}

function failureOf({ code, lines }: SmtpReply, stage: SmtpStage): SmtpFailure {
  const text = lines.join(' ').trim()
  const [, enhanced, rest] = /^([245]\.\d{1,3}\.\d{1,3})\s*(.*)$/s.exec(text) ?? []
  const said = (rest ?? text).replaceAll(/\s+/g, ' ').slice(0, 300)
  return new SmtpFailure(stage, said === '' ? `It answered ${code}` : said, code, enhanced)
}
