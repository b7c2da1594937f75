import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `emailClient('https://…').messages.$get({ query: {} })`. */
export function emailClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/email`, { headers })
}
