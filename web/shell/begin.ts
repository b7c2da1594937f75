import type { QueryClient } from '@tanstack/solid-query'
import { loadToasts } from '../kit/notify.tsx'
import { accessQuery } from './access-query.ts'
import { codeOf } from './pages.ts'
import { publishedQuery } from './published-query.ts'
import { resume, user } from './session.ts'

/** Asks at once for all that the first page needs: its code, who is signed in, and the workspace that it is in. */
export function begin(queries: QueryClient, path: string): void {
  // What fails here fails again where it is needed, and says so there.
  for (const load of codeOf(path)) void load().catch(() => undefined)
  const workspace = /^\/w\/([^/]+)/.exec(path)?.[1]
  void resume().then(() => {
    if (workspace === undefined || user() === null) return
    void queries.prefetchQuery(accessQuery(workspace))
    void queries.prefetchQuery(publishedQuery(workspace))
  })
  whenQuiet(() => void loadToasts())
}

function whenQuiet(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 10_000 })
  else setTimeout(work, 3000)
}
