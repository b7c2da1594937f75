import * as v from 'valibot'
import { EmailAddress, Timestamp, text, Uuid } from '../sdk/schemas.ts'

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
  user: User,
  memberships: v.array(
    v.object({
      tenant: v.object({ id: Uuid, slug: v.string(), name: v.string() }),
      role: v.picklist(['owner', 'admin', 'member', 'viewer']),
    }),
  ),
})
