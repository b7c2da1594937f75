import { readFile, writeFile } from 'node:fs/promises'
import { type Extensions, PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Client } from 'pg'
import { readSqlState } from './database-failure.ts'
import { guardPGlite } from './guard-pglite.ts'
import { runExchange, settleConnection } from './run-exchange.ts'
import type { SqlRequest, SqlResult } from './sql-backend.ts'

const localUserIdChange = 1

/** What PGlite can use before V8's own stack ends: runaway recursion gets a 54001 and PGlite survives it. */
const stackDepth = '200kB'

/**
 * A running PGlite with the one connection that it has.
 *
 * `error` says how it died: it ends like a server process does, for good.
 */
export type PGliteInstance = {
  readonly error: unknown
  run(request: SqlRequest): Promise<SqlResult[]>
  becomeUser(user: string): Promise<void>
  dump(file: string): Promise<void>
  close(): Promise<void>
}

/** Starts PGlite on a folder or in memory, from a dump when one is named. */
export async function startPGlite(
  dataDir: string,
  options: { extensions?: Extensions; loadDataDir?: string },
): Promise<PGliteInstance> {
  const { extensions, loadDataDir } = options
  const database = await PGlite.create(dataDir, {
    startParams: [...PGlite.defaultStartParams, '-c', `max_stack_depth=${stackDepth}`],
    extensions: { btree_gist, pg_trgm, unaccent, ...extensions },
    ...(loadDataDir === undefined ? {} : { loadDataDir: new Blob([await readFile(loadDataDir)]) }),
  })
  let deathCause: unknown
  const client = new Client(createPgConfig(guardPGlite(database)))
  client.on('error', (error) => {
    deathCause ??= error
  })
  await client.connect()
  const lockUser = createUserLock(database)

  async function run(request: SqlRequest): Promise<SqlResult[]> {
    const exchange = await runExchange(client, request)
    if (exchange.error === undefined) return exchange.results.map(markAsText)
    if (readSqlState(exchange.error) === undefined) deathCause ??= exchange.error
    else if (!(await settleConnection(client, false))) deathCause ??= exchange.error
    throw exchange.error
  }

  return {
    get error() {
      return deathCause
    },
    run,
    async becomeUser(user) {
      lockUser(false)
      await command(run, 'set session authorization postgres')
      await command(run, 'discard all')
      if (user === 'postgres') return
      await command(run, `set session authorization ${quoteName(user)}`)
      lockUser(true)
    },
    async dump(file) {
      const dump = await database.dumpDataDir(/gz$/.test(file) ? 'gzip' : 'none')
      await writeFile(file, Buffer.from(await dump.arrayBuffer()))
    },
    close: () => database.close(),
  }
}

/** PGlite's parser calls the text format 0. */
function markAsText(result: SqlResult): SqlResult {
  for (const field of result.fields) field.format = 'text'
  return result
}

/**
 * Forbids the session to change its user, or allows it again.
 *
 * PGlite's one session was opened by the superuser, so any SQL could say SET SESSION AUTHORIZATION postgres.
 * Postgres refuses that, SET ROLE and every disguise of them (dynamic SQL, set_config) inside a
 * SECURITY DEFINER function; the whole session is put into that very state.
 */
function createUserLock(database: PGlite): (isLocked: boolean) => void {
  const { _SetUserIdAndSecContext: setContext, _GetSessionUserId: getUser } = database.Module as unknown as {
    _SetUserIdAndSecContext?: (user: number, context: number) => void
    _GetSessionUserId?: () => number
  }
  if (setContext === undefined || getUser === undefined) {
    throw new Error('This PGlite does not export what keeps a login from becoming the superuser')
  }
  return (isLocked) => setContext(getUser(), isLocked ? localUserIdChange : 0)
}

async function command(run: PGliteInstance['run'], query: string): Promise<void> {
  await run({ statements: [{ query, params: [] }] })
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
