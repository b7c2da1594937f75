import { eq } from 'drizzle-orm'
import type { NotificationKind } from '../sdk/notifications.ts'
import { webhooks } from '../webhooks/tables.ts'

const roleWords: Readonly<Record<string, string>> = {
  owner: 'an owner',
  admin: 'a manager',
  member: 'a member',
  viewer: 'a viewer',
}

/** What the kernel itself tells people of. */
export const kernelKinds: Readonly<Record<string, NotificationKind>> = {
  member_joined: {
    title: 'Somebody accepts an invitation',
    on: ['member.joined'],
    permission: 'members.manage',
    channels: { inApp: true, push: false, mail: 'daily' },
    tell: async ({ nameOf }, { subject, data }) => {
      const name = await nameOf(subject)
      if (name === undefined || data.invitationId === undefined) return []
      const as = roleWords[String(data.role)]
      return [
        {
          to: 'everybody',
          title: `${name} joined the workspace`,
          ...(as === undefined ? {} : { body: `They work here as ${as} now.` }),
          path: '/members',
        },
      ]
    },
  },
  webhook_disabled: {
    title: 'A webhook is turned off because it fails',
    on: ['webhook.disabled'],
    permission: 'webhooks.manage',
    // The owners get a mail of its own about it.
    channels: { inApp: true, push: true, mail: 'off' },
    tell: async ({ db }, { subject, data }) => {
      const id = subject.slice('webhook:'.length)
      const [webhook] = await db.select({ url: webhooks.url }).from(webhooks).where(eq(webhooks.id, id))
      if (webhook === undefined) return []
      return [
        {
          to: 'everybody',
          title: `The webhook to ${new URL(webhook.url).host} was turned off`,
          body: `${data.reason}.`,
          path: `/webhooks/${id}`,
        },
      ]
    },
  },
}
