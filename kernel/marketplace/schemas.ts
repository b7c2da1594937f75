import * as v from 'valibot'
import { Grants } from '../sandbox/grants.ts'
import { PluginName, Version } from '../sandbox/manifest.ts'
import { listQuery, pageOf, Timestamp, text } from '../sdk/schemas.ts'

const Roles = v.array(v.picklist(['owner', 'admin', 'member', 'viewer']))
const Json = v.record(v.string(), v.unknown())
const State = v.picklist(['on', 'suspended', 'killed', 'yanked'])

export const Publisher = v.object({ slug: v.string(), name: v.string(), verified: v.boolean() })
export const Permission = v.object({ id: v.string(), title: v.string(), roles: Roles })
const SentenceSchema = v.object({
  kind: v.picklist(['port', 'host', 'call', 'hears', 'tables', 'limit']),
  key: v.string(),
  text: v.string(),
  why: v.nullable(v.string()),
})

export { SentenceSchema as Sentence }

export const Listing = v.object({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  icon: v.string(),
  publisher: Publisher,
  version: v.string(),
  installs: v.number(),
  updatedAt: Timestamp,
  screenshots: v.array(v.object({ title: v.string(), url: v.string() })),
  installed: v.nullable(v.object({ version: v.string(), state: State })),
})
export const ListingPage = pageOf(Listing)
export const ListingQuery = v.object({ ...listQuery, q: v.optional(text(200), '') })
export const ListingDetail = v.object({
  ...Listing.entries,
  versions: v.array(
    v.object({
      version: v.string(),
      changes: v.string(),
      at: Timestamp,
      state: v.picklist(['live', 'yanked', 'rolled_back']),
    }),
  ),
  permissions: v.array(Permission),
  asks: v.array(SentenceSchema),
  needs: Json,
  grants: Grants,
  pages: v.array(v.object({ title: v.string() })),
})

export const Installed = v.object({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  icon: v.string(),
  version: v.string(),
  previousVersion: v.nullable(v.string()),
  state: State,
  reason: v.nullable(v.string()),
  publisher: Publisher,
  pages: v.array(Json),
  permissions: v.array(Permission),
  mine: v.array(v.string()),
  calls: v.array(v.string()),
  settings: Json,
  settingsSchema: Json,
  secrets: v.array(v.object({ name: v.string(), title: v.string(), stored: v.boolean() })),
  grants: Grants,
  asked: Grants,
  needs: Json,
  asks: v.array(SentenceSchema),
  autoUpdate: v.boolean(),
  update: v.nullable(v.object({ version: v.string(), changes: v.string(), asksMore: v.array(SentenceSchema) })),
  installedAt: Timestamp,
})
export type Installed = v.InferOutput<typeof Installed>

const Amount = v.object({ used: v.number(), cap: v.number() })
export const Usage = v.object({
  day: v.string(),
  data: v.array(v.object({ what: v.string(), text: v.string(), ...Amount.entries })),
  rows: Amount,
  bytes: Amount,
})
export const LogPage = pageOf(
  v.object({
    at: Timestamp,
    level: v.picklist(['debug', 'info', 'warn', 'error']),
    text: v.string(),
    version: v.string(),
    requestId: v.nullable(v.string()),
  }),
)
export const LogQuery = v.object(listQuery)

export const PluginParam = v.object({ id: PluginName })
export const ScreenshotParams = v.object({
  id: PluginName,
  version: Version,
  place: v.pipe(v.string(), v.regex(/^[0-7]$/, 'Pictures are counted from 0 to 7'), v.toNumber()),
})
