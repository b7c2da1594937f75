import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { urlFault } from '../webhooks/check-url.ts'

/** Sends requests to addresses that tenants choose. A redirect is an answer: where it leads was checked by nobody. */
export function egress(env: Env): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const fault = urlFault(url, env.WEBHOOK_ALLOW_PRIVATE === 'loopback')
    if (fault !== undefined) throw kernelErrors.addressRefused({ detail: fault })
    return (env.EGRESS ?? globalThis).fetch(url, { ...init, redirect: 'manual' })
  }
}
