import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createContext, useContext } from 'solid-js'
import { Problem, useWorkspace } from '#kit'
import type { Installed } from '../shell/published-query.ts'
import { type RouteAddress, routeAddress } from './address.ts'

export interface PublishedPage {
  readonly plugin: Installed
  /** Of the page's address: `{ id }` of `/items/:id`. */
  readonly params: Readonly<Record<string, string>>
}

/** The page around a block. */
export const PublishedPageContext = createContext<() => PublishedPage>()

export function usePublishedPage(): () => PublishedPage {
  const page = useContext(PublishedPageContext)
  if (page === undefined) throw new Error('This block is not on a page')
  return page
}

/** What a block says that names something which is not there. */
const noSuchRoute = new Problem(0, {
  title: 'This part of the page cannot be shown',
  detail: 'Something that it needs is missing. Tell whoever publishes this plugin',
})

/** What one of the plugin's routes answers. Its events renew it, since its id is the second part of the key. */
export function useReading(route: () => string) {
  const workspace = useWorkspace()
  const page = usePublishedPage()
  return useQuery(() => {
    const address = routeAddress(page().plugin.id, route(), [page().params])
    return {
      queryKey: readingKey(workspace().slug, page().plugin.id, address),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        if (address === undefined) throw noSuchRoute
        return workspace().api<unknown>(address.path, { signal })
      },
      reconcile: 'id',
    }
  })
}

export function readingKey(slug: string, pluginId: string, address: RouteAddress | undefined, ...more: unknown[]) {
  return [slug, pluginId, 'page', address?.path ?? 'nowhere', ...more]
}

/** Calls a route of the plugin for a record, and has everything asked again that the plugin shows. */
export function useCall() {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const page = usePublishedPage()
  const send = (route: string, record: unknown, body: unknown): Promise<unknown> => {
    const { plugin, params } = page()
    const address = routeAddress(plugin.id, route, [record, params])
    if (address === undefined) return Promise.reject(noSuchRoute)
    const { method, path } = address
    // A body is what the method is for; a route that takes none is sent none.
    const hasBody = body !== undefined && method !== 'GET' && method !== 'DELETE'
    return workspace().api<unknown>(path, { method, ...(hasBody ? { body } : {}) })
  }
  const renew = () => queries.invalidateQueries({ queryKey: [workspace().slug, page().plugin.id] })
  return {
    /** Whether the person may call it. */
    may: (route: string) => page().plugin.calls.includes(route),
    send,
    renew,
    call: async (route: string, record: unknown, body?: unknown): Promise<unknown> => {
      const answer = await send(route, record, body)
      await renew()
      return answer
    },
  }
}
