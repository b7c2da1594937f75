import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `crmClient('https://…').contacts.$get({ query: { q: 'anna' } })`. */
export function crmClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/crm`, { headers })
}
