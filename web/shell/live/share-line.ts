import { followRecords } from './follow.ts'
import type { LiveRecord } from './record.ts'
import { whileSeen } from './while-seen.ts'

export interface Listener {
  /** When the pages began to ask for what they draw with, by `performance.now()`. */
  readonly beganMs: number
  readonly onRecords: (records: readonly LiveRecord[]) => void
  readonly onBell: () => void
  readonly onReset: () => void
  /** Resolves when this tab may use a connection of its own for the stream. */
  readonly ready: Promise<void>
}

type Message = { readonly records: readonly LiveRecord[] } | 'bell' | 'reset' | 'hello'

const remembered = 2000
/** As far back as the API begins a stream for whoever names no record. */
const replayMs = 10_000

/**
 * Follows a workspace's record with one stream for all tabs of this browser.
 *
 * Browsers open six connections to a place at most, and a tab that is looked at must not wait for those that are not. The
 * tab that holds the lock reads and tells the others; when it goes, or is not looked at for a minute, another takes over
 * from where it stands. Every tab listens from the moment it is there, and is told the last seconds again: what it drew
 * with was read before.
 *
 * Answers a function that ends it.
 */
export function shareLine(tenantId: string, personId: string, listener: Listener): () => void {
  const name = `live ${personId} ${tenantId}`
  const channel = new BroadcastChannel(name)
  const say = (message: Message) => channel.postMessage(message)
  const memory = createMemory()
  const tell = (records: readonly LiveRecord[]) => {
    const fresh = memory.takeNew(records)
    if (fresh.length > 0) listener.onRecords(fresh)
  }
  let isLeading = false
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data === 'reset') listener.onReset()
    else if (data === 'bell') listener.onBell()
    else if (data !== 'hello') tell(data.records)
    else if (isLeading) say({ records: memory.since(performance.now() - replayMs) })
  }
  say('hello')
  const follower = {
    tenantId,
    beganMs: listener.beganMs,
    lastId: memory.lastId,
    onRecords: (records: readonly LiveRecord[]) => {
      say({ records })
      tell(records)
    },
    onBell: () => {
      say('bell')
      listener.onBell()
    },
    onReset: () => {
      memory.forget()
      say('reset')
      listener.onReset()
    },
  }
  const work = async (stop: AbortSignal) => {
    isLeading = true
    await followRecords(follower, stop).finally(() => {
      isLeading = false
    })
  }
  const end = whileSeen(async (stop, isResumed) => {
    // Another tab may have read on meanwhile, and nobody told this one.
    if (isResumed) listener.onReset()
    await listener.ready
    if (!stop.aborted) await lead(name, stop, () => work(stop))
  })
  return () => {
    end()
    channel.close()
  }
}

/** Waits for its turn among the tabs; where the browser knows no locks, each tab reads for itself. */
async function lead(name: string, stop: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) return work()
  await navigator.locks.request(name, { signal: stop }, work).catch(() => undefined)
}

/** The records that a tab has heard of, by whatever way they came. */
function createMemory() {
  const told = new Map<string, { readonly record: LiveRecord; readonly heardMs: number }>()
  let lastId: string | undefined
  return {
    lastId: () => lastId,
    forget: () => {
      lastId = undefined
    },
    since: (ms: number) => [...told.values()].filter(({ heardMs }) => heardMs >= ms).map(({ record }) => record),
    /** Answers those that are new to it. */
    takeNew: (records: readonly LiveRecord[]) => {
      const fresh = records.filter(({ id }) => !told.has(id))
      for (const record of fresh) {
        told.set(record.id, { record, heardMs: performance.now() })
        if (lastId === undefined || record.id > lastId) lastId = record.id
      }
      for (const id of told.keys()) {
        if (told.size <= remembered) break
        told.delete(id)
      }
      return fresh
    },
  }
}
