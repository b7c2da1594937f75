/** How a version fares, beside the versions before it. */
export interface Faring {
  readonly stage: 'few' | 'all'
  /** Since it went live, or to all. */
  readonly ageSeconds: number
  /** Whether there is a live version to go back to. */
  readonly hasBefore: boolean
  /** Workspaces that have it. */
  readonly holders: number
  readonly calls: number
  readonly errors: number
  readonly callsBefore: number
  readonly errorsBefore: number
}

export const rollout = {
  /** Percent of the workspaces that let it come by itself. */
  share: 10,
  /** Fewer calls than this say nothing, be they good or bad. */
  enoughCalls: 20,
  /** So many calls without more errors are as good as a day. */
  manyCalls: 200,
  longestSeconds: 24 * 60 * 60,
  /** A part of the calls that may fail at any time. */
  tolerated: 0.05,
} as const

/** Whether a version goes on to all workspaces, is taken back, or waits to be known better. */
export function judgeRollout(faring: Faring): 'back' | 'on' | 'wait' {
  const { stage, calls, errors, hasBefore } = faring
  if (hasBefore && calls >= rollout.enoughCalls && errors / calls > mostErrors(faring)) return 'back'
  if (stage === 'all') return 'wait'
  const isKnown = calls >= rollout.manyCalls || faring.ageSeconds >= rollout.longestSeconds
  return isKnown || !hasBefore ? 'on' : 'wait'
}

/** Twice what failed before, and always a little. */
function mostErrors({ callsBefore, errorsBefore }: Faring): number {
  const before = callsBefore === 0 ? 0 : errorsBefore / callsBefore
  return Math.max(rollout.tolerated, 2 * before)
}
