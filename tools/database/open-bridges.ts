import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { startBridge } from './bridge.ts'
import { openPGlite } from './pglite-backend.ts'
import { openPostgres } from './postgres-backend.ts'
import { startPostgresServer } from './postgres-server.ts'
import type { SqlBackend } from './sql-backend.ts'

export type Sql = NeonQueryFunction<false, false>

/** A bridge for a test: `sql` is the owner through the unmodified driver, `sqlAsX` a role that owns nothing. */
export type OpenedBridge = {
  endpoint: string
  ownerUrl: string
  sql: Sql
  sqlAsX: Sql
  urlAs(user: string, password: string): string
  close(): Promise<void>
}

const backends: Record<string, () => Promise<{ backend: SqlBackend; ownerUrl: string; close(): Promise<void> }>> = {
  PGlite: async () => {
    const backend = await openPGlite('memory://', { ownerPassword: "it's" })
    return { backend, ownerUrl: "postgres://postgres:it's@127.0.0.1/postgres", close: () => backend.close() }
  },
  PostgreSQL: async () => {
    const server = await startPostgresServer({ durable: false })
    const backend = openPostgres(server.url, { maxConnections: 8 })
    return { backend, ownerUrl: server.url, close: () => backend.close().then(() => server.stop()) }
  },
}

/** Both databases by name, each to be opened empty but for the role `x` and the tables `owned` and `shared`. */
export const bridgeOpeners = Object.entries(backends).map(([name, open]) => ({ name, open: () => openBridge(open) }))

async function openBridge(open: (typeof backends)[string]): Promise<OpenedBridge> {
  const { backend, ownerUrl, close } = await open()
  const bridge = await startBridge({ backend })
  neonConfig.disableWarningInBrowsers = true
  neonConfig.fetchEndpoint = () => bridge.url
  const urlAs = (user: string, password: string) => {
    const url = new URL(ownerUrl)
    url.username = user
    url.password = password
    return url.href
  }
  const sql = neon(ownerUrl)
  await sql.transaction([
    sql`create role x login password 'y'`,
    sql`create table owned (id int constraint owned_key primary key, note text)`,
    sql`create table shared (id serial primary key, tenant text, note text)`,
    sql`grant select, insert on shared to x`,
    sql`grant usage on sequence shared_id_seq to x`,
  ])
  return {
    endpoint: bridge.url,
    ownerUrl,
    sql,
    sqlAsX: neon(urlAs('x', 'y')),
    urlAs,
    close: () => bridge.close().then(close),
  }
}
