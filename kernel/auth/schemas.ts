import * as v from 'valibot'
import { EmailAddress, Timestamp, text, Uuid } from '../sdk/schemas.ts'
import { PictureUrl, Role, TenantName } from '../tenancy/schemas.ts'
import { PasskeyAnswer } from './passkeys/schemas.ts'
import { Code } from './two-steps/schemas.ts'

const NewPassword = v.pipe(v.string('Write a password'), v.maxLength(1000, 'Use at most 200 characters'))
const Token = v.pipe(v.string('Give the token from the link'), v.maxLength(200, 'This is not such a token'))

export const Registration = v.object({ email: EmailAddress, password: NewPassword, name: text(100, 1) })
export const Login = v.object({
  email: v.pipe(
    v.string('Write your email address'),
    v.trim(),
    v.maxLength(254, 'This is too long for an email address'),
  ),
  password: NewPassword,
})
export const Forgotten = v.object({ email: EmailAddress })
export const Reset = v.object({ token: Token, password: NewPassword })
export const PasswordChange = v.object({ currentPassword: NewPassword, newPassword: NewPassword })
export const Verification = v.object({ token: Token })
export const Profile = v.object({ name: text(100, 1) })

/** A page of the workspace to go on to, as the sign-in page takes it. */
const Next = v.pipe(v.string(), v.maxLength(2000), v.regex(/^\/(?![/\\])[^\t\n\r]*$/, 'Give a path of this platform'))
export const LinkWish = v.object({ email: EmailAddress, next: v.optional(Next) })
/** One of the three, or the answer is that the code is missing. */
export const SecondStep = v.object({
  token: Token,
  code: v.optional(Code),
  backupCode: v.optional(Code),
  passkey: v.optional(PasskeyAnswer),
  /** Not to be asked again in this browser for 30 days. */
  trustDevice: v.optional(v.boolean(), false),
})
export const SecondStepToken = v.object({ token: Token })
/** The password, or a code of the app. */
export const Proof = v.object({ password: v.optional(NewPassword), code: v.optional(Code) })
export const SecondStepAsked = v.object({
  secondStep: v.object({
    token: v.string(),
    expiresIn: v.number(),
    methods: v.array(v.picklist(['totp', 'passkey', 'backupCode'])),
  }),
})

export const User = v.object({ id: Uuid, email: v.string(), name: v.string(), emailVerified: v.boolean() })
export const SignedIn = v.object({ accessToken: v.string(), expiresIn: v.number(), user: User })
export const Session = v.object({
  id: Uuid,
  current: v.boolean(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  expiresAt: Timestamp,
  userAgent: v.string(),
  address: v.string(),
})
export const SessionList = v.object({ data: v.array(Session) })
export const Me = v.object({
  user: v.object({ ...User.entries, pictureUrl: PictureUrl }),
  memberships: v.array(
    v.object({
      tenant: TenantName,
      role: Role,
    }),
  ),
  /** To the person's own address, once they have proved that it is theirs. */
  invitations: v.array(
    v.object({
      id: Uuid,
      tenant: v.object({ name: v.string() }),
      role: Role,
      invitedBy: v.nullable(v.string()),
      expiresAt: Timestamp,
    }),
  ),
})
