import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The body, read. */
  // biome-ignore lint/suspicious/noExplicitAny: events of every shape
  readonly event: any
  readonly atMs: number
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What is answered from now on: a status, or whatever is done with the response. */
  answer: number | ((response: ServerResponse, received: Received) => void)
  readonly close: () => Promise<void>
}

/** Somebody else's server on this machine, to which webhooks are sent. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const received = { headers: request.headers, body, event: JSON.parse(body), atMs: Date.now() }
    receiver.received.push(received)
    if (typeof receiver.answer === 'function') return receiver.answer(response, received)
    response.writeHead(receiver.answer, { 'content-type': 'text/plain' }).end(`answered ${receiver.answer}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received: [],
    answer: 200,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
