import type { Needs } from '../needs.ts'
import { undeclared } from './undeclared.ts'

const open = globalThis.fetch.bind(globalThis)

/** Says which line is missing when the plugin talks to a host that it does not ask for. The kernel's gateway decides. */
export function guardFetch(needs: Needs): void {
  globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const { hostname } = new URL(input instanceof Request ? input.url : String(input))
    if (!Object.hasOwn(needs.hosts ?? {}, hostname))
      throw undeclared(`The host ${hostname}`, `hosts: { '${hostname}': {} }`)
    return open(input, init)
  }) as typeof fetch
}
