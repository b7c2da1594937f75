import type { SmtpFailure, SmtpServer } from '#sdk'
import { UpstreamFailure } from '../providers/upstream-failure.ts'

/** Enhanced codes (RFC 3463) that speak of the address itself: there is no such mailbox, or it is closed for good. */
const goneCodes = /^5\.(1\.([0-6]|10)|2\.1)$/
/** What servers without enhanced codes say of an address that does not exist (RFC 5321, 4.2.3). */
const goneReplies: ReadonlySet<number> = new Set([550, 551, 553])

/** What a mail server's refusal means, in a plain sentence; and whether it is about the recipient's address for good. */
export function explainSmtp(
  failure: SmtpFailure,
  { host, username }: Pick<SmtpServer, 'host' | 'username'>,
): UpstreamFailure {
  const said = failure.code === undefined ? '' : ` It says: ${failure.message} (${failure.code})`
  switch (failure.stage) {
    case 'connect':
      return new UpstreamFailure(`${host} cannot be reached.`)
    case 'tls':
      return new UpstreamFailure(`The connection to ${host} cannot be encrypted.${said}`)
    case 'greeting':
      return new UpstreamFailure(`${host} does not let us in, or is no mail server.${said}`)
    case 'login':
      return new UpstreamFailure(loginSentence(failure, host, username ?? '') + said)
    case 'sender':
      return new UpstreamFailure(senderSentence(failure, host) + said)
    case 'recipient':
      return new UpstreamFailure(`The recipient’s address was refused.${said}`, {
        isLasting: failure.isLasting,
        isGone: isGone(failure),
      })
    case 'content':
      return new UpstreamFailure(`${host} does not take this mail.${said}`, { isLasting: failure.isLasting })
  }
}

function loginSentence({ code }: SmtpFailure, host: string, username: string): string {
  if (code === 535 || code === 534 || code === 530)
    return `${host} refuses the user name ${username} or its password. Some providers want a password made for programs alone.`
  return `Signing in at ${host} as ${username} does not work.`
}

/** 530 comes here when a server wants somebody to sign in before they send. */
function senderSentence({ code }: SmtpFailure, host: string): string {
  if (code === 530) return `${host} wants a user name and a password before it takes mail.`
  return `${host} does not let you send from your sender address.`
}

/** A server that refuses us, or what we say, has nothing against the address. */
function isGone({ code, enhanced }: SmtpFailure): boolean {
  if (enhanced !== undefined) return goneCodes.test(enhanced)
  return code !== undefined && goneReplies.has(code)
}
