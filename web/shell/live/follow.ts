import { Problem } from '../problem.ts'
import { openStream } from '../session.ts'
import { createEventReader } from './read-events.ts'
import type { LiveRecord } from './record.ts'

export interface Follower {
  readonly tenantId: string
  /** When the pages began to ask for what they draw with, by `performance.now()`. */
  readonly beganMs: number
  /** The newest record that is known here, of whatever way it came. */
  readonly lastId: () => string | undefined
  readonly onRecords: (records: readonly LiveRecord[]) => void
  /** Whoever is signed in was told something, or has read it elsewhere. */
  readonly onBell: () => void
  /** Too much was missed: what is shown has to be asked for again. */
  readonly onReset: () => void
}

/** The API says every 15 s that it is there; a line that is silent for longer is dead, whatever the browser believes. */
const longestSilenceMs = 40_000
/** Whoever names no record is told the last ten seconds by the API, counted from when it looks. */
const longestUnheardMs = 8000
const [shortestWaitMs, longestWaitMs] = [1000, 30_000]
const tooManyWaitMs = 5000

/** Follows the workspace's record until it is told to stop, or until nobody is signed in who may. */
export async function followRecords(follower: Follower, stop: AbortSignal): Promise<void> {
  let failures = 0
  // Whatever happened before is known here.
  let heardMs = follower.beganMs
  while (!stop.aborted) {
    try {
      const isNamed = follower.lastId() !== undefined
      await readOnce(follower, stop, (isFirst) => {
        failures = 0
        if (isFirst && !isNamed && performance.now() - heardMs > longestUnheardMs) follower.onReset()
        heardMs = performance.now()
      })
      await wait(shortestWaitMs * (0.2 + Math.random()), stop)
    } catch (error) {
      if (stop.aborted) return
      // Whatever ended their rights, the pages find it out when they ask.
      if (isRefused(error)) return follower.onReset()
      failures += 1
      await wait(waitAfter(error, failures), stop)
    }
  }
}

/** One stream, from its beginning to its end; says whenever it is heard of. */
async function readOnce(follower: Follower, stop: AbortSignal, onHeard: (isFirst: boolean) => void): Promise<void> {
  const broken = new AbortController()
  const signal = AbortSignal.any([stop, broken.signal])
  const lastId = follower.lastId()
  const { body } = await openStream('/live', {
    tenant: follower.tenantId,
    signal,
    ...(lastId === undefined ? {} : { headers: { 'last-event-id': lastId } }),
  })
  if (body === null) throw new TypeError('The stream has no body')
  onHeard(true)
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  const read = createEventReader()
  for (;;) {
    const watch = setTimeout(() => broken.abort(), longestSilenceMs)
    const piece = await reader.read().finally(() => clearTimeout(watch))
    onHeard(false)
    if (piece.done) return
    const events = read(piece.value)
    if (events.some(({ event }) => event === 'reset')) follower.onReset()
    if (events.some(({ event }) => event === 'notification')) follower.onBell()
    const records = events.flatMap(({ event, data }) => (event === 'record' ? [JSON.parse(data) as LiveRecord] : []))
    if (records.length > 0) follower.onRecords(records)
  }
}

/** Signed out, not a member any more, or a workspace that is gone: trying again changes nothing. */
function isRefused(error: unknown): boolean {
  return error instanceof Problem && [400, 401, 403, 404].includes(error.status)
}

/** Longer each time, and never all at once: a platform that comes back meets everybody who waited for it. */
function waitAfter(error: unknown, failures: number): number {
  if (error instanceof Problem && error.status === 429) return tooManyWaitMs * (1 + Math.random())
  return Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2)
}

/** Ends early when it is told to stop, and when the network is back. */
function wait(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', done)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stop.addEventListener('abort', done)
    window.addEventListener('online', done)
  })
}
