import type { Env } from '../env.ts'
import { isLoopbackAddress } from '../webhooks/public-address.ts'
import type { Mailbox } from './mime/encode-header.ts'
import type { SmtpServer } from './smtp/send-smtp.ts'

/** How the installation itself sends mail to people. */
export interface InstallationMail {
  readonly server: SmtpServer
  readonly from: Mailbox
}

/**
 * What becomes of the installation's own mail: sent (`SMTP_URL`), shown at `/mail` (`MAIL=show`), or kept until one of
 * the two is set.
 */
export function mailMode(env: Pick<Env, 'SMTP_URL' | 'MAIL'>): 'send' | 'show' | 'keep' {
  if ((env.SMTP_URL ?? '') !== '') return 'send'
  return env.MAIL === 'show' ? 'show' : 'keep'
}

/**
 * Reads `SMTP_URL`: `smtps://user:password@mail.example.com` (TLS from the start, port 465), or `smtp://…` (STARTTLS,
 * port 587). Without encryption only to this very machine, or with `?security=none`.
 */
export function readInstallationMail(env: Pick<Env, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL'>): InstallationMail {
  const text = env.SMTP_URL ?? ''
  if (!URL.canParse(text) || !/^smtps?:$/.test(new URL(text).protocol) || new URL(text).hostname === '')
    throw new Error('SMTP_URL is not an address like smtp://user:password@mail.example.com:587')
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const security = securityOf(url, host)
  const username = decodeURIComponent(url.username)
  const from = readFrom(env, username, host)
  return {
    from,
    server: {
      host,
      port: url.port === '' ? (security === 'tls' ? 465 : 587) : Number(url.port),
      security,
      greetAs: from.address.slice(from.address.lastIndexOf('@') + 1),
      ...(username === '' ? {} : { username, password: decodeURIComponent(url.password) }),
    },
  }
}

function securityOf(url: URL, host: string): SmtpServer['security'] {
  const said = url.searchParams.get('security')
  if (said === 'tls' || said === 'starttls' || said === 'none') return said
  if (url.protocol === 'smtps:') return 'tls'
  return host === 'localhost' || isLoopbackAddress(host) ? 'none' : 'starttls'
}

/** `MAIL_FROM`, as `Name <address>` or an address alone; else who signs in, else no-reply at the platform's own name. */
function readFrom(env: Pick<Env, 'MAIL_FROM' | 'PUBLIC_URL'>, username: string, host: string): Mailbox {
  const [, name = '', address = ''] =
    /^(?:"?([^"<]*?)"?\s*<)?([^\s<>]+@[^\s<>]+?)>?$/.exec((env.MAIL_FROM ?? '').trim()) ?? []
  if (address !== '') return name === '' ? { address } : { address, name }
  if (/^[^\s<>@]+@[^\s<>@]+$/.test(username)) return { address: username }
  return { address: `no-reply@${env.PUBLIC_URL === undefined ? host : new URL(env.PUBLIC_URL).hostname}` }
}
