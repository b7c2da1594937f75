import type { KernelContext } from '../request/context.ts'
import { deriveKey } from '../secrets/derive-key.ts'
import type { RefreshClient } from './refresh-rotation.ts'

/** Who sends the request, as far as a server can tell: the user agent, and a keyed hash of the address where one is known. */
export async function clientOf(c: KernelContext): Promise<RefreshClient> {
  const userAgent = (c.req.header('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 300)
  if (c.var.address === 'unknown') return { addressHash: null, userAgent }
  const raw = await deriveKey(c.env.ENCRYPTION_KEY, 'client address')
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(networkOf(c.var.address)))
  return { addressHash: btoa(String.fromCharCode(...new Uint8Array(signature).subarray(0, 15))), userAgent }
}

/** One subscriber holds a whole /64 of IPv6 addresses and changes among them at will. */
function networkOf(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}
