import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { connectAnywhere } from './connect.ts'
import { drawMail, templateOf } from './draw-mail.ts'
import { type InstallationMail, mailMode, readInstallationMail } from './installation-mail.ts'
import { composeMail } from './mime/compose-mail.ts'
import { sendSmtp } from './smtp/send-smtp.ts'
import { SmtpFailure } from './smtp/smtp-failure.ts'

interface StoredMail {
  readonly id: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly attempts: number
  readonly createdAt: Date
}

/** A mail whose sender died is sent again after this long; no try takes as long. */
const lease = '2 minutes'
const atOnce = 10
const waitSeconds = [10, 30, 60, 300, 900, 1800, 3600] as const
/** Links in account mail are of no use later. */
const tooOld = '3 days'
const keptFor = '30 days'

/**
 * Sends the account mail that is due, until none is or time is over.
 *
 * At least once: a Worker that dies after the server took a mail leaves it to be sent again, under the same Message-ID.
 */
export async function deliverAccountMail(env: Env, endsAtMs: number): Promise<void> {
  if (mailMode(env) !== 'send') return
  const database = kernelDatabase(env, systemTenantId)
  const installation = readInstallationMail(env)
  while (Date.now() < endsAtMs) {
    const rows = await database.call(
      'select id, recipient, subject, body, attempts, created_at from kernel.claim_mail($1::interval, $2)',
      [lease, atOnce],
    )
    if (rows.length === 0) return
    await Promise.all(rows.map((row) => deliver(env, installation, readRow(row))))
  }
}

/** Once a minute: whether account mail waits, and what nobody needs any more. */
export async function tidyAccountMail(env: Env): Promise<boolean> {
  const database = kernelDatabase(env, systemTenantId)
  const mode = mailMode(env)
  // Shown is delivered: an SMTP_URL that is set later sends none of it.
  if (mode === 'show') await database.call(`update kernel.outgoing_mail set state = 'captured' where state = 'waiting'`)
  await database.call('select kernel.forget_mail($1::interval, $2::interval)', [tooOld, keptFor])
  if (mode !== 'send') return false
  const due = await database.call(
    `select 1 from kernel.outgoing_mail where state = 'waiting' and due_at <= clock_timestamp() + interval '5 seconds' limit 1`,
  )
  return due.length > 0
}

async function deliver(env: Env, installation: InstallationMail, mail: StoredMail): Promise<void> {
  const settle = (outcome: string, again: string | null, failure: string | null) =>
    kernelDatabase(env, systemTenantId).call('select kernel.settle_mail($1, $2, $3::interval, $4)', [
      mail.id,
      outcome,
      again,
      failure,
    ])
  try {
    await sendSmtp(connectAnywhere, installation.server, {
      from: installation.from.address,
      recipients: [mail.recipient],
      text: write(env, installation, mail),
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'It failed'
    if (isFinal(error)) return void (await settle('failed', null, reason))
    console.error('An account mail was not taken, it is tried again:', reason)
    const wait = waitSeconds[Math.min(mail.attempts, waitSeconds.length) - 1] ?? 3600
    return void (await settle('waiting', `${wait} seconds`, reason))
  }
  await settle('sent', null, null)
}

/** Only what the server says of this very mail is for good: a wrong password is mended, and then all of them go out. */
function isFinal(error: unknown): boolean {
  return error instanceof SmtpFailure && error.isLasting && (error.stage === 'recipient' || error.stage === 'content')
}

function write(env: Env, { from }: InstallationMail, mail: StoredMail): string {
  const look = { name: from.name ?? 'Digital Platform Factory', logoUrl: null, colour: null }
  const origin = env.PUBLIC_URL === undefined ? undefined : new URL(env.PUBLIC_URL).origin
  const footer = { lines: [`You get this mail because of your account${origin === undefined ? '' : ` at ${origin}`}.`] }
  return composeMail({
    from: { name: look.name, address: from.address },
    to: [{ address: mail.recipient }],
    subject: mail.subject,
    text: mail.body,
    html: drawMail(look, templateOf(mail.body), footer).html,
    messageId: `${mail.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}`,
    date: mail.createdAt,
    // RFC 3834: no answering machine answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
}

function readRow(row: readonly unknown[]): StoredMail {
  const [id, recipient, subject, body, attempts, createdAt] = row
  return {
    id: String(id),
    recipient: String(recipient),
    subject: String(subject),
    body: String(body),
    attempts: Number(attempts),
    createdAt: new Date(String(createdAt).replace(' ', 'T').replace(/\+00$/, 'Z')),
  }
}
