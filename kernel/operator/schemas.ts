import * as v from 'valibot'
import { PluginName, Version } from '../sandbox/manifest.ts'
import { Timestamp, text } from '../sdk/schemas.ts'

export const Plugin = v.object({ id: PluginName })
export const PluginVersion = v.object({ id: PluginName, version: Version })
export const Publisher = v.object({ slug: v.pipe(v.string(), v.maxLength(40)) })
export const Reason = v.strictObject({ reason: text(500, 1) })
export const Yank = v.strictObject({
  ...Reason.entries,
  /** What becomes of those who have it: `back` to the version before where there is one, or `stop`. */
  installed: v.optional(v.picklist(['back', 'stop'], 'Say back or stop'), 'back'),
})

export const Overview = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      publisher: v.object({ slug: v.string(), name: v.string(), verified: v.boolean() }),
      state: v.picklist(['on', 'killed', 'unsound']),
      reason: v.nullable(v.string()),
      installs: v.number(),
      versions: v.array(
        v.object({
          version: v.string(),
          title: v.string(),
          state: v.picklist(['submitted', 'live', 'refused', 'yanked', 'rolled_back']),
          stage: v.picklist(['few', 'all']),
          reason: v.nullable(v.string()),
          at: Timestamp,
          installs: v.number(),
          /** Of the last day. */
          calls: v.number(),
          errors: v.number(),
        }),
      ),
    }),
  ),
})
