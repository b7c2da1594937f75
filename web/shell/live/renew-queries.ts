import type { QueryClient, QueryKey } from '@tanstack/solid-query'
import { isOutdatedBy } from './outdated.ts'
import type { LiveRecord } from './record.ts'

/** Changes that come together are asked for together. */
const gatherMs = 150
/** What somebody did here themselves, the page has asked for again by now: only the rest is left to do. */
const ownGatherMs = 700
const ownHeadStartMs = 300

export interface Renewer {
  readonly take: (records: readonly LiveRecord[]) => void
  readonly stop: () => void
}

/** Asks again, in a moment, for what records may have made out of date. */
export function createRenewer(
  queries: QueryClient,
  isHere: (key: QueryKey) => boolean,
  isOwn: (record: LiveRecord) => boolean,
): Renewer {
  const others = gatherer(gatherMs, (records) => renew(records, Number.POSITIVE_INFINITY))
  const own = gatherer(ownGatherMs, (records, heardMs) => renew(records, heardMs - ownHeadStartMs))
  const renew = (records: readonly LiveRecord[], freshSinceMs: number) =>
    queries.invalidateQueries({
      predicate: ({ queryKey, state }) =>
        isHere(queryKey) &&
        state.dataUpdatedAt <= freshSinceMs &&
        records.some((record) => isOutdatedBy(queryKey, record)),
    })
  return {
    take: (records) => {
      for (const record of records) (isOwn(record) ? own : others).add(record)
    },
    stop: () => {
      own.stop()
      others.stop()
    },
  }
}

/** Hands on together what comes within a time, with the moment of the first. */
function gatherer(ms: number, handOn: (records: readonly LiveRecord[], firstMs: number) => unknown) {
  let waiting: LiveRecord[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add: (record: LiveRecord) => {
      waiting.push(record)
      const firstMs = Date.now()
      timer ??= setTimeout(() => {
        const records = waiting
        waiting = []
        timer = undefined
        handOn(records, firstMs)
      }, ms)
    },
    stop: () => clearTimeout(timer),
  }
}
