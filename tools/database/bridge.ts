import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { DatabaseFailure, describeDatabaseError } from './database-failure.ts'
import { readSqlRequest } from './read-sql-request.ts'
import type { SqlBackend } from './sql-backend.ts'

const mostBodyBytes = 64 * 1024 * 1024

/** A bridge that listens: `url` is what `neonConfig.fetchEndpoint` wants. */
export type Bridge = { url: string; close(): Promise<void> }

/**
 * Serves Neon's HTTP SQL protocol in front of any Postgres, so that the unmodified driver reaches it.
 *
 * The backend stays its opener's to close. Connections are kept alive without a limit of time: a client
 * that reuses one just as the server closes it would see a failure that is nobody's.
 */
export async function startBridge(options: { port?: number; host?: string; backend: SqlBackend }): Promise<Bridge> {
  const { port = 0, host = '127.0.0.1', backend } = options
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void answer(backend, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}/sql`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(backend: SqlBackend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method !== 'POST' || request.url !== '/sql') {
      request.resume()
      return reply(response, 404, { message: 'This server answers POST /sql only' })
    }
    const connectionString = request.headers['neon-connection-string']
    const body = await readBody(request)
    if (typeof connectionString !== 'string') throw new DatabaseFailure('08P01', 'Neon-Connection-String is missing')
    const sqlRequest = readSqlRequest(request.headers, body)
    const results = await backend.run(connectionString, sqlRequest, watchAbandonment(response))
    reply(response, 200, sqlRequest.begin === undefined ? results[0] : { results })
  } catch (error) {
    const described = describeDatabaseError(error)
    if (described !== undefined) return reply(response, 400, described)
    if (!response.destroyed) console.error('The database bridge failed:', error)
    reply(response, 500, { message: 'The database bridge failed' })
  }
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // What is too much is read to its end and forgotten, so that the client lives to see the refusal.
      if (bytes <= mostBodyBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => {
      if (bytes > mostBodyBytes) return reject(new DatabaseFailure('54000', `The body exceeds ${mostBodyBytes} bytes`))
      const [first = Buffer.alloc(0)] = chunks
      resolve((chunks.length > 1 ? Buffer.concat(chunks) : first).toString('utf8'))
    })
    request.on('error', reject)
  })
}

function watchAbandonment(response: ServerResponse): AbortSignal {
  const abandonment = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) abandonment.abort()
  })
  return abandonment.signal
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
