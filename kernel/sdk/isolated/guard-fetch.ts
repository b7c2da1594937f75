import type { AppError } from '../../errors/app-error.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { Needs } from '../needs.ts'
import { undeclared } from './undeclared.ts'

const open = globalThis.fetch.bind(globalThis)

/**
 * Says which line is missing when the plugin talks to a host that it does not ask for. The kernel's gateway decides.
 *
 * What the workspace does not grant, or not so often, is refused as a port or a call is, and stands in the plugin's log.
 */
export function guardFetch(needs: Needs): void {
  globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const { hostname } = new URL(input instanceof Request ? input.url : String(input))
    if (!Object.hasOwn(needs.hosts ?? {}, hostname))
      throw undeclared(`The host ${hostname}`, `hosts: { '${hostname}': {} }`)
    try {
      return await open(input, init)
    } catch (error) {
      const refusal = readRefusal(error)
      if (refusal !== undefined) console.error(`No request to ${hostname}: ${(error as Error).message}`)
      throw refusal ?? error
    }
  }) as typeof fetch
}

/** The gateway's words, which are all that comes through from it, as the failure that they tell of. */
function readRefusal(error: unknown): AppError | undefined {
  const text = error instanceof Error ? error.message : ''
  for (const refuse of [kernelErrors.notGranted, kernelErrors.spentForToday]) {
    const beginning = `${refuse().message}: `
    if (text.startsWith(beginning)) return refuse({ detail: text.slice(beginning.length) })
  }
  return undefined
}
