import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Id = v.object({ id: v.string() })
const Reason = v.picklist(['bounce', 'complaint', 'unsubscribed', 'by_hand'])

/** Addresses are people's: they stand in tables, where they can be removed, and never in the record, which stays. */
export const events = defineEvents(
  'email',
  {
    'message.queued': v.object({ id: v.string(), category: v.string() }),
    'message.suppressed': v.object({ id: v.string(), category: v.string() }),
    'message.sent': Id,
    'message.delayed': v.object({ id: v.string(), attempts: v.number() }),
    'message.failed': Id,
    'message.delivered': Id,
    'message.bounced': Id,
    'message.complained': Id,
    'message.repeated': Id,
    'message.tidied': v.object({ before: v.string() }),
    'suppression.added': v.object({ id: v.string(), scope: v.string(), reason: Reason }),
    'suppression.removed': Id,
  },
  { message: 'email.messages.read', suppression: 'email.suppressions.manage' },
)
