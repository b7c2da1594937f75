import type { Client } from '#sdk/testing'

/** Asks again and again until the answer is as wanted; fails with the last one after half a minute. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const endsAt = Date.now() + 30_000
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > endsAt) throw new Error(`It did not come to that: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The mail that was captured for an address. */
export async function mailsTo(client: Client, address: string): Promise<{ subject: string; body: string }[]> {
  const { body } = await client.get('/mail', { accept: 'application/json' })
  return body.data.filter(({ recipient }: { recipient: string }) => recipient === address)
}
