import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { createEffect, createMemo, onCleanup } from 'solid-js'
import type { LiveRecord } from './live/record.ts'
import { createRenewer } from './live/renew-queries.ts'
import { shareLine } from './live/share-line.ts'
import { isRequestOfHere, user } from './session.ts'

export type { LiveRecord }

interface Subscription {
  readonly wants: (record: LiveRecord) => boolean
  readonly handle: (records: readonly LiveRecord[]) => void
}

const subscriptions = new Set<Subscription>()

const [lookMs, quietLooks, mostLooks] = [500, 4, 12]

/**
 * Keeps the workspace's pages up to date while it is open: whatever a record may have changed is asked for again.
 *
 * Called once, by the frame around the pages; `keys` are the first parts of its queries' keys.
 */
export function keepUpToDate(tenantId: () => string | undefined, keys: () => readonly string[]): void {
  const queries = useQueryClient()
  const [person, tenant] = [createMemo(() => user()?.id), createMemo(tenantId)]
  const isHere = ([first]: readonly unknown[]) => keys().includes(String(first))
  // What the frame draws with is asked for before it is known whose record to follow.
  let beganMs = performance.now()
  createEffect(() => {
    const [personId, id] = [person(), tenant()]
    if (personId === undefined || id === undefined) return
    const renewer = createRenewer(queries, isHere, ({ requestId }) => isRequestOfHere(requestId))
    const onRecords = (records: readonly LiveRecord[]) => {
      renewer.take(records)
      tellSubscribers(records)
    }
    const onBell = () =>
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => isHere(queryKey) && queryKey[1] === 'notifications',
      })
    const [ready, stopWaiting] = onceSettled(queries)
    const end = shareLine(id, personId, { beganMs, ready, onRecords, onBell, onReset: renewer.renewAll })
    onCleanup(() => {
      end()
      stopWaiting()
      renewer.stop()
      beganMs = performance.now()
    })
  })
}

/**
 * Calls the handler with what happens in the workspace while the page is open: `contact:<id>` for what is about that one
 * thing, `contact:` for all of its kind, or a function that chooses.
 *
 * Queries are asked again without it; it is for what a page wants to say or do beside, such as that somebody else has
 * just changed what is open.
 */
export function useLive(
  wanted: string | ((record: LiveRecord) => boolean),
  handle: (records: readonly LiveRecord[]) => void,
): void {
  const wants = typeof wanted === 'string' ? (record: LiveRecord) => concerns(record, wanted) : wanted
  const subscription = { wants, handle }
  subscriptions.add(subscription)
  onCleanup(() => subscriptions.delete(subscription))
}

function tellSubscribers(records: readonly LiveRecord[]): void {
  for (const { wants, handle } of subscriptions) {
    const wanted = records.filter(wants)
    if (wanted.length > 0) handle(wanted)
  }
}

/** A whole name means that one thing, one that ends in a colon all of its kind. */
function concerns({ subject, about }: LiveRecord, wanted: string): boolean {
  return [subject, ...about].some((name) => name === wanted || (wanted.endsWith(':') && name.startsWith(wanted)))
}

/**
 * Waits until the page has what it draws with, which shares its connections with nothing else; some seconds at most.
 *
 * Answers the end of the waiting, and how to give it up.
 */
function onceSettled(queries: QueryClient): [ready: Promise<void>, giveUp: () => void] {
  let [quiet, looks] = [0, 0]
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    looks += 1
    quiet = queries.isFetching() === 0 ? quiet + 1 : 0
    if (quiet < quietLooks && looks < mostLooks) return
    clearInterval(timer)
    resolve()
  }, lookMs)
  return [promise, () => clearInterval(timer)]
}
