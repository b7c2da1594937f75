import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stand-in for DNS over HTTPS: answers as Cloudflare's JSON does, from the records that it is given. */
export interface NameServers {
  readonly url: string
  /** By `<type> <name>`; a name without records does not exist. `down` answers nothing of use. */
  records: Readonly<Record<string, readonly string[]>> | 'down'
  readonly asked: readonly string[]
  readonly stop: () => Promise<void>
}

const types: Readonly<Record<string, number>> = { A: 1, MX: 15, TXT: 16, AAAA: 28 }

export async function startNameServers(): Promise<NameServers> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const question = `${url.searchParams.get('type')} ${url.searchParams.get('name')}`
    asked.push(question)
    const { records } = servers
    if (records === 'down' || request.headers.accept !== 'application/dns-json') {
      response.writeHead(503)
      response.end('Not now')
      return
    }
    const found = records[question] ?? []
    const type = types[url.searchParams.get('type') ?? ''] ?? 0
    response.writeHead(200, { 'content-type': 'application/dns-json' })
    response.end(JSON.stringify({ Status: found.length === 0 ? 3 : 0, Answer: found.map((data) => ({ type, data })) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const servers: NameServers = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/dns-query`,
    records: {},
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return servers
}
