import * as v from 'valibot'
import { listQuery, Timestamp, Uuid } from '../sdk/schemas.ts'
import { TimeZone } from '../tenancy/schemas.ts'

export const Query = v.object({
  ...listQuery,
  unread: v.optional(v.picklist(['true', 'false'], 'Choose true or false'), 'false'),
})

export const Notification = v.object({
  id: Uuid,
  /** `crm.task_assigned`, as the choices call it. */
  kind: v.string(),
  title: v.string(),
  body: v.string(),
  /** The page that it leads to, under the workspace. */
  path: v.string(),
  createdAt: Timestamp,
  readAt: v.nullable(Timestamp),
})

/** How many are not read yet; 100 stands for as many or more. */
export const Unread = v.object({ unread: v.number() })

export const Reading = v.union(
  [
    v.object({
      ids: v.pipe(
        v.array(Uuid, 'List what was read'),
        v.minLength(1, 'Choose at least one'),
        v.maxLength(100, 'Choose at most 100 at once'),
      ),
    }),
    /** All up to this one, so that what came since stays unread. */
    v.object({ upTo: Uuid }),
  ],
  'Give ids, or upTo',
)

const Mail = v.picklist(['now', 'daily', 'off'], 'Choose now, daily or off')
const YesOrNo = v.boolean('Say true or false')
export const Channels = v.object({ inApp: YesOrNo, push: YesOrNo, mail: Mail })

const ChannelState = v.picklist(['connected', 'captured', 'not_connected'])

export const Choices = v.object({
  /** What this workspace has connected: `captured` mail is shown at `/mail`, on a machine of one's own. */
  channels: v.object({ push: ChannelState, mail: ChannelState }),
  /** When the mail of the day comes, `HH:MM`. */
  at: v.string(),
  /** By the clocks of which zone; null for the workspace's. */
  timeZone: v.nullable(v.string()),
  kinds: v.array(
    v.object({ id: v.string(), module: v.string(), moduleTitle: v.string(), title: v.string(), ...Channels.entries }),
  ),
})

export const ChoicesPatch = v.object({
  kinds: v.optional(v.record(v.string(), Channels)),
  at: v.optional(
    v.pipe(v.string('Write a time like 08:00'), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 08:00')),
  ),
  timeZone: v.optional(v.nullable(TimeZone)),
})
