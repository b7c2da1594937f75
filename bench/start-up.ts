import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { megabytes, spread } from './print-table.ts'
import type { Started } from './start-once.ts'

/** Starts the embedded platform on an empty folder, and then on the folder that it left. */
export async function measureStartUp(rounds: number): Promise<Record<string, string>[]> {
  const first: Started[] = []
  const later: Started[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = join('.cache', `bench-start-${process.pid}-${round}`)
    first.push(await startOnce(folder))
    later.push(await startOnce(folder))
    await rm(folder, { recursive: true, force: true })
  }
  return [
    { start: 'the first, on an empty folder', ...describe(first) },
    { start: 'a later one', ...describe(later) },
  ]
}

async function startOnce(folder: string): Promise<Started> {
  const startedMs = performance.now()
  const child = fork(join(import.meta.dirname, 'start-once.ts'), [folder])
  const [started] = (await once(child, 'message')) as [Started]
  const seconds = (performance.now() - startedMs) / 1000
  child.send('stop')
  await once(child, 'exit')
  return { ...started, seconds }
}

function describe(starts: readonly Started[]): Record<string, string> {
  const most = (value: (started: Started) => number) => megabytes(Math.max(...starts.map(value)))
  return {
    seconds: spread(
      starts.map(({ seconds }) => seconds),
      1,
    ),
    'RSS workerd': most(({ workerdBytes }) => workerdBytes),
    'RSS node (PGlite, bridge)': most(({ nodeBytes }) => nodeBytes),
  }
}
