import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Id = v.object({ id: v.string() })
const Sent = v.object({ id: v.string(), deviceId: v.string() })

/** What is written to people stands in tables, where it is removed, and never in the record; nor do addresses of devices. */
export const events = defineEvents('push', {
  'device.added': Id,
  'device.removed': v.object({ id: v.string(), reason: v.picklist(['by_hand', 'gone', 'left']) }),
  'message.queued': v.object({ id: v.string(), devices: v.number() }),
  'message.sent': Sent,
  'message.failed': v.object({ ...Sent.entries, reason: v.string() }),
  'message.tidied': v.object({ before: v.string() }),
})
