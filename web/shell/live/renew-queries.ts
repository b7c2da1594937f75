import type { Query, QueryClient, QueryKey } from '@tanstack/solid-query'
import { isOutdatedBy } from './outdated.ts'
import type { LiveRecord } from './record.ts'

/** Changes that come together are asked for together. */
const gatherMs = 150
/** What was done on this page, it has asked for again by now: only the rest is left to do. */
const ownGatherMs = 700
const ownHeadStartMs = 300

export interface Renewer {
  readonly take: (records: readonly LiveRecord[]) => void
  /** Nobody knows what was missed. */
  readonly renewAll: () => void
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
    askAgain(
      queries,
      ({ queryKey, state }) =>
        isHere(queryKey) &&
        state.dataUpdatedAt <= freshSinceMs &&
        records.some((record) => isOutdatedBy(queryKey, record)),
    )
  return {
    take: (records) => {
      for (const record of records) (isOwn(record) ? own : others).add(record)
    },
    renewAll: () => askAgain(queries, ({ queryKey }) => isHere(queryKey)),
    stop: () => {
      own.stop()
      others.stop()
    },
  }
}

/** A first answer that is on its way may be of before the change, and nothing interrupts it: it is asked for once more. */
function askAgain(queries: QueryClient, predicate: (query: Query) => boolean): void {
  for (const query of queries.getQueryCache().findAll({ predicate }).filter(isAskedFirst))
    void afterAnswer(query).then(() => queries.invalidateQueries({ predicate: (each) => each === query }))
  void queries.invalidateQueries({ predicate })
}

function isAskedFirst({ state }: Query): boolean {
  return state.fetchStatus === 'fetching' && state.data === undefined
}

async function afterAnswer(query: Query): Promise<void> {
  await query.promise?.catch(() => undefined)
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
