import * as v from 'valibot'
import { Timestamp } from '../sdk/schemas.ts'

const Nothing = v.object({})
const Role = v.picklist(['owner', 'admin', 'member', 'viewer'])
const Look = v.object({
  name: v.optional(v.string()),
  slug: v.optional(v.string()),
  colour: v.optional(v.nullable(v.string())),
  timeZone: v.optional(v.string()),
  currency: v.optional(v.string()),
  language: v.optional(v.string()),
})
/** Names of what was changed, never its content. */
const Setup = v.object({
  enabled: v.optional(v.boolean()),
  settings: v.array(v.string()),
  secrets: v.array(v.string()),
})

const Why = v.object({ reason: v.string() })
/** A published plugin's name at that time. */
const Titled = { title: v.string() }

/** What the kernel itself announces in a workspace: each action with the schema of its data. */
export const kernelEvents: Readonly<Record<string, v.GenericSchema>> = {
  'tenant.created': v.object({ ...Look.entries, name: v.string(), slug: v.string() }),
  'tenant.renamed': Look,
  'tenant.changed': Look,
  'tenant.logoChanged': v.object({ contentType: v.string(), bytes: v.number() }),
  'tenant.logoRemoved': Nothing,
  'tenant.twoStepsChanged': v.object({ required: v.boolean() }),
  'tenant.transferred': v.object({ from: v.string() }),
  'tenant.deleted': v.object({ slug: v.string() }),
  'member.joined': v.object({ role: v.optional(Role), invitationId: v.optional(v.string()) }),
  'member.roleChanged': v.object({ role: Role }),
  'member.removed': Nothing,
  'invitation.sent': v.object({ role: Role }),
  'invitation.revoked': Nothing,
  'invitation.declined': Nothing,
  'apiKey.created': v.object({ name: v.string(), permissions: v.array(v.string()) }),
  'apiKey.rotated': v.object({ replacedBy: v.string() }),
  'apiKey.revoked': Nothing,
  'module.changed': Setup,
  'connector.changed': Setup,
  'plugin.installed': v.object({ ...Titled, version: v.string() }),
  'plugin.upgraded': v.object({ ...Titled, from: v.string(), to: v.string() }),
  'plugin.rolledBack': v.object({ ...Titled, from: v.string(), to: v.string(), reason: v.optional(v.string()) }),
  'plugin.suspended': v.object(Titled),
  'plugin.resumed': v.object(Titled),
  'plugin.changed': v.object({
    ...Titled,
    grants: v.boolean(),
    settings: v.array(v.string()),
    secrets: v.array(v.string()),
    autoUpdate: v.optional(v.boolean()),
  }),
  'plugin.uninstalled': v.object({ ...Titled, data: v.picklist(['keep', 'delete']) }),
  'published.killed': Why,
  'published.revived': Why,
  'published.admitted': v.object({ version: v.string() }),
  'published.refused': v.object({ version: v.string(), ...Why.entries }),
  'published.yanked': v.object({ version: v.string(), ...Why.entries }),
  'published.verified': v.object({ slug: v.string() }),
  'published.unsound': v.object({ fault: v.nullable(v.string()) }),
  'published.rolledBack': v.object({ version: v.string(), reason: v.string() }),
  'published.wentToAll': v.object({ version: v.string() }),
  // Never the whole address: with some receivers that is a secret.
  'webhook.created': v.object({ host: v.string(), events: v.array(v.string()) }),
  'webhook.changed': v.object({ fields: v.array(v.string()), host: v.optional(v.string()) }),
  'webhook.deleted': Nothing,
  'webhook.rotated': v.object({ keyId: v.string() }),
  'webhook.tested': v.object({ message: v.string() }),
  'webhook.disabled': v.object({ reason: v.string() }),
  'webhook.replayed': v.object({
    deliveryId: v.optional(v.string()),
    from: v.optional(Timestamp),
    to: v.optional(Timestamp),
  }),
  'deliveries.replayed': v.object({
    ids: v.optional(v.array(v.string())),
    from: v.optional(Timestamp),
    to: v.optional(Timestamp),
  }),
  'publisher.registered': v.object({ slug: v.string(), name: v.string() }),
  'publisherKey.added': v.object({ title: v.string() }),
  'publisherKey.withdrawn': v.object({ title: v.string() }),
  'pluginVersion.submitted': v.object({ plugin: v.string(), version: v.string(), hash: v.string(), state: v.string() }),
  'pluginVersion.yanked': v.object({ plugin: v.string(), version: v.string(), reason: v.string() }),
  'notifications.chosen': v.object({ kinds: v.array(v.string()), hour: v.boolean() }),
  'kernel.route.called': v.object({ method: v.string(), path: v.string() }),
}
