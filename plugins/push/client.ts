import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `pushClient('https://…').devices.$get()`. */
export function pushClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/push`, { headers })
}
