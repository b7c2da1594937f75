import type { KernelContext } from '../../request/context.ts'
import { publicOrigin } from '../../request/public-origin.ts'

/** Whom passkeys are made for (WebAuthn, 4): the host that people see in the address bar. */
export function relyingParty(c: KernelContext): {
  readonly id: string
  readonly name: string
  readonly origin: string
} {
  const origin = publicOrigin(c)
  return { id: new URL(origin).hostname, name: 'Digital Platform Factory', origin }
}
