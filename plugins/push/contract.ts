import * as v from 'valibot'
import { Timestamp, Uuid } from '#sdk'

/** What a browser subscribed to (Push API, `PushSubscription.toJSON()`). */
export const NewDevice = v.object({
  endpoint: v.pipe(v.string('Give the address that the browser got'), v.maxLength(2000, 'This address is too long')),
  keys: v.object({
    p256dh: v.pipe(v.string(), v.regex(/^[\w-]{87}=?$/, 'This is not a public key of a browser')),
    auth: v.pipe(v.string(), v.regex(/^[\w-]{22}={0,2}$/, 'This is not a secret of a browser')),
  }),
})
export const Device = v.object({
  id: Uuid,
  /** `Firefox on Windows`, as the browser called itself. */
  name: v.string(),
  createdAt: Timestamp,
  /** When it was last sent something; null when it never was. */
  lastSentAt: v.nullable(Timestamp),
})
export const DeviceList = v.object({ data: v.array(Device) })
/** What a browser subscribes with: an uncompressed point of P-256 in base64url. */
export const PublicKey = v.object({ publicKey: v.string() })
export const Tested = v.object({ devices: v.number() })
export const Receipt = v.object({ id: Uuid, state: v.picklist(['queued', 'no_devices']), devices: v.number() })
