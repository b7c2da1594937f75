import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const pollMs = 100
const unnamedMs = 5000

/**
 * Does the work while no other process does the same, told by a lock file that names its process.
 *
 * It saves work and is no more than that: of two that find a dead process's lock at once, both may go ahead.
 */
export async function alone<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(dirname(file), { recursive: true })
  while (!(await take(file))) {
    if (await isHeld(file)) await delay(pollMs)
    else await rm(file, { force: true })
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** The file is there for a moment before its holder's name is. */
async function isHeld(file: string): Promise<boolean> {
  try {
    const [pid, { mtimeMs }] = [Number(await readFile(file, 'utf8')), await stat(file)]
    return pid === 0 ? Date.now() - mtimeMs < unnamedMs : process.kill(pid, 0)
  } catch {
    return false
  }
}
