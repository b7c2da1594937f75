import type { InfiniteData, QueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { type LiveRecord, Problem, useLive, type Workspace } from '#kit'
import { nouns } from '../records/keys.ts'
import type { Paged, RecordKind } from '../types.ts'
import { replaceInLists, takeFromLists } from './list-cache.ts'

/** A list of so many pages is simply asked for again. */
const fewPages = 2
/** So many records of a longer list are asked for one by one. */
const fewRecords = 20
const gatherMs = 250

export interface LiveListOptions {
  readonly kind: RecordKind
  readonly key: () => readonly unknown[]
  readonly client: QueryClient
  readonly workspace: () => Workspace
  readonly items: Accessor<readonly { readonly id: string }[]>
  readonly pages: Accessor<number>
}

/**
 * Brings what happens in the workspace into a list that is shown.
 *
 * A short list is asked for again. In one that was scrolled far, the few records that changed are shown as they are
 * now; when there are more, or new ones, it says that it is outdated and stays where the person is.
 */
export function keepListLive({ kind, key, client, workspace, items, pages }: LiveListOptions) {
  const [isOutdated, setIsOutdated] = createSignal(false)
  let heard: LiveRecord[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on(
      () => JSON.stringify(key()),
      () => setIsOutdated(false),
      { defer: true },
    ),
  )
  const bringIn = async () => {
    const records = heard
    heard = []
    if (pages() <= fewPages) return client.invalidateQueries({ queryKey: key(), exact: true })
    const named = new Set(records.flatMap((record) => idsIn(record, kind)))
    const shown = items().filter(({ id }) => named.has(id))
    if (shown.length < named.size || shown.length > fewRecords) return setIsOutdated(true)
    await Promise.all(shown.map(({ id }) => renewOne(client, workspace(), kind, id)))
  }
  useLive(
    ({ action }) => isAbout(action, kind),
    (records) => {
      heard.push(...records)
      clearTimeout(timer)
      timer = setTimeout(() => void bringIn(), gatherMs)
    },
  )
  return {
    isOutdated,
    renew: () => {
      setIsOutdated(false)
      client.setQueryData<InfiniteData<Paged<unknown>, string>>(
        key(),
        (list) => list && { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
      )
      window.scrollTo({ top: 0 })
      void client.invalidateQueries({ queryKey: key(), exact: true })
    },
  }
}

function isAbout(action: string, kind: RecordKind): boolean {
  const [plugin, noun] = action.split('.')
  if (plugin !== 'crm') return false
  return noun === nouns[kind] || noun === kind || (noun === 'import' && (kind === 'contacts' || kind === 'companies'))
}

/** The records of a kind that an entry names. */
function idsIn({ subject, about }: LiveRecord, kind: RecordKind): string[] {
  const start = `${nouns[kind]}:`
  return [subject, ...about].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))
}

async function renewOne(client: QueryClient, workspace: Workspace, kind: RecordKind, id: string): Promise<void> {
  try {
    const item = await workspace.api<{ readonly id: string }>(`/crm/${kind}/${id}`)
    replaceInLists(client, workspace.slug, kind, item)
  } catch (error) {
    if (error instanceof Problem && error.status === 404) takeFromLists(client, workspace.slug, kind, new Set([id]))
  }
}
