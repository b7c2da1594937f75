import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface ProcessRow {
  readonly pid: number
  readonly parent: number
  readonly rssBytes: number
  readonly name: string
}

/** A process and all that it started, the named one first. */
export async function processTree(root: number): Promise<ProcessRow[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm='])
  const rows = stdout.split('\n').flatMap((line) => {
    const [pid, parent, rss, ...name] = line.trim().split(/\s+/)
    return name.length === 0
      ? []
      : [{ pid: Number(pid), parent: Number(parent), rssBytes: Number(rss) * 1024, name: name.join(' ') }]
  })
  const tree = rows.filter(({ pid }) => pid === root)
  for (const one of tree) tree.push(...rows.filter(({ parent }) => parent === one.pid))
  return tree
}

/** CPU seconds of some processes so far, by process; empty where the system has no /proc. */
export async function cpuSeconds(pids: readonly number[]): Promise<Map<number, number>> {
  const known = new Map<number, number>()
  await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
      const fields = stat?.replace(/^.*\) /s, '').split(' ')
      if (fields !== undefined) known.set(pid, (Number(fields[11]) + Number(fields[12])) / 100)
    }),
  )
  return known
}

/** What was used between two readings; NaN where nothing can be read. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  if (after.size === 0) return Number.NaN
  return [...after].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0)
}
