import type { LogLine, Reply, Result, WholeResponse } from './protocol.ts'
import { weigh } from './weigh.ts'

const levels = new Set(['debug', 'info', 'warn', 'error'])
const mostData = 256 * 1024

/** What an isolate answered, as far as it is a reply; undefined when it is something else. */
export function readReply(answered: unknown): Reply | undefined {
  if (typeof answered !== 'object' || answered === null) return undefined
  const { logs, response, ...data } = answered as Readonly<Record<string, unknown>>
  const lines = readLogs(logs)
  if (response instanceof Response) return { logs: lines, response }
  const whole = readWhole(data.whole)
  if (whole !== undefined) return { logs: lines, whole }
  const weight = weigh(data)
  if (weight === undefined || weight > mostData) return undefined
  const result = readResult(data)
  return result === undefined ? undefined : { logs: lines, ...result }
}

function readResult({ problem, done, settings, crash }: Readonly<Record<string, unknown>>): Result | undefined {
  if (typeof crash === 'string') return { crash }
  if (typeof problem === 'object' && problem !== null) return { problem: problem as never }
  if (done === 'done') return { done }
  if (typeof done === 'object' && done !== null && 'againAfterMs' in done) {
    const { againAfterMs } = done
    return typeof againAfterMs === 'number' && againAfterMs >= 0 && againAfterMs < 366 * 86_400_000
      ? { done: { againAfterMs: Math.round(againAfterMs) } }
      : undefined
  }
  return typeof settings === 'object' && settings !== null ? { settings: settings as never } : undefined
}

function readLogs(logs: unknown): LogLine[] {
  if (!Array.isArray(logs) || weigh(logs) === undefined) return []
  return logs.slice(0, 100).flatMap((line) => {
    const { level, text } = (line ?? {}) as Partial<LogLine>
    return typeof text === 'string' && level !== undefined && levels.has(level) ? [{ level, text }] : []
  })
}

function readWhole(whole: unknown): WholeResponse | undefined {
  if (typeof whole !== 'object' || whole === null) return undefined
  const { status, headers, body } = whole as Partial<WholeResponse>
  if (typeof status !== 'number' || typeof body !== 'string' || typeof headers !== 'object' || headers === null)
    return undefined
  const named = Object.entries(headers).slice(0, 50)
  return named.every(([, value]) => typeof value === 'string')
    ? { status, headers: Object.fromEntries(named), body }
    : undefined
}
