import type { JobRequest } from '#sdk'

const hourMs = 3_600_000

/** Asks for a sweep at the next full hour: one a workspace, however often it is asked for. */
export function sweepAt(now: Date): JobRequest {
  const next = Math.floor(now.getTime() / hourMs) + 1
  return { name: 'sweep', payload: {}, key: 'sweep', dueAt: new Date(next * hourMs) }
}
