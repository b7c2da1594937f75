import { type Belongings, composeMail, SmtpFailure, type SmtpServer, sendSmtp, trySmtp } from '#sdk'
import { postmark } from './providers/postmark.ts'
import type { HttpProvider, Notice, NoticeRequest, OutgoingMail, ProviderAnswer, Sent } from './providers/provider.ts'
import { resend } from './providers/resend.ts'
import { sendgrid } from './providers/sendgrid.ts'
import { UpstreamFailure } from './providers/upstream-failure.ts'
import type { Settings } from './settings.ts'
import { explainSmtp } from './smtp/explain-smtp.ts'
import { seekConnectionFault } from './smtp/seek-connection-fault.ts'

const providers: Readonly<Record<Exclude<Settings['provider'], 'smtp'>, HttpProvider>> = { postmark, resend, sendgrid }
const patienceMs = 15_000
const mostAnswerLength = 256 * 1024

/** The one that sends the mail, whoever it is. */
export interface Upstream {
  /** Hands a mail over. Throws an UpstreamFailure when it was not taken. */
  send(mail: OutgoingMail): Promise<Sent>
  /** Says in a plain sentence what is wrong with the connection; undefined when it works. Sends nothing. */
  test(): Promise<string | undefined>
}

export type UpstreamContext = Pick<Belongings, 'secret' | 'fetch' | 'connect' | 'installation'> & {
  readonly settings: Settings
}

/** Opens the way to the provider that the workspace has chosen. */
export function openUpstream(context: UpstreamContext): Upstream {
  const { provider } = context.settings
  return provider === 'smtp' ? openSmtp(context) : openHttp(context, providers[provider])
}

/** What the provider tells in a notice; undefined when the notice is not from it. A mail server sends none. */
export async function readNotices(settings: Settings, request: NoticeRequest): Promise<readonly Notice[] | undefined> {
  return settings.provider === 'smtp' ? undefined : providers[settings.provider].readNotices(request)
}

function openSmtp(context: UpstreamContext): Upstream {
  const { connect, settings } = context
  return {
    async send(mail) {
      const server = await serverOf(context)
      const recipients = [mail.to, ...mail.cc].map(({ address }) => address)
      try {
        const receipt = await sendSmtp(connect, server, {
          from: mail.from.address,
          recipients,
          text: composeMail({ ...mail, headers: mail.headers, to: [mail.to] }),
        })
        const refused = receipt.refused.map(({ address, failure }) => ({
          address,
          isGone: explainSmtp(failure, server).isGone,
        }))
        return { providerId: null, refused }
      } catch (error) {
        if (!(error instanceof SmtpFailure)) throw error
        throw explainSmtp(error, server)
      }
    },
    async test() {
      const server = await serverOf(context)
      try {
        await trySmtp(connect, server, settings.fromAddress)
        return undefined
      } catch (error) {
        if (!(error instanceof SmtpFailure)) throw error
        return error.stage === 'connect' || error.stage === 'tls' || error.code === undefined
          ? seekConnectionFault(context, server, error)
          : explainSmtp(error, server).message
      }
    },
  }
}

async function serverOf({ settings, secret }: UpstreamContext): Promise<SmtpServer> {
  const { host, port, security, username } = settings.smtp
  const password = username === '' ? undefined : await secret('password')
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port ?? { tls: 465, starttls: 587, none: 25 }[security],
    security,
    greetAs: settings.fromAddress.slice(settings.fromAddress.lastIndexOf('@') + 1),
    ...(username === '' ? {} : { username, password: password ?? '' }),
  }
}

function openHttp(context: UpstreamContext, provider: HttpProvider): Upstream {
  const { settings, secret } = context
  const base = (settings.apiUrl === '' ? provider.apiUrl : settings.apiUrl).replace(/\/+$/, '')
  const ask = async (request: ReturnType<HttpProvider['sending']>): Promise<ProviderAnswer> => {
    const { path, method, headers, body } = request
    try {
      const response = await context.fetch(`${base}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      return { status: response.status, headers: response.headers, body: await readJson(response) }
    } catch (error) {
      if (error instanceof Error && error.name === 'AppError') throw error
      throw new UpstreamFailure(
        `${provider.title} does not answer. If that stays so, look at the address of the service.`,
      )
    }
  }
  return {
    async send(mail) {
      return provider.readSent(await ask(provider.sending(mail, await keyOf(secret, provider))), mail)
    },
    async test() {
      try {
        return provider.readTest(await ask(provider.testing(await keyOf(secret, provider))), settings.fromAddress)
      } catch (error) {
        if (error instanceof UpstreamFailure) return error.message
        throw error
      }
    },
  }
}

async function keyOf(secret: UpstreamContext['secret'], provider: HttpProvider): Promise<string> {
  const key = (await secret('api_key'))?.trim() ?? ''
  if (!/^[\x21-\x7e]+$/.test(key)) throw new UpstreamFailure(`Enter the API key that ${provider.title} gave you.`)
  return key
}

/** The answer as JSON; anything else, or too much of it, is null. */
async function readJson(response: Response): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop cancels the rest.
    if (text.length > mostAnswerLength) return null
  }
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
