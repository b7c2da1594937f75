import * as v from 'valibot'
import { defineEvents } from '#sdk'

const Thing = v.object({ id: v.string(), name: v.string() })
const Gone = v.object({ id: v.string() })
const Changed = v.object({ id: v.string(), fields: v.array(v.string()) })

/** By the noun that an event begins with: the permission with which it is seen in timelines and live. */
const seenWith = {
  service: 'booking.services.read',
  resource: 'booking.services.read',
  hours: 'booking.services.read',
  calendar: 'booking.services.manage',
  feed: 'booking.services.manage',
} as const

export const events = defineEvents(
  'booking',
  {
    'service.created': Thing,
    'service.updated': Changed,
    'service.deleted': Gone,
    'resource.created': Thing,
    'resource.updated': Changed,
    'resource.deleted': Gone,
    /** Days off and busy times: `resourceId` is null where it is for all. */
    'hours.changed': v.object({ id: v.string(), resourceId: v.nullable(v.string()) }),
    'calendar.connected': v.object({ id: v.string(), resourceId: v.string() }),
    'calendar.removed': Gone,
    'feed.created': Gone,
    'feed.removed': Gone,
  },
  seenWith,
)
