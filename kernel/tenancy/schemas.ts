import * as v from 'valibot'
import { EmailAddress, Timestamp, text, Uuid } from '../sdk/schemas.ts'
import { currencies, languages, readTimeZone } from './choices.ts'

export const Role = v.picklist(['owner', 'admin', 'member', 'viewer'], 'Choose owner, admin, member or viewer')
const Slug = v.pipe(
  v.string('Write an address'),
  v.maxLength(63, 'Use at most 63 characters'),
  v.regex(/^[a-z0-9](-?[a-z0-9])+$/, 'Use 2 to 63 lower-case letters, digits and single hyphens'),
)

const Colour = v.pipe(
  v.string('Write a colour like #1f6feb'),
  v.regex(/^#[0-9a-f]{6}$/i, 'Write a colour like #1f6feb'),
  v.toLowerCase(),
)
export const TimeZone = v.pipe(
  v.string('Choose a time zone'),
  v.maxLength(64, 'There is no such time zone'),
  v.check((name) => readTimeZone(name) !== undefined, 'Choose a time zone like Europe/Berlin'),
  v.transform((name) => readTimeZone(name) ?? name),
)
const Currency = v.pipe(
  v.string('Choose a currency'),
  v.check((code) => currencies.includes(code), 'Choose a currency by its three letters, like EUR'),
)

const place = {
  timeZone: v.optional(TimeZone),
  currency: v.optional(Currency),
  language: v.optional(v.picklist(languages, 'Choose one of the languages that we speak')),
}

/** Without a language it speaks the one that its maker's browser asks for. */
export const NewTenant = v.object({ name: text(100, 1), slug: v.optional(Slug), ...place })
export const TenantPatch = v.object({
  name: v.optional(text(100, 1)),
  slug: v.optional(Slug),
  colour: v.optional(v.nullable(Colour)),
  ...place,
})
export const Tenant = v.object({
  id: Uuid,
  slug: v.string(),
  name: v.string(),
  plan: v.picklist(['free', 'pro', 'business']),
  /** An address under this origin, open to everybody. */
  logoUrl: v.nullable(v.string()),
  colour: v.nullable(v.string()),
  timeZone: v.string(),
  currency: v.string(),
  language: v.string(),
})
export const Logo = v.object({ logoUrl: v.string() })
/** An address under this origin, for whoever shares a workspace with the person; null without a picture. */
export const PictureUrl = v.nullable(v.string())
export const PersonPicture = v.object({ pictureUrl: v.string() })
export const LogoParams = v.object({ tenant: Uuid, version: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)) })
/** What may be chosen for a workspace. */
export const TenantChoices = v.object({
  timeZones: v.array(v.string()),
  currencies: v.array(v.string()),
  languages: v.array(v.string()),
})
/** The workspace as one of its members sees it: what they may do, and which modules are on. */
export const TenantAccess = v.object({
  ...Tenant.entries,
  /** Null for an API key. */
  role: v.nullable(Role),
  permissions: v.array(v.string()),
  /** The platform's own permissions in plain words; the plugins' are in the lists of modules and connectors. */
  permissionTitles: v.record(v.string(), v.string()),
  modules: v.array(v.string()),
  /** For If-Match. */
  version: v.number(),
})
/** A workspace as it stands in a list of them. */
export const TenantName = v.object({
  id: Uuid,
  slug: v.string(),
  name: v.string(),
  colour: v.nullable(v.string()),
  logoUrl: v.nullable(v.string()),
})
export const TenantList = v.object({
  data: v.array(v.object({ ...TenantName.entries, role: Role })),
})

export const Member = v.object({
  id: Uuid,
  email: v.string(),
  name: v.string(),
  role: Role,
  createdAt: Timestamp,
  pictureUrl: PictureUrl,
})
export const FormerMember = v.object({ id: Uuid, name: v.string() })
export const MemberPatch = v.object({ role: Role })
export const Transfer = v.object({ userId: Uuid })

export const NewInvitation = v.object({ email: EmailAddress, role: Role })
export const Invitation = v.object({
  id: Uuid,
  email: v.string(),
  role: Role,
  createdAt: Timestamp,
  expiresAt: Timestamp,
})
export const Joined = v.object({ tenantId: v.string(), role: Role })
export const Acceptance = v.object({
  token: v.pipe(v.string('Give the token from the link'), v.maxLength(200, 'This is not such a token')),
})
