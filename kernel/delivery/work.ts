import type { Env, WorkMessage } from '../env.ts'
import { deliverAccountMail } from '../mail/deliver-account-mail.ts'
import { sendDigests } from '../notifications/send-digests.ts'
import type { Registry } from '../request/context.ts'
import { carryOut } from './carry-out.ts'
import { pokeAgain } from './poke-again.ts'
import { runDueJobs } from './run-due-jobs.ts'

interface Shift {
  readonly untilMs: number
  /** More came while this one worked. */
  again: boolean
}

/** Longer than any shift: one that is still there then was broken off with its request. */
const longestShiftMs = 40_000
/** No more is begun after this long, so that what was begun ends before the runtime's 30 s after an answer are over. */
const shiftMs = { jobs: 4000, deliveries: 9000 }
const jobsAtOnce = 4

const shifts = new Map<string, readonly Shift[]>()

/** Does what a message of the queue speaks of, unless this isolate does so already. */
export async function work(env: Env, ctx: ExecutionContext, registry: Registry, message: WorkMessage): Promise<void> {
  const shift = beginShift(message)
  if (shift === undefined) return
  const endsAtMs = Date.now() + (message.who === 'jobs' ? shiftMs.jobs : shiftMs.deliveries)
  try {
    do {
      shift.again = false
      await act(env, ctx, registry, message, endsAtMs)
    } while (shift.again && Date.now() < endsAtMs)
  } catch (error) {
    // The sweep comes back to it.
    console.error(`Work for ${message.who} broke off:`, error instanceof Error ? error.message : 'unknown')
  } finally {
    endShift(message, shift)
  }
  await pokeAgain(env, message).catch(() => undefined)
}

function act(
  env: Env,
  ctx: ExecutionContext,
  registry: Registry,
  message: WorkMessage,
  endsAtMs: number,
): Promise<void> {
  if (message.who === 'jobs') return runDueJobs(env, ctx, registry, message.tenantId, endsAtMs)
  if (message.who === 'mail') return deliverAccountMail(env, endsAtMs)
  if (message.who === 'digest') return sendDigests(env, ctx, registry, message.tenantId, endsAtMs)
  return carryOut(env, ctx, registry, message, endsAtMs)
}

function beginShift({ tenantId, who }: WorkMessage): Shift | undefined {
  const key = `${tenantId} ${who}`
  const nowMs = Date.now()
  const others = (shifts.get(key) ?? []).filter(({ untilMs }) => nowMs < untilMs)
  if (others.length >= (who === 'jobs' ? jobsAtOnce : 1)) {
    for (const other of others) other.again = true
    return undefined
  }
  const shift = { untilMs: nowMs + longestShiftMs, again: false }
  shifts.set(key, [...others, shift])
  return shift
}

function endShift({ tenantId, who }: WorkMessage, shift: Shift): void {
  const key = `${tenantId} ${who}`
  const others = (shifts.get(key) ?? []).filter((other) => other !== shift)
  if (others.length === 0) shifts.delete(key)
  else shifts.set(key, others)
}
