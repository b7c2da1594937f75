import type { Client, Reply } from '../testing/client.ts'

const longestMs = 120_000
const pauseMs = 100

/**
 * Posts as a good client does: under one Idempotency-Key, again and again until there is an answer that is one.
 *
 * A lost connection, a 5xx, a 429 and "the first request is still running" are none. Undefined when none ever came.
 */
export async function insist(client: Client, path: string, body: unknown, key: string): Promise<Reply | undefined> {
  const startMs = performance.now()
  while (performance.now() - startMs < longestMs) {
    const reply = await client.post(path, body, { 'idempotency-key': key }).catch(() => undefined)
    if (reply !== undefined && !isNoAnswer(reply)) return reply
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
  }
  return undefined
}

export function isNoAnswer({ status, body }: Reply): boolean {
  return status >= 500 || status === 429 || (status === 409 && String(body?.type).endsWith('kernel.idempotencyRunning'))
}
