import { useLocation, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import { firstOf, toQuery } from '../query-string.ts'
import { viewsKey } from '../records/keys.ts'
import type { RecordKind, View } from '../types.ts'
import { isSameView, type ViewContent } from './view-content.ts'

export interface ViewState {
  readonly kind: RecordKind
  readonly views: Accessor<readonly View[]>
  /** The saved view that the address names. */
  readonly current: Accessor<View | undefined>
  /** What the page shows now, as it would be saved. */
  readonly content: Accessor<ViewContent>
  /** Whether what is shown differs from the current view, or from the list as it begins. */
  readonly isChanged: Accessor<boolean>
  readonly href: (view: View | undefined) => string
}

/** The saved views of a list, and how what is shown relates to them. */
export function createViewState(kind: RecordKind, names: readonly string[]): ViewState {
  const workspace = useWorkspace()
  const location = useLocation()
  const [search] = useSearchParams<Record<string, string>>()
  const query = useQuery(() => ({
    queryKey: viewsKey(workspace().slug, kind),
    queryFn: () => workspace().api<{ data: View[] }>(`/crm/views?record=${kind}`),
    enabled: workspace().can('crm.views.read'),
  }))
  const views = createMemo(() => known(query)?.data ?? [])
  const current = createMemo(() => views().find(({ id }) => id === firstOf(search.saved)))
  const content = createMemo((): ViewContent => {
    const given = names.map((name) => [name, firstOf(search[name])] as const).filter(([, value]) => value !== '')
    const columns = firstOf(search.columns)
    return { query: Object.fromEntries(given), columns: columns === '' ? [] : columns.split(',') }
  })
  return {
    kind,
    views,
    current,
    content,
    isChanged: () => !isSameView(content(), current() ?? { query: {}, columns: [] }),
    href: (view) =>
      view === undefined
        ? location.pathname
        : `${location.pathname}?${toQuery({ ...view.query, columns: view.columns.join(','), saved: view.id })}`,
  }
}
