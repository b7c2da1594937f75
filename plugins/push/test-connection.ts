import { eq } from 'drizzle-orm'
import type { ConnectorContext } from '#sdk'
import { forgetGone } from './devices/change-devices.ts'
import type { Settings } from './settings.ts'
import { devices } from './tables.ts'
import { sendPush } from './upstream.ts'
import { readVapidKey } from './vapid-key.ts'

/** Sends a test notification to the devices of whoever asks; says in a plain sentence what is wrong, undefined when all took it. */
export async function testConnection(context: ConnectorContext<Settings>): Promise<string | undefined> {
  const { tenant, actor } = context
  const { db, change } = await context.database()
  const [kind, userId = ''] = actor.split(':')
  const own = kind === 'person' ? await db.select().from(devices).where(eq(devices.userId, userId)) : []
  if (own.length === 0)
    return 'There is no device of yours to send a test to. Turn notifications on under Notifications, How you are told; then test again.'
  const key = await readVapidKey(context)
  const content = {
    title: 'This is a test',
    body: `So ${tenant.name} tells you what concerns you.`,
    link: `/w/${tenant.slug}/notifications`,
    tag: 'test',
    urgency: 'high',
    ttlSeconds: 300,
  } as const
  const answers = await Promise.all(
    own.map(async (device) => ({
      device,
      answer:
        device.serverKey === key.publicKey
          ? await sendPush({ ...context, key }, device, content)
          : ({ kind: 'gone' } as const),
    })),
  )
  const gone = answers.filter(({ answer }) => answer.kind === 'gone').map(({ device }) => device)
  if (gone.length > 0)
    await forgetGone(
      { change },
      gone.map(({ id }) => id),
    )
  const problems = answers.flatMap(({ device, answer }) => {
    if (answer.kind === 'taken') return []
    if (answer.kind === 'gone')
      return [`${device.name} takes no notifications any more and was removed: turn them on there again.`]
    return [`${device.name}: ${answer.reason}`]
  })
  return problems.length === 0 ? undefined : problems.join(' ')
}
