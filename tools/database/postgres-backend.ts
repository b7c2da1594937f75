import { Client } from 'pg'
import { cancelQuery } from './cancel-query.ts'
import { type ConnectionPool, createConnectionPool, type PooledConnection } from './connection-pool.ts'
import { asDatabaseError, DatabaseFailure } from './database-failure.ts'
import { createLoginReader, type Login } from './read-login.ts'
import { type Exchange, runExchange, settleConnection } from './run-exchange.ts'
import type { SqlBackend, SqlRequest, SqlResult } from './sql-backend.ts'

export type PostgresOptions = {
  /** The bound on connections over all logins; 20 by default. */
  maxConnections?: number
  /** How long an unused connection stays open; 30 seconds by default. */
  idleMs?: number
  /** The server's `statement_timeout`; none by default. */
  statementTimeoutMs?: number
  /** Whether texts that repeat become named statements, planned once per connection; yes by default. */
  prepare?: boolean
}

const connectTimeoutMs = 10_000

/**
 * Opens a PostgreSQL server for the bridge.
 *
 * Each request logs in as its connection string says, always to the server that `databaseUrl` names.
 * Nothing connects before the first request, and a server that restarts is found again by the next one.
 */
export function openPostgres(databaseUrl: string, options: PostgresOptions = {}): SqlBackend {
  const { maxConnections = 20, idleMs = 30_000, statementTimeoutMs = 0, prepare = true } = options
  const target = new URL(databaseUrl)
  const readLogin = createLoginReader()
  const pool = createConnectionPool({
    maxConnections,
    idleMs,
    connect: (login) => connectAs(target, login, statementTimeoutMs),
  })
  return {
    async run(connectionString, request, abandoned) {
      const connection = await pool.acquire(readLogin(connectionString))
      return runOn(pool, connection, request, abandoned, prepare)
    },
    close: () => pool.close(),
  }
}

async function connectAs(target: URL, login: Login, statementTimeoutMs: number): Promise<Client> {
  const url = new URL(target)
  url.username = encodeURIComponent(login.user)
  url.password = encodeURIComponent(login.password)
  url.pathname = `/${encodeURIComponent(login.database)}`
  const client = new Client({
    connectionString: url.href,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'dpf-bridge',
    statement_timeout: statementTimeoutMs,
  })
  // An empty password in the string would let node-postgres take PGPASSWORD from this process instead.
  client.password = login.password
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    void client.end().catch(() => {})
    throw asDatabaseError(error, '08001')
  }
}

async function runOn(
  pool: ConnectionPool,
  connection: PooledConnection,
  request: SqlRequest,
  abandoned: AbortSignal,
  prepare: boolean,
): Promise<SqlResult[]> {
  const { client, names } = connection
  if (abandoned.aborted) {
    pool.release(connection, true)
    throw new DatabaseFailure('57014', 'The client went away before its request began')
  }
  let cancellation: Promise<void> | undefined
  const cancel = () => {
    cancellation = cancelQuery(client)
  }
  abandoned.addEventListener('abort', cancel, { once: true })
  let exchange = await runExchange(client, request, prepare ? names : undefined)
  if (exchange.error !== undefined && exchange.namesAreStale && (await settle(connection, exchange))) {
    exchange = await runExchange(client, request)
  }
  abandoned.removeEventListener('abort', cancel)
  if (exchange.error === undefined && cancellation === undefined) {
    pool.release(connection, true)
    return exchange.results
  }
  void Promise.resolve(cancellation)
    .then(() => settle(connection, exchange))
    .then((settled) => pool.release(connection, settled))
  if (exchange.error === undefined) return exchange.results
  throw asDatabaseError(exchange.error, '08006')
}

function settle(connection: PooledConnection, exchange: Exchange): Promise<boolean> {
  const dropNames = exchange.error !== undefined && exchange.namesAreStale
  if (dropNames) connection.names.forget()
  return settleConnection(connection.client, dropNames)
}
