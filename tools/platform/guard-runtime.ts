import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Reads until this process is gone, whatever ended it; then ends those of the processes that still are workerd. */
const watch = `read _; for pid in "$@"; do case "$(ps -o comm= -p "$pid")" in *workerd*) kill -9 "$pid";; esac; done`

/**
 * Ends this process's workerd when this process is killed: alone it would go on holding the port, without a database.
 *
 * Answers what calls the guard off.
 */
export async function guardRuntime(): Promise<() => void> {
  const pids = await findRuntimes()
  if (pids.length === 0) return () => undefined
  const guard = spawn('/bin/sh', ['-c', watch, 'guard', ...pids.map(String)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own, Ctrl-C in the terminal does not reach it.
    detached: true,
  })
  guard.on('error', () => undefined)
  guard.unref()
  return () => guard.kill('SIGKILL')
}

/** The workerd processes that this process started; none where the system has no `ps`. */
async function findRuntimes(): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,comm=']).catch(() => ({ stdout: '' }))
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/)
    return Number(parent) === process.pid && command.join(' ').includes('workerd') ? [Number(pid)] : []
  })
}
