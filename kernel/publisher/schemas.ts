import * as v from 'valibot'
import { Timestamp, text } from '../sdk/schemas.ts'

export const NewPublisher = v.object({
  slug: v.pipe(
    v.string('Write a short name for addresses'),
    v.minLength(3, 'Use at least 3 characters'),
    v.maxLength(40, 'Use at most 40 characters'),
    v.regex(/^[a-z0-9](-?[a-z0-9])+$/, 'Use lower-case letters, digits and single hyphens'),
  ),
  name: text(100, 1),
  website: v.optional(
    v.nullable(
      v.pipe(
        v.string('Write an address like https://example.com'),
        v.maxLength(300, 'Use at most 300 characters'),
        v.url('Write an address like https://example.com'),
        v.startsWith('https://', 'Write an address like https://example.com'),
      ),
    ),
  ),
})
export const Publisher = v.object({
  slug: v.string(),
  name: v.string(),
  website: v.nullable(v.string()),
  verified: v.boolean(),
})

export const NewKey = v.object({
  title: text(100, 1),
  /** Raw Ed25519, base64url. */
  publicKey: v.pipe(
    v.string('Give the public key'),
    v.regex(/^[A-Za-z0-9_-]{43}$/, 'Give a raw Ed25519 public key in base64url: 43 characters'),
  ),
})
export const Key = v.object({ id: v.string(), title: v.string(), publicKey: v.string(), createdAt: Timestamp })
export const Keys = v.object({ data: v.array(Key) })
export const KeyParam = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'A key’s id has 16 hexadecimal digits')),
})

const Line = v.object({ pointer: v.string(), detail: v.string() })
const Sentence = v.object({ kind: v.string(), key: v.string(), text: v.string(), why: v.nullable(v.string()) })
export const DryRun = v.object({ dryRun: v.optional(v.picklist(['true', 'false'], 'Say true or false'), 'false') })
export const Submitted = v.object({
  id: v.string(),
  version: v.string(),
  state: v.picklist(['live', 'submitted']),
  audit: v.object({
    faults: v.array(Line),
    warnings: v.array(Line),
    sizes: v.object({ code: v.number(), manifest: v.number(), migrations: v.number(), screenshots: v.number() }),
    asks: v.array(Sentence),
  }),
})

export const VersionParams = v.object({
  id: v.pipe(v.string(), v.maxLength(60)),
  version: v.pipe(v.string(), v.maxLength(60)),
})
export const Reason = v.object({ reason: text(500, 1) })
const OwnVersion = v.object({
  version: v.string(),
  state: v.picklist(['submitted', 'live', 'refused', 'yanked', 'rolled_back']),
  /** Whether workspaces get it by themselves: a few of them, or all. */
  stage: v.picklist(['few', 'all']),
  reason: v.nullable(v.string()),
  changes: v.string(),
  at: Timestamp,
  installs: v.number(),
  /** Of the last day. */
  calls: v.number(),
  errors: v.number(),
})
export const OwnPlugins = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      title: v.string(),
      icon: v.string(),
      killed: v.boolean(),
      reason: v.nullable(v.string()),
      installs: v.number(),
      versions: v.array(OwnVersion),
    }),
  ),
})
