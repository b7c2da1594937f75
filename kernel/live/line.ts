import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { gateOf } from '../gate/ask-gate.ts'
import type { Announcement } from './announcer.ts'

/** What a stream hears from its tenant's gate. */
export interface Line {
  /**
   * The records that came since; `silence` after so many milliseconds without any; `bell` when there is something new
   * for whoever listens; `asked` when the gate wants to know whether anybody listens still; or `closed`: rights may have
   * changed.
   */
  next(waitMs: number): Promise<readonly Announcement[] | 'silence' | 'bell' | 'asked' | 'closed'>
  close(): void
}

/** What the gate asks when somebody has no room for one more stream: only what is written finds out that a client is gone. */
export const areYouThere = 'there?'
/** What the gate says to those who were told something. */
export const bell = 'bell'

/** A client that takes nothing for so long is let go; it comes back and catches up. */
const mostWaiting = 5000

/** Opens the line to a tenant's gate, for somebody who listens; refused when they have as many as they may. */
export async function openLine(env: Env, tenantId: string, actor: string): Promise<Line> {
  const address = new URL('https://gate/live')
  address.searchParams.set('tenant', tenantId)
  address.searchParams.set('actor', actor)
  const reply = await gateOf(env, 'tenant', tenantId)
    .fetch(address, { headers: { upgrade: 'websocket' } })
    .catch(() => undefined)
  if (reply?.status === 429)
    throw kernelErrors.tooMany({ detail: 'This workspace is open in too many places at once' }, { 'retry-after': '5' })
  const socket = reply?.webSocket
  if (socket === null || socket === undefined) throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  return lineOver(socket)
}

function lineOver(socket: WebSocket): Line {
  let waiting: Announcement[] = []
  let size = 0
  let [isClosed, isAsked, isRung] = [false, false, false]
  let wake: () => void = () => undefined
  const close = () => {
    isClosed = true
    wake()
  }
  socket.addEventListener('message', ({ data }) => {
    if (data === areYouThere || data === bell) {
      if (data === bell) isRung = true
      else isAsked = true
      return wake()
    }
    const announcement = JSON.parse(String(data)) as Announcement
    waiting.push(announcement)
    size += announcement.records.length
    if (size > mostWaiting) close()
    wake()
  })
  socket.addEventListener('close', close)
  socket.addEventListener('error', close)
  socket.accept()
  return {
    async next(waitMs) {
      if (!isClosed && !isAsked && !isRung && waiting.length === 0)
        await wakeOrWait(waitMs, (wakeUp) => (wake = wakeUp))
      if (isClosed) return 'closed'
      const heard = waiting
      waiting = []
      size = 0
      if (heard.length > 0) return heard
      if (isRung) {
        isRung = false
        return 'bell'
      }
      if (!isAsked) return 'silence'
      isAsked = false
      return 'asked'
    },
    close() {
      isClosed = true
      socket.close(1000)
    },
  }
}

async function wakeOrWait(waitMs: number, onWake: (wake: () => void) => void): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  await new Promise<void>((resolve) => {
    onWake(resolve)
    timer = setTimeout(resolve, Math.max(0, waitMs))
  })
  clearTimeout(timer)
}
