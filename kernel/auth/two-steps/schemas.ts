import * as v from 'valibot'
import { Timestamp, Uuid } from '../../sdk/schemas.ts'

export const Code = v.pipe(v.string('Write the code'), v.maxLength(50, 'This is too long for a code'))

export const TotpBegun = v.object({
  /** Base32, for those who cannot scan the QR code. */
  secret: v.string(),
  /** `otpauth://…`, what the QR code says. */
  address: v.string(),
})
export const TotpCode = v.object({ code: Code })

/** Shown in this answer and nowhere else, ever; null when there were some already, or for a retry under the same Idempotency-Key. */
export const FreshBackupCodes = v.object({ backupCodes: v.nullable(v.array(v.string())) })

export const TwoSteps = v.object({
  /** Since when it is on; null while it is off. */
  since: v.nullable(Timestamp),
  /** Whether an app shows codes. */
  hasApp: v.boolean(),
  passkeys: v.number(),
  backupCodesLeft: v.number(),
  /** Workspaces that ask everybody for it. */
  requiredBy: v.array(v.object({ slug: v.string(), name: v.string() })),
})
export const TwoStepsSwitch = v.object({ on: v.boolean('Say true or false') })

export const TrustedDevice = v.object({
  id: Uuid,
  current: v.boolean(),
  userAgent: v.string(),
  address: v.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  expiresAt: Timestamp,
})
export const TrustedDeviceList = v.object({ data: v.array(TrustedDevice) })

export const TwoStepsRule = v.object({ required: v.boolean('Say true or false') })
export const TwoStepsState = v.object({
  required: v.boolean(),
  /** The members who have it not, by name; they are kept out while it is required. */
  without: v.array(v.object({ id: Uuid, name: v.string(), email: v.string() })),
})
