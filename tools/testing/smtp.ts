import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { testCertificates } from './certificates.ts'

/** A mail as it came in: its envelope, and what a mail program reads in it. */
export interface ReceivedMail {
  readonly from: string
  readonly recipients: readonly string[]
  readonly raw: string
  readonly parsed: Email
  /** Whether it came over TLS. */
  readonly secure: boolean
  /** Who signed in. */
  readonly user: string | undefined
}

export interface MailServerOptions {
  readonly security: 'tls' | 'starttls' | 'none'
  /** Who may sign in; anybody may send without when absent. */
  readonly login?: { readonly username: string; readonly password: string }
  /** What the server says to a recipient: a reply code and a text; nothing to take it. */
  readonly refuseRecipient?: (address: string) => readonly [code: number, text: string] | undefined
  readonly refuseSender?: (address: string) => readonly [code: number, text: string] | undefined
  /** What the server says at the end of a mail; called before it counts as received. */
  readonly refuseContent?: (mail: ReceivedMail) => readonly [code: number, text: string] | undefined
  /** Called when a mail was received; the reply waits for it. */
  readonly onMail?: (mail: ReceivedMail) => Promise<void> | void
  readonly port?: number
}

export interface MailServer {
  readonly port: number
  /** What came in, in its order. */
  readonly mails: readonly ReceivedMail[]
  /** How many connections were opened. */
  readonly connections: () => number
  readonly stop: () => Promise<void>
}

/** A real mail server on 127.0.0.1, which keeps what it gets. Its certificate is for `localhost`. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let connections = 0
  const server = new SMTPServer({
    ...(await securityOptions(options)),
    disabledCommands: options.login === undefined ? ['AUTH'] : [],
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    size: 20_000_000,
    logger: false,
    onConnect(_session, done) {
      connections += 1
      done()
    },
    onAuth({ username, password }, _session, done) {
      const { login } = options
      if (login !== undefined && login.username === username && login.password === password)
        return done(null, { user: username })
      done(refusal([535, '5.7.8 Authentication credentials invalid']))
    },
    onMailFrom({ address }, _session, done) {
      done(refusal(options.refuseSender?.(address)))
    },
    onRcptTo({ address }, _session, done) {
      done(refusal(options.refuseRecipient?.(address)))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        receive(Buffer.concat(chunks), session).then(
          async (mail) => {
            const refused = options.refuseContent?.(mail)
            if (refused !== undefined) return done(refusal(refused))
            mails.push(mail)
            await options.onMail?.(mail)
            done()
          },
          (error: Error) => done(error),
        )
      })
    },
  })
  // A client that breaks off, or mistrusts the certificate, is no failure of the server.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function securityOptions({ security }: MailServerOptions): Promise<SMTPServerOptions> {
  if (security === 'none') return { hideSTARTTLS: true }
  const { key, cert } = await testCertificates()
  const pair = { key, cert }
  return security === 'tls' ? { ...pair, secure: true } : pair
}

async function receive(raw: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
    raw: raw.toString('utf8'),
    parsed: await PostalMime.parse(raw),
    secure: session.secure,
    user: typeof session.user === 'string' ? session.user : undefined,
  }
}

function refusal(refused: readonly [code: number, text: string] | undefined): Error | null {
  if (refused === undefined) return null
  return Object.assign(new Error(refused[1]), { responseCode: refused[0] })
}
