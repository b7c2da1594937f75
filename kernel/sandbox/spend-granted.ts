import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Grants } from './grants.ts'
import type { InstalledPlugin } from './installed-plugin.ts'
import { spend } from './spend.ts'

/** Whose day it is counted on, and what is known of its grants. */
export interface Spender {
  readonly env: Env
  readonly tenantId: string
  readonly pluginId: string
  /** As they were when the call began. */
  readonly grants: Grants
  readonly reread: (epoch: number | null) => Promise<InstalledPlugin | undefined>
}

/**
 * Counts one use of a grant, and answers the grants as they are now.
 *
 * What was not granted when the call began is refused at once; what was taken away since is found under the epoch that the
 * gate answers, so it is refused too, at the next use.
 */
export async function spendGranted(
  spender: Spender,
  what: string,
  capOf: (grants: Grants) => number | undefined,
  amount = 1,
): Promise<Grants> {
  const { env, tenantId, pluginId } = spender
  const cap = capOf(spender.grants)
  if (cap === undefined) throw notGranted(what)
  const verdict = await spend(env, { tenantId, pluginId, what, amount, cap })
  if (verdict === undefined) throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  const now = await spender.reread(verdict.epoch)
  const capNow = now === undefined ? undefined : capOf(now.grants)
  if (now === undefined || capNow === undefined) throw notGranted(what)
  if (!verdict.allowed || cap - verdict.left > capNow) throw spentForToday(what, capNow)
  return now.grants
}

function notGranted(what: string) {
  return kernelErrors.notGranted({ detail: `${what} is not among what this workspace grants the plugin`, what })
}

export function spentForToday(what: string, cap: number) {
  const seconds = Math.ceil((86_400_000 - (Date.now() % 86_400_000)) / 1000)
  return kernelErrors.spentForToday(
    { detail: `This workspace grants ${cap} a day, by UTC`, what },
    { 'retry-after': String(seconds) },
  )
}
