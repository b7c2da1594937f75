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

/** CPU seconds of some processes so far, or NaN where the system has no /proc. */
export async function cpuSeconds(pids: readonly number[]): Promise<number> {
  const ticks = await Promise.all(pids.map(readTicks))
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}

async function readTicks(pid: number): Promise<number> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return Number.NaN
  }
}
