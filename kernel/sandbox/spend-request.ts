import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import type { InstalledPlugin } from './installed-plugin.ts'

/** Refuses what is more than the workspace grants the plugin in a day; the gate counted when it admitted the request. */
export function spendRequest(c: KernelContext, { grants }: InstalledPlugin): void {
  const { verdict } = c.get('cost')
  const cap = grants.limits.requestsPerDay
  if (verdict?.pluginRequests === undefined || verdict.pluginRequests <= cap) return
  const untilMidnight = Math.ceil((86_400_000 - (c.get('now').getTime() % 86_400_000)) / 1000)
  throw kernelErrors.tooMany(
    { waitSeconds: untilMidnight, detail: `This workspace lets the plugin take ${cap} requests a day` },
    { 'retry-after': String(untilMidnight) },
  )
}
