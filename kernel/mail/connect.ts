import { connect as connectSocket } from 'cloudflare:sockets'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { Connect, Connection } from '../sdk/belongings.ts'
import { urlFault } from '../webhooks/check-url.ts'

const patienceMs = 15_000
const transports = { tls: 'on', starttls: 'starttls', none: 'off' } as const

type OpenSocket = (address: SocketAddress, options: SocketOptions) => Socket

/** Connects to servers that tenants choose. What a name resolves to is judged by the way out itself, when it connects. */
export function connectOutside(env: Env): Connect {
  const outside = env.EGRESS
  const open: OpenSocket =
    outside === undefined ? connectSocket : (address, options) => outside.connect(address, options)
  return async (host, port, security) => {
    // The rules are those of addresses of the web; only the port is another one.
    const fault = urlFault(
      `https://${host.includes(':') ? `[${host}]` : host}/`,
      env.WEBHOOK_ALLOW_PRIVATE === 'loopback',
    )
    if (fault !== undefined) throw kernelErrors.addressRefused({ detail: fault })
    return openConnection(open, host, port, security)
  }
}

/** Connects to a server that the operator of the installation chose. */
export const connectAnywhere: Connect = (host, port, security) => openConnection(connectSocket, host, port, security)

async function openConnection(
  open: OpenSocket,
  hostname: string,
  port: number,
  security: keyof typeof transports,
): Promise<Connection> {
  const socket = open({ hostname, port }, { secureTransport: transports[security], allowHalfOpen: false })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The server does not answer')), patienceMs)
  })
  // It may end while nobody looks, and that would be a failure of the whole request.
  socket.closed.catch(() => undefined)
  try {
    await Promise.race([socket.opened, late])
  } catch (error) {
    await socket.close().catch(() => undefined)
    throw error
  } finally {
    clearTimeout(timer)
  }
  return wrap(socket)
}

function wrap(socket: Socket): Connection {
  return {
    readable: socket.readable,
    writable: socket.writable,
    startTls: () => {
      const secure = socket.startTls()
      secure.closed.catch(() => undefined)
      secure.opened.catch(() => undefined)
      return wrap(secure)
    },
    close: () => socket.close(),
  }
}
