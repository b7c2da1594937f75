import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { newId } from '../sdk/new-id.ts'
import type { Ask, Gate, Level, Verdict } from './gate.ts'
import type { Scope } from './limits.ts'

/** The runtime's own retries can hold a call for 10 s; no request waits that long for its gate. */
const patienceMs = 250
const crowd = 20

/** Asks the gate whether a request may pass. Undefined when the gate is down or hangs: the caller decides what goes on without it. */
export async function askGate(env: Env, ask: Omit<Ask, 'scale'>): Promise<Verdict | undefined> {
  return patiently(gateOf(env, ask.scope, ask.id).admit({ ...ask, scale: scaleOf(env, ask) }))
}

/** Where a principal stands with each of its limits in a tenant. Undefined when the gate is down or hangs. */
export async function askLevels(env: Env, tenantId: string, principal: string): Promise<Level[] | undefined> {
  return patiently(gateOf(env, 'tenant', tenantId).levels(principal, scaleOf(env, { scope: 'tenant', id: tenantId })))
}

/** Where nothing says who calls, everybody shares one address: its limits are those of a crowd. */
function scaleOf(env: Env, { scope, id }: Pick<Ask, 'scope' | 'id'>): number {
  return Number(env.RATE_LIMIT_SCALE ?? 1) * (scope === 'address' && id === 'unknown' ? crowd : 1)
}

/**
 * Runs a change of rights, so that no isolate acts on what it remembered from before it.
 *
 * The gates hear of it first: while it runs, and for 15 s when this Worker dies in the middle, every request reads its
 * rights from the database. With a gate out of reach the change is refused, since its effect could not be promised.
 */
export async function reviseRights<Result>(
  env: Env,
  gates: readonly { readonly scope: Scope; readonly id: string }[],
  change: () => Promise<Result>,
): Promise<Result> {
  const revision = newId()
  const stubs = gates.map(({ scope, id }) => gateOf(env, scope, id))
  const heard = await Promise.all(stubs.map((gate) => patiently(gate.beginRevision(revision).then(() => true))))
  const end = (those: typeof stubs) => Promise.all(those.map((gate) => patiently(gate.endRevision(revision))))
  if (heard.includes(undefined)) {
    await end(stubs.filter((_, place) => heard[place] === true))
    throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  }
  try {
    return await change()
  } finally {
    await end(stubs)
  }
}

export function gateOf(env: Env, scope: Scope, id: string): DurableObjectStub<Gate> {
  return env.GATE.get(env.GATE.idFromName(`${scope}:${id}`))
}

/** What a gate answers in time; undefined when it is down or hangs. */
export async function patiently<Result>(call: Promise<Result>): Promise<Result | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs)
  })
  try {
    return await Promise.race([call, late])
  } catch (error) {
    console.error('The gate failed', error instanceof Error ? error.message : error)
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
