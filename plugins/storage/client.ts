import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `storageClient('https://…').files.$get({ query: { q: 'price list' } })`. */
export function storageClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/storage`, { headers })
}
