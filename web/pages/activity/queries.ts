import { useSearchParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { focusTitle, useWorkspace } from '#kit'
import type { Key } from '../api-keys/queries.ts'
import { readAll } from '../read-all.ts'

export interface Entry {
  readonly id: string
  readonly at: string
  /** `person:<id>`, `key:<id>`, `anonymous` or `system`. */
  readonly actor: string
  /** Of a person or a key, those who have left too. */
  readonly actorName: string | null
  readonly action: string
  /** `<kind>:<id>`. */
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

interface EntryPage {
  readonly data: readonly Entry[]
  readonly nextCursor: string | null
}

export interface Filter {
  readonly action: string
  readonly actor: string
  /** Days as a date field writes them, `2026-11-22`; both are part of it. */
  readonly from: string
  readonly to: string
}

/** What the record is asked for, which is in the address. */
export function createFilter() {
  const [search, setSearch] = useSearchParams()
  const read = (name: string) => (typeof search[name] === 'string' ? search[name] : '')
  const filter = (): Filter => ({ action: read('action'), actor: read('actor'), from: read('from'), to: read('to') })
  const change = (part: Partial<Filter>) => setSearch(part, { replace: true })
  const clear = () => {
    change({ action: '', actor: '', from: '', to: '' })
    // The button that cleared it goes with what it cleared.
    focusTitle()
  }
  return { filter, change, clear, isOn: () => Object.values(filter()).some((value) => value !== '') }
}

/** The filter as the API takes it: days begin and end where the person is. */
export function queryOf({ action, actor, from, to }: Filter): URLSearchParams {
  const query = new URLSearchParams()
  if (action !== '') query.set('action', action)
  if (actor !== '') query.set('actor', actor)
  const [begin, end] = [midnight(from, 0), midnight(to, 1)]
  if (begin !== undefined) query.set('from', begin)
  if (end !== undefined) query.set('to', end)
  return query
}

function midnight(day: string, daysLater: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  const time = new Date(year, month - 1, date + daysLater)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

/** The record, page by page, the newest first. */
export function useEntries(filter: () => Filter) {
  const workspace = useWorkspace()
  return useInfiniteQuery(() => {
    const query = queryOf(filter()).toString()
    return {
      queryKey: [workspace().slug, 'activity', query],
      queryFn: ({ pageParam }: { pageParam: string }) => {
        const cursor = pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`
        return workspace().api<EntryPage>(`/audit?limit=50&${query}${cursor}`)
      },
      initialPageParam: '',
      getNextPageParam: (page: EntryPage) => page.nextCursor,
      enabled: workspace().can('audit.read'),
      reconcile: 'id',
    }
  })
}

/** The names of keys; those that are gone have none. */
export function useKeyNames() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'api-keys'],
    queryFn: () => readAll<Key>(workspace(), '/api-keys'),
    enabled: workspace().can('keys.manage'),
    reconcile: 'id',
  }))
}
