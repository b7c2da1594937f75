import * as v from 'valibot'
import { EmailAddress, Timestamp, text, Uuid } from '../sdk/schemas.ts'

const Role = v.picklist(['owner', 'admin', 'member', 'viewer'], 'Choose owner, admin, member or viewer')
const Slug = v.pipe(
  v.string('Write an address'),
  v.maxLength(63, 'Use at most 63 characters'),
  v.regex(/^[a-z0-9](-?[a-z0-9])+$/, 'Use 2 to 63 lower-case letters, digits and single hyphens'),
)

export const NewTenant = v.object({ name: text(100, 1), slug: v.optional(Slug) })
export const TenantPatch = v.object({ name: v.optional(text(100, 1)), slug: v.optional(Slug) })
export const Tenant = v.object({
  id: Uuid,
  slug: v.string(),
  name: v.string(),
  plan: v.picklist(['free', 'pro', 'business']),
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
export const TenantList = v.object({
  data: v.array(v.object({ id: Uuid, slug: v.string(), name: v.string(), role: Role })),
})

export const Member = v.object({ id: Uuid, email: v.string(), name: v.string(), role: Role, createdAt: Timestamp })
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
export const Acceptance = v.object({
  token: v.pipe(v.string('Give the token from the link'), v.maxLength(200, 'This is not such a token')),
})
