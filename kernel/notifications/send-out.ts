import type { Env } from '../env.ts'
import { AppError } from '../errors/app-error.ts'
import type { NotificationChannels } from '../sdk/notifications.ts'
import type { Ports } from '../sdk/ports.ts'
import type { Tenant } from '../sdk/request.ts'
import type { channelsOf } from './channels.ts'

/** Something that a person is told, and how they want it. */
export interface Told {
  readonly id: string
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly title: string
  readonly body: string
  readonly path: string
  readonly inApp: boolean
  readonly push: boolean
  readonly mail: NotificationChannels['mail']
}

export interface WayOut {
  readonly env: Env
  readonly tenant: Tenant
  readonly ports: Ports
  readonly channels: ReturnType<typeof channelsOf>
}

/** What a person unsubscribes from with one click: the mails of single notifications, or the one of the day. */
export const mailLists = { now: 'notifications', daily: 'the daily summary' } as const

/** Sends what is to reach people outside of the workspace. The ports send what has the same key once, so it may be called again. */
export async function sendOut(way: WayOut, told: readonly Told[]): Promise<void> {
  for (const one of told) {
    if (one.push && way.channels.push === 'connected') await unlessRefused(() => pushTo(way, one))
    if (one.mail === 'now' && way.channels.mail !== 'not_connected') await unlessRefused(() => mailTo(way, one))
  }
}

/** What the connector refuses for good (a plan's limit, a connection that is not set up) is not tried again: the bell tells it still. */
export async function unlessRefused(send: () => Promise<unknown>): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    console.error(`A notification was not sent: ${error.code}`)
  }
}

function pushTo({ ports }: WayOut, { id, userId, title, body, path }: Told) {
  return ports.push.send({
    to: userId,
    title,
    ...(body === '' ? {} : { body }),
    link: path,
    tag: id,
    idempotencyKey: `notification:${id}`,
  })
}

function mailTo({ ports, tenant, env }: WayOut, { id, email, name, title, body, path }: Told) {
  const url = addressOf(env, tenant, path)
  return ports.email.send({
    to: email,
    toName: name,
    subject: title,
    template: {
      heading: title,
      paragraphs: body === '' ? [] : [body],
      ...(url === undefined ? {} : { action: { label: 'Open it', url } }),
      closing: whereToChoose(env, tenant),
    },
    category: 'notification',
    listUnsubscribe: mailLists.now,
    idempotencyKey: `notification:${id}`,
  })
}

/** A page of the workspace as a mail names it; undefined where the installation does not know its own address. */
export function addressOf(env: Env, tenant: Tenant, path: string): string | undefined {
  if (env.PUBLIC_URL === undefined) return undefined
  return `${new URL(env.PUBLIC_URL).origin}/w/${tenant.slug}${path}`
}

export function whereToChoose(env: Env, tenant: Tenant): string {
  const url = addressOf(env, tenant, '/notifications/choices')
  return `You choose what ${tenant.name} tells you, and how, under Notifications${url === undefined ? '' : `: ${url}`}.`
}
