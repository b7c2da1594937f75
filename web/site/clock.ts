let aheadMs = 0

/** Learns from an answer how far the visitor's clock is off; within some seconds it is right. */
export function learnClock(date: string | null): void {
  const at = Date.parse(date ?? '')
  if (Number.isNaN(at)) return
  const off = at - Date.now()
  aheadMs = Math.abs(off) > 5000 ? off : 0
}

/** The time by the server's clock, for what ends at a moment that the server has named. */
export function serverNow(): number {
  return Date.now() + aheadMs
}
