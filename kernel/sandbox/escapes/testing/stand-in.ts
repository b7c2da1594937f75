import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StandIn {
  readonly url: string
  /** What was asked of it, oldest first. */
  readonly heard: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  answer: (request: IncomingMessage, response: ServerResponse) => void
  readonly stop: () => Promise<void>
}

/** A server on this machine that stands for a host somewhere. */
export async function startStandIn(): Promise<StandIn> {
  const heard: StandIn['heard'] = []
  const host = { heard, answer: (_: IncomingMessage, response: ServerResponse) => void response.end('hello') }
  const server = createServer((request, response) => {
    heard.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers })
    host.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(host, {
    url,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}
