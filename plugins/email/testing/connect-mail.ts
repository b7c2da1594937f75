import type { MailServer, Workspace } from '#sdk/testing'

export const sender = 'hello@salon-anna.example'
export const login = { username: 'salon', password: 'pässword with spaces' }

/** Connects a workspace to a mail server of the test, as its owner does in the page. */
export async function connectMail(
  workspace: Workspace,
  server: Pick<MailServer, 'port'>,
  smtp: Readonly<Record<string, unknown>> = {},
  settings: Readonly<Record<string, unknown>> = {},
) {
  const reply = await workspace.client.put('/api/connectors/email', {
    enabled: true,
    settings: {
      provider: 'smtp',
      fromAddress: sender,
      smtp: { host: 'localhost', port: server.port, security: 'none', ...smtp },
      ...settings,
    },
    ...(smtp.username === undefined ? {} : { secrets: { password: login.password } }),
  })
  if (reply.status !== 200) throw new Error(`Connecting mail answered ${reply.status}: ${JSON.stringify(reply.body)}`)
}

let written = 0

/** A message that may be sent as it is. */
export function message(to: string, more: Readonly<Record<string, unknown>> = {}) {
  written += 1
  return {
    to,
    subject: 'Your appointment',
    text: 'See you on Friday at 10:30.',
    category: 'transactional',
    idempotencyKey: `message-${process.pid}-${written}`,
    ...more,
  }
}
