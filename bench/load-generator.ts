import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Options } from 'autocannon'
import type { Burst } from './load.ts'

/** A load generator in a process of its own. */
export interface LoadGenerator {
  readonly pid: number
  readonly burst: (options: Options) => Promise<Burst>
  readonly stop: () => void
}

export function startLoadGenerator(): LoadGenerator {
  const child: ChildProcess = fork(join(import.meta.dirname, 'load.ts'))
  return {
    pid: child.pid ?? 0,
    async burst(options) {
      child.send(options)
      const [result] = (await once(child, 'message')) as [Burst]
      return result
    },
    stop: () => child.kill(),
  }
}
