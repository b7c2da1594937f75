import { followRecords } from './follow.ts'
import type { LiveRecord } from './record.ts'

export interface Listener {
  readonly onRecords: (records: readonly LiveRecord[]) => void
  readonly onReset: () => void
}

type Message = { readonly records: readonly LiveRecord[] } | 'reset'

const longestHiddenMs = 60_000
const remembered = 2000

/**
 * Follows a workspace's record with one stream for all tabs of this browser.
 *
 * Browsers open six connections to a place at most, and a tab that is looked at must not wait for those that are not. The
 * tab that holds the lock reads and tells the others; when it goes, or is not looked at for a minute, another takes over
 * from where it stands.
 *
 * Answers a function that ends it.
 */
export function shareLine(tenantId: string, personId: string, listener: Listener): () => void {
  const name = `live ${personId} ${tenantId}`
  const channel = new BroadcastChannel(name)
  const told = new Set<string>()
  let lastId: string | undefined
  const tell = (records: readonly LiveRecord[]) => {
    const fresh = records.filter(({ id }) => !told.has(id))
    for (const { id } of fresh) {
      told.add(id)
      if (lastId === undefined || id > lastId) lastId = id
    }
    for (const id of told) {
      if (told.size <= remembered) break
      told.delete(id)
    }
    if (fresh.length > 0) listener.onRecords(fresh)
  }
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data === 'reset') listener.onReset()
    else tell(data.records)
  }
  const follower = {
    tenantId,
    lastId: () => lastId,
    onRecords: (records: readonly LiveRecord[]) => {
      channel.postMessage({ records } satisfies Message)
      tell(records)
    },
    onReset: () => {
      lastId = undefined
      channel.postMessage('reset' satisfies Message)
      listener.onReset()
    },
  }
  const end = whileSeen((stop, isResumed) => {
    // Another tab may have read on meanwhile, and nobody told this one.
    if (isResumed) listener.onReset()
    void lead(name, stop, () => followRecords(follower, stop))
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

/** Begins now and whenever the tab is looked at again; stops once it has been hidden for a minute. */
function whileSeen(begin: (stop: AbortSignal, isResumed: boolean) => void): () => void {
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const start = (isResumed: boolean) => {
    running = new AbortController()
    begin(running.signal, isResumed)
  }
  const stop = () => {
    running?.abort()
    running = undefined
  }
  const look = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(stop, longestHiddenMs)
    else if (running === undefined) start(true)
  }
  document.addEventListener('visibilitychange', look)
  start(false)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    stop()
  }
}
