import { join } from 'node:path'
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { type Bridge, startBridge } from '../database/bridge.ts'
import { openPGlite, type PGliteBackend } from '../database/pglite-backend.ts'
import { openPostgres } from '../database/postgres-backend.ts'
import type { SqlBackend } from '../database/sql-backend.ts'

export interface OpenDatabase {
  /** What the Worker connects with: host and database, no credentials. */
  readonly url: string
  /** The bridge's address; absent for Neon itself. */
  readonly http: string | undefined
  /** Runs as the owner: for migrations, never for requests. */
  readonly owner: NeonQueryFunction<false, false>
  /** Writes PGlite's whole state to a file. */
  readonly dump?: (file: string) => Promise<void>
  readonly close: () => Promise<void>
}

export interface DatabaseChoice {
  /** A PostgreSQL or Neon URL with the owner's credentials. Without one, PGlite in `folder`. */
  readonly databaseUrl?: string | undefined
  /** Where PGlite keeps its data, or `memory://`. */
  readonly folder: string
  readonly ownerPassword: string
  /** A PGlite dump to start from. */
  readonly loadDataDir?: string | undefined
  readonly maxConnections?: number
}

/** Opens the database that was chosen, behind Neon's HTTP protocol whatever it is. */
export async function openDatabase(choice: DatabaseChoice): Promise<OpenDatabase> {
  if (choice.databaseUrl !== undefined && isNeon(choice.databaseUrl)) {
    return {
      url: withoutCredentials(choice.databaseUrl),
      http: undefined,
      owner: neon(choice.databaseUrl),
      close: async () => undefined,
    }
  }
  const backend =
    choice.databaseUrl === undefined
      ? await openPGlite(choice.folder.startsWith('memory://') ? choice.folder : join(choice.folder, 'database'), {
          ownerPassword: choice.ownerPassword,
          ...(choice.loadDataDir === undefined ? {} : { loadDataDir: choice.loadDataDir }),
        })
      : openPostgres(choice.databaseUrl, { maxConnections: choice.maxConnections ?? 20 })
  const bridge: Bridge = await startBridge({ backend })
  const ownerUrl = new URL(
    choice.databaseUrl ?? `postgresql://postgres:${choice.ownerPassword}@pglite.localhost/postgres`,
  )
  ownerUrl.protocol = 'postgresql:'
  // The driver's settings are global to the process; a made-up host leads each client to its own bridge.
  ownerUrl.host = `bridge-${bridges.size}.localhost`
  bridges.set(ownerUrl.hostname, bridge.url)
  neonConfig.fetchEndpoint = (host) => bridges.get(host) ?? `https://api.${host.replace(/^[^.]+\./, '')}/sql`
  return {
    url: withoutCredentials(ownerUrl.href),
    http: bridge.url,
    owner: neon(ownerUrl.href),
    ...dumpOf(backend),
    close: async () => {
      await bridge.close()
      await backend.close()
    },
  }
}

function dumpOf(backend: SqlBackend | PGliteBackend): Pick<OpenDatabase, 'dump'> {
  return 'dumpDataDir' in backend ? { dump: (file) => backend.dumpDataDir(file) } : {}
}

/** Bridges by the host in their owners' URLs. */
const bridges = new Map<string, string>()

function isNeon(url: string): boolean {
  return new URL(url).hostname.endsWith('.neon.tech')
}

function withoutCredentials(text: string): string {
  const url = new URL(text)
  url.username = 'role'
  url.password = 'derived'
  url.protocol = 'postgresql:'
  return url.href
}
