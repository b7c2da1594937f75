import { AsyncLocalStorage } from 'node:async_hooks'
import type { LogLine } from '../../sandbox/protocol.ts'

const mostLines = 100
const longestLine = 2000
const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const

const current = new AsyncLocalStorage<LogLine[]>()

/** Takes what is written to the console from now on, for the call in which it is written. */
export function takeConsole(): void {
  for (const [method, level] of Object.entries(levels))
    (console as unknown as Record<string, unknown>)[method] = (...args: unknown[]) => {
      const lines = current.getStore()
      if (lines !== undefined && lines.length < mostLines)
        lines.push({ level, text: args.map(describe).join(' ').slice(0, longestLine) })
    }
}

/** Runs a call; what it writes to the console is in `lines`. */
export function withLogs<Result>(lines: LogLine[], run: () => Promise<Result>): Promise<Result> {
  return current.run(lines, run)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.stack ?? String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}
