import type { KernelDatabase } from '../database/kernel-database.ts'
import type { Announcement } from './announcer.ts'
import type { Line } from './line.ts'
import { type LiveRecord, lookAfter, lowestIdAt, momentOf, type NumberedRecord, pageSize } from './live-record.ts'

export interface StreamOptions {
  readonly line: Line
  readonly database: KernelDatabase
  /** Of the last record that the client has, where it says so. */
  readonly lastEventId: string | undefined
  /** Who listens. */
  readonly actor: string
  readonly sees: (action: string) => boolean
  readonly endsAtMs: number
}

const heartbeatMs = 15_000
/** Further back a client loads its pages anew rather than have all of it told. */
const longestAwayMs = 60 * 60 * 1000
const longestCatchUp = 2000
/** A client loads its page a moment before it listens, and a record may come a moment after one with a higher id. */
const overlapMs = 10_000
const fastestClockMs = 60_000

/**
 * The stream as text/event-stream (HTML Standard, 9.2): what the client missed, then each new record as it happens.
 *
 * Nothing is left out, and nothing is told twice in one stream; its beginning repeats the last seconds.
 */
export async function* streamRecords(options: StreamOptions): AsyncGenerator<string> {
  const { line, endsAtMs } = options
  yield 'retry: 1000\n: hello\n\n'
  const memory = new Memory()
  const missed = await catchUp(options, memory)
  yield missed === undefined ? 'event: reset\ndata: {}\n\n' : write(missed, options)
  let spokeAtMs = Date.now()
  for (;;) {
    const nowMs = Date.now()
    const heard = await line.next(Math.min(spokeAtMs + heartbeatMs, endsAtMs) - nowMs)
    if (heard === 'closed' || Date.now() >= endsAtMs) return
    // What the reader may not see is silence to them, however much of it there is.
    const news = heard === 'bell' ? bellEvent : typeof heard === 'string' ? '' : write(memory.take(heard), options)
    if (news === '' && heard !== 'asked' && Date.now() < spokeAtMs + heartbeatMs) continue
    yield news === '' ? ': still here\n\n' : news
    spokeAtMs = Date.now()
  }
}

const bellEvent = 'event: notification\ndata: {}\n\n'

function write(records: readonly LiveRecord[], { actor: listener, sees }: StreamOptions): string {
  return records
    .filter(({ action }) => sees(action))
    .map(({ id, at, actor, action, subject, about, requestId }) => {
      const data = JSON.stringify({ id, at, actor, action, subject, about, ...(actor === listener && { requestId }) })
      return `id: ${id}\nevent: record\ndata: ${data}\n\n`
    })
    .join('')
}

/** What happened since the client's last record; undefined when that is too long ago or too much, or no record of ours. */
async function catchUp({ database, lastEventId }: StreamOptions, memory: Memory): Promise<LiveRecord[] | undefined> {
  const nowMs = Date.now()
  const lastMs = lastEventId === undefined ? nowMs : (momentOf(lastEventId) ?? 0)
  const isOurs = lastMs >= nowMs - longestAwayMs && lastMs <= nowMs + fastestClockMs
  const missed: LiveRecord[] = []
  let afterId = lowestIdAt((isOurs ? lastMs : nowMs) - overlapMs)
  let horizon: string | undefined
  for (;;) {
    const look = await lookAfter(database, afterId, '0')
    horizon ??= look.horizon
    const last = look.records.length < pageSize ? undefined : look.records.at(-1)
    missed.push(...memory.take([{ records: look.records, horizon: last === undefined ? horizon : null }]))
    if (last === undefined) return isOurs ? missed.filter(({ id }) => id !== lastEventId) : undefined
    if (missed.length >= longestCatchUp) {
      memory.take([{ records: [], horizon }])
      return undefined
    }
    afterId = last.id
  }
}

/** What a stream has told: all of the transactions below its horizon, and of the others the records by name. */
class Memory {
  #horizon = 0n
  readonly #told = new Map<string, bigint>()

  /** Answers those of the records that are new to it. */
  take(announcements: readonly Announcement[]): LiveRecord[] {
    return announcements.flatMap(({ records, horizon }) => {
      const fresh = records.filter((record) => this.#isNew(record))
      if (horizon !== null) this.#forgetBelow(BigInt(horizon))
      return fresh
    })
  }

  #isNew({ id, transaction }: NumberedRecord): boolean {
    const number = BigInt(transaction)
    if (number < this.#horizon || this.#told.has(id)) return false
    this.#told.set(id, number)
    return true
  }

  #forgetBelow(horizon: bigint): void {
    if (horizon <= this.#horizon) return
    this.#horizon = horizon
    for (const [id, number] of this.#told) if (number < horizon) this.#told.delete(id)
  }
}
