import { connect } from 'node:net'
import type { Client } from 'pg'

const cancelRequestCode = 80_877_102
const longestWaitMs = 2000

/**
 * Asks the server to stop what a connection is running (protocol section 54.2.8), best effort.
 *
 * Resolves when the server has passed it on. It may then hit whatever that connection runs next, so the
 * connection makes one more trip before it serves another request.
 */
export function cancelQuery(client: Client): Promise<void> {
  const { processID, secretKey } = client as Client & { processID: number; secretKey: number }
  const message = Buffer.alloc(16)
  message.writeInt32BE(16, 0)
  message.writeInt32BE(cancelRequestCode, 4)
  message.writeInt32BE(processID, 8)
  message.writeInt32BE(secretKey, 12)
  return new Promise((resolve) => {
    const socket = client.host.startsWith('/')
      ? connect(`${client.host}/.s.PGSQL.${client.port}`)
      : connect(client.port, client.host)
    socket.setTimeout(longestWaitMs, () => socket.destroy())
    socket.once('connect', () => socket.write(message))
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.resume()
  })
}
