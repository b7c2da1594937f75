import { hc } from 'hono/client'
import type { Routes } from './routes.ts'

/** A typed client: `giftCardsClient('https://…').items.$get({ query: {} })`. */
export function giftCardsClient(origin: string, headers: Record<string, string> = {}) {
  return hc<Routes>(`${origin}/api/gift_cards`, { headers })
}
