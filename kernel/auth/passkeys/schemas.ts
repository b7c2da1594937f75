import * as v from 'valibot'
import { Timestamp, text, Uuid } from '../../sdk/schemas.ts'

const bytes = (most: number) =>
  v.pipe(v.string('Send what the browser gave'), v.regex(/^[\w-]*$/, 'This is not base64url'), v.maxLength(most))

/** What every answer of a browser has (WebAuthn, 5.1); extensions are of no use here. */
const credential = {
  id: bytes(1500),
  rawId: bytes(1500),
  type: v.literal('public-key'),
  authenticatorAttachment: v.optional(v.nullable(v.string())),
  clientExtensionResults: v.optional(v.object({}), {}),
} as const

/** `navigator.credentials.get()` as JSON. */
export const PasskeyAnswer = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: bytes(5000),
    authenticatorData: bytes(5000),
    signature: bytes(5000),
    userHandle: v.optional(v.nullable(bytes(200))),
  }),
})

/** `navigator.credentials.create()` as JSON. */
const PasskeyCreation = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: bytes(5000),
    attestationObject: bytes(20_000),
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z-]{1,20}$/))), v.maxLength(10)), []),
  }),
})

const Name = text(60, 1)

export const NewPasskey = v.object({ name: Name, passkey: PasskeyCreation })
export const PasskeyPatch = v.object({ name: Name })
export const PasskeySignIn = v.object({ passkey: PasskeyAnswer })

export const Passkey = v.object({
  id: Uuid,
  name: v.string(),
  /** Whether it is on all devices of an account, or on one alone. */
  isSynced: v.boolean(),
  createdAt: Timestamp,
  lastUsedAt: v.nullable(Timestamp),
})
export const PasskeyList = v.object({ data: v.array(Passkey) })

/** For `navigator.credentials.get({ publicKey })`, in JSON. */
export const RequestOptions = v.object({
  challenge: v.string(),
  rpId: v.string(),
  timeout: v.number(),
  userVerification: v.string(),
  allowCredentials: v.array(v.object({ id: v.string(), type: v.string(), transports: v.array(v.string()) })),
})

/** For `navigator.credentials.create({ publicKey })`, in JSON. */
export const CreationOptions = v.object({
  challenge: v.string(),
  rp: v.object({ id: v.string(), name: v.string() }),
  user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
  pubKeyCredParams: v.array(v.object({ type: v.string(), alg: v.number() })),
  timeout: v.number(),
  attestation: v.string(),
  excludeCredentials: v.array(v.object({ id: v.string(), type: v.string(), transports: v.array(v.string()) })),
  authenticatorSelection: v.object({
    residentKey: v.string(),
    requireResidentKey: v.boolean(),
    userVerification: v.string(),
  }),
})
