import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from './run-command.ts'

/** Refuses a port that another program listens on, or that this one may not. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  let code = await tryPort(host, port)
  // What is left of a platform that was killed a moment ago is about to go.
  if (code === 'EADDRINUSE') {
    await delay(500)
    code = await tryPort(host, port)
  }
  if (code === undefined) return
  if (code === 'EADDRINUSE')
    throw new Refusal(
      `Port ${port} is in use: is the platform running already? Start with --port ${port === 65_535 ? 8787 : port + 1}`,
    )
  if (code === 'EACCES') throw new Refusal(`Port ${port} needs more rights than this user has. Start with --port 8787`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    throw new Refusal(
      `--host ${host} is not an address of this machine: 127.0.0.1 is for this machine, 0.0.0.0 for all`,
    )
  throw new Refusal(`Port ${port} on ${host} cannot be opened (${code})`)
}

/** Tries to listen; answers the error's code, or undefined when it worked. */
export function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}
