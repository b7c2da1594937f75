import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `bookingClient('https://…').services.$get()`. */
export function bookingClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/booking`, { headers })
}
