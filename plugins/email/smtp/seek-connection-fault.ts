import type { Belongings, SmtpFailure, SmtpServer } from '#sdk'
import { lookUp } from '../domain/look-up.ts'

type Outside = Pick<Belongings, 'connect' | 'fetch' | 'installation'>

const bannerPatienceMs = 4000

/**
 * Finds out why a mail server cannot be talked to, and says so in a plain sentence.
 *
 * The runtime says of every failed connection the same. So the name is looked up, and the same door is tried without
 * encryption: what answers there tells a closed door from a certificate that does not fit.
 */
export async function seekConnectionFault(outside: Outside, server: SmtpServer, failure: SmtpFailure): Promise<string> {
  const { host, port, security } = server
  const greeting = await seekGreeting(outside, server)
  if (greeting === 'closed') {
    if (await isUnknown(outside, host))
      return `There is no mail server with the name ${host}. Look for a typing mistake.`
    return `${host} does not answer on port ${port}. Look at the port, and whether the mail server is for use from outside.`
  }
  if (greeting === 'foreign') return `What answers at ${host} on port ${port} is no mail server.`
  if (security === 'tls')
    return greeting === 'mail'
      ? `${host} does not begin with TLS on port ${port}. Choose STARTTLS, or port 465.`
      : `The certificate of ${host} is not one that can be trusted, or is for another name. Use the name that your provider gave you.`
  if (security === 'starttls') {
    if (greeting === 'silent') return `${host} waits for TLS from the start on port ${port}. Choose TLS, or port 587.`
    return failure.message === 'The mail server does not offer encryption'
      ? `${host} does not offer STARTTLS on port ${port}. Choose TLS and port 465.`
      : `The certificate of ${host} is not one that can be trusted, or is for another name. Use the name that your provider gave you.`
  }
  if (greeting === 'silent') return `${host} waits for TLS on port ${port}. Choose TLS.`
  return `${host} ended the conversation. ${failure.message}.`
}

/** Without encryption: nobody opens; a mail server greets; something else speaks; somebody opens and says nothing. */
async function seekGreeting(
  { connect }: Outside,
  { host, port }: SmtpServer,
): Promise<'closed' | 'mail' | 'foreign' | 'silent'> {
  const connection = await connect(host, port, 'none').catch((error: unknown) => {
    if (error instanceof Error && error.name === 'AppError') throw error
    return undefined
  })
  if (connection === undefined) return 'closed'
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), bannerPatienceMs)
  })
  try {
    const reader = connection.readable.getReader()
    const first = await Promise.race([reader.read().catch(() => undefined), patience])
    if (first?.value === undefined) return 'silent'
    return /^[2-5]\d\d[ -]/.test(new TextDecoder().decode(first.value)) ? 'mail' : 'foreign'
  } finally {
    clearTimeout(timer)
    await connection.close().catch(() => undefined)
  }
}

/** Whether names servers know no such name; when they cannot be asked, nobody knows. */
async function isUnknown({ fetch, installation }: Outside, host: string): Promise<boolean> {
  if (host === 'localhost' || /^[\d.:a-f]+$/i.test(host)) return false
  const [four, six] = await Promise.all(
    (['A', 'AAAA'] as const).map((type) =>
      lookUp({ fetch, url: installation.dnsOverHttps }, host, type).catch(() => undefined),
    ),
  )
  return four?.length === 0 && six?.length === 0
}
