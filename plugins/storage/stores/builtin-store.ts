import type { Belongings } from '#sdk'
import type { ObjectStore } from './object-store.ts'

/** The platform's own storage: R2, on Cloudflare or on the disk of the machine. Clients reach it through the platform alone. */
export function builtinStore({ bucket }: Belongings): ObjectStore {
  return {
    ...bucket,
    trial: async () => {
      await bucket.head('trial')
      return undefined
    },
  }
}
