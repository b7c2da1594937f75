import { kernelErrors } from '../errors/kernel-errors.ts'
import { askGate } from '../gate/ask-gate.ts'
import type { RouteClass } from '../gate/limits.ts'
import type { KernelContext } from '../request/context.ts'
import { hashToken } from './opaque-token.ts'

/** Counts an attempt on one account, whoever makes it and wherever from: before any password is hashed. */
export async function admitAccount(c: KernelContext, emailKey: string, routeClass: RouteClass): Promise<void> {
  c.var.cost.gateCalls += 1
  const id = await hashToken(emailKey)
  const verdict = await askGate(c.env, { scope: 'account', id, principal: 'account', routeClass, mayChange: false })
  if (verdict === undefined) throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  c.var.cost.verdict = verdict
  if (!verdict.allowed)
    throw kernelErrors.tooMany({ waitSeconds: verdict.waitSeconds }, { 'retry-after': String(verdict.waitSeconds) })
}

/** The form in which email addresses are compared. */
export function emailKeyOf(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}
