import { spawn } from 'node:child_process'

/**
 * Reads until its parent is gone, whatever ended it. What the parent left behind then has the same new parent as this
 * shell has, and is still of the old process group.
 */
const watch = `
  group=$(ps -o pgid= -p "$1")
  read _
  sleep 0.1 || sleep 1
  heir=$(ps -o ppid= -p $$)
  ps -A -o pid= -o ppid= -o pgid= -o comm= | while read pid parent of command; do
    case "$command" in
      *workerd*) if [ "$parent" -eq "$heir" ] && [ "$of" -eq "$group" ]; then kill -9 "$pid"; fi ;;
    esac
  done`

let isOn = false

/**
 * Ends this process's workerd when this process is killed: alone it would go on holding the port, without a database.
 *
 * Without a shell or `ps` there is no guard, and a killed platform has to be cleaned up after by hand.
 */
export function guardRuntime(): void {
  if (isOn) return
  isOn = true
  const guard = spawn('/bin/sh', ['-c', watch, 'guard', String(process.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own, so that Ctrl-C in the terminal does not reach it.
    detached: true,
  })
  guard.on('error', () => undefined)
  guard.stdin.on('error', () => undefined)
  guard.unref()
}
