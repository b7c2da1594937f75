import type { SandboxStage, Victim } from './stage.ts'

const hostileAttempts = ['hang', 'throws', 'endless', 'flood'] as const
const lanes = 4
/** Between two requests of a lane: what the plugin does is measured, and not a crowd that asks it. */
const pauseMs = 250

/** How long a workspace waits for its contacts, alone and beside one whose plugin does what harm it can. */
export async function measureNeighbours(
  stage: SandboxStage,
  requests: number,
): Promise<{ readonly idleMs: number; readonly besideMs: number; readonly attempts: number }> {
  const neighbour = await stage.makeVictim()
  const hostile = await stage.makeVictim({ calls: { 'crm GET /contacts': { perDay: 100_000, fields: null } } })
  await measure(neighbour, requests)
  const beforeMs = await measure(neighbour, requests)
  let goesOn = true
  let attempts = 0
  const crowd = Array.from({ length: lanes }, async (_, lane) => {
    while (goesOn) {
      const attempt = hostileAttempts[(attempts + lane) % hostileAttempts.length] ?? 'hang'
      attempts += 1
      await hostile.run(attempt, 'crm GET /contacts').catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  })
  await new Promise((resolve) => setTimeout(resolve, 500))
  const besideMs = await measure(neighbour, requests)
  goesOn = false
  await Promise.all(crowd)
  // The machine has other work too, now more, now less.
  const idleMs = Math.max(beforeMs, await measure(neighbour, requests))
  return { idleMs, besideMs, attempts }
}

/** The 99th percentile of reading a list. */
async function measure({ client }: Victim, requests: number): Promise<number> {
  const took: number[] = []
  for (let count = 0; count < requests; count++) {
    const startMs = performance.now()
    const { status } = await client.get('/api/crm/contacts')
    if (status !== 200) throw new Error(`The neighbour was answered ${status}`)
    took.push(performance.now() - startMs)
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0
}
