import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { type Breaker, breakerOf, noteOutcome, waitMs } from './breaker.ts'
import type { FoundVersion } from './find-version.ts'
import type { GivenProblems } from './given-problems.ts'
import { notePlugin } from './note-plugin.ts'
import { openIsolate } from './open-isolate.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { Call, KernelCapabilities, LogLine, Result } from './protocol.ts'
import { readReply } from './read-reply.ts'

/** Longer than this no call of its kind is waited for. */
const wallMs = { request: 10_000, settings: 3000, hear: 60_000, job: 60_000 } as const

/**
 * Carries a call into the isolate and takes the answer out of it.
 *
 * A plugin that hangs, breaks down or answers what is no reply has failed: the caller gets a 503, its author a line in
 * the log, and after some of these in a row it rests.
 */
export async function callIsolate(
  access: PluginAccess,
  found: FoundVersion,
  call: Call,
  capabilities: Partial<KernelCapabilities>,
  given: GivenProblems,
): Promise<Exclude<Result, { crash: string }>> {
  const breaker = breakerFor(access)
  const restMs = waitMs(breaker, Date.now())
  if (restMs > 0) throw kernelErrors.pluginBusy({}, { 'retry-after': String(Math.ceil(restMs / 1000)) })
  breaker.running += 1
  try {
    const isolate = openIsolate(access, found)
    const reply = await within(wallMs[call.kind], isolate.run(call, capabilities))
    const { logs, ...result } = readReply(reply) ?? { logs: [], crash: 'What run() answered is no reply' }
    if (!('crash' in result)) {
      noteOutcome(breaker, 'well', Date.now())
      notePlugin(access, { calls: 1, errors: 0 }, [...logs, ...given.refusals()])
      return result
    }
    noteOutcome(breaker, 'crashed', Date.now())
    throw fail(access, [...logs, { level: 'error', text: result.crash }])
  } catch (error) {
    if (error instanceof AppError) throw error
    given.end()
    noteOutcome(breaker, error instanceof Hung ? 'hung' : 'crashed', Date.now())
    throw fail(access, [{ level: 'error', text: error instanceof Error ? error.message : 'It broke down' }])
  } finally {
    breaker.running -= 1
  }
}

/** The breaker of the version that runs in the workspace. */
export function breakerFor({ snapshot, pluginId, installed }: PluginAccess): Breaker {
  return breakerOf(`${snapshot.tenant.id}:${pluginId}:${installed.contentHash}`)
}

/** Notes what a plugin answered and may not, once its call was counted; answers what others are told of it. */
export function refuseAnswer(access: PluginAccess, text: string): AppError {
  return fail(access, [{ level: 'error', text }], 0)
}

function fail(access: PluginAccess, lines: readonly LogLine[], calls = 1): AppError {
  notePlugin(access, { calls, errors: 1 }, lines)
  return kernelErrors.pluginFailed({ plugin: access.pluginId }, { 'retry-after': '5' })
}

class Hung extends Error {}

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hung(`It did not answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
