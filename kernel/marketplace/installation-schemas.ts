import * as v from 'valibot'
import { Grants } from '../sandbox/grants.ts'
import { Version } from '../sandbox/manifest.ts'
import { Sentence } from './schemas.ts'

const Settings = v.record(v.string(), v.unknown())

export const NewInstallation = v.strictObject({
  version: v.optional(Version),
  grants: v.optional(Grants),
  settings: v.optional(Settings),
})
export const Upgrade = v.strictObject({ version: v.optional(Version), grants: v.optional(Grants) })
export const Uninstall = v.strictObject({ data: v.picklist(['keep', 'delete'], 'Say keep or delete') })
export const InstallationPatch = v.strictObject({
  grants: v.optional(Grants),
  settings: v.optional(Settings),
  secrets: v.optional(v.record(v.string(), v.nullable(v.pipe(v.string(), v.maxLength(10_000, 'This is too long'))))),
  autoUpdate: v.optional(v.boolean('Say true or false')),
})
export const PlanQuery = v.object({ version: v.optional(Version) })
export const Plan = v.object({
  /** Null where the plugin is not installed. */
  from: v.nullable(v.string()),
  to: v.string(),
  changes: v.string(),
  asksMore: v.array(Sentence),
  asksLess: v.array(Sentence),
  /** All that is granted already, and all that is asked for besides. */
  grants: Grants,
  database: v.array(v.object({ text: v.string(), sql: v.string() })),
})
