import { readFileSync, unlinkSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface FolderHolder {
  readonly pid: number
  readonly host: string
  /** Tells this process from a later one with the same pid; empty where the system does not say. */
  readonly born: string
  readonly url: string
}

/** The folder belongs to a platform that runs. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
  readonly holder: FolderHolder

  constructor(file: string, holder: FolderHolder) {
    super(
      holder.host === hostname()
        ? `The platform already runs on this data folder: process ${holder.pid}, ${holder.url}`
        : `This data folder is in use by process ${holder.pid} on ${holder.host}; if that is gone, delete ${file}`,
    )
    this.holder = holder
  }
}

/**
 * Takes the data folder for this process, so that no second one opens its database; answers what gives it back.
 *
 * A lock that a killed process left is recognised: its pid is free, or belongs to a process that was born later.
 */
export async function lockFolder(folder: string, url: string): Promise<() => void> {
  const file = join(folder, 'lock')
  const mine: FolderHolder = { pid: process.pid, host: hostname(), born: birthOf(process.pid), url }
  const text = JSON.stringify(mine)
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 })
      return () => release(file, text)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || attempt === 3) throw error
      const holder = readHolder(await readFile(file, 'utf8').catch(() => ''))
      if (holder !== undefined && isAlive(holder)) throw new FolderInUse(file, holder)
      // Another process may be about to write what it just made.
      if (holder === undefined && attempt === 0) await delay(200)
      else await rm(file, { force: true })
    }
  }
}

function release(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) unlinkSync(file)
  } catch {
    // The folder is gone, and the lock with it.
  }
}

function readHolder(text: string): FolderHolder | undefined {
  try {
    const holder = JSON.parse(text) as FolderHolder
    return Number.isSafeInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

function isAlive({ pid, host, born }: FolderHolder): boolean {
  if (host !== hostname()) return true
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return born === birthOf(pid)
}

/** When the process started, in the system's own count since it booted (proc(5), fields 3 and 22 of stat). */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'dead' : (fields[19] ?? '')
  } catch {
    return ''
  }
}
