import { createHash } from 'node:crypto'
import type { Extensions } from '@electric-sql/pglite'
import { asDatabaseError, DatabaseFailure, readSqlState } from './database-failure.ts'
import { type PGliteInstance, startPGlite } from './pglite-instance.ts'
import { createLoginReader, type Login } from './read-login.ts'
import type { SqlBackend } from './sql-backend.ts'
import { verifyPassword } from './verify-password.ts'

export type PGliteOptions = {
  /** The password that the superuser `postgres` gets on every open. */
  ownerPassword: string
  /** Extensions beside btree_gist, pg_trgm and unaccent. */
  extensions?: Extensions
  /** A dump to start from, for a folder that is still empty or for memory. */
  loadDataDir?: string
}

/** A backend on PGlite, which can write its whole state to a tarball (gzipped when the name ends in gz). */
export type PGliteBackend = SqlBackend & { dumpDataDir(file: string): Promise<void> }

/**
 * Opens PGlite in a folder, or in memory with `memory://`, for the bridge.
 *
 * It has one connection: requests run one after the other, each as the role that its connection string
 * logs in as. A login that succeeded stays valid until this process ends, whatever becomes of the
 * password. Unlike on a server, SET ROLE is refused to every login but `postgres`.
 */
export async function openPGlite(folder: string, options: PGliteOptions): Promise<PGliteBackend> {
  const { ownerPassword, extensions, loadDataDir } = options
  const isInMemory = folder.startsWith('memory://')
  const readLogin = createLoginReader()
  const admitted = new Set<string>()
  let user: string | undefined
  let queue: Promise<unknown> = Promise.resolve()

  async function start(dump?: string): Promise<PGliteInstance> {
    user = undefined
    const instance = await startPGlite(folder, {
      ...(extensions === undefined ? {} : { extensions }),
      ...(dump === undefined ? {} : { loadDataDir: dump }),
    })
    const query = `alter role postgres password '${ownerPassword.replaceAll("'", "''")}'`
    await instance.run({ statements: [{ query, params: [] }] })
    return instance
  }

  async function become(next: string): Promise<void> {
    if (user === next) return
    user = undefined
    await instance.becomeUser(next)
    user = next
  }

  async function admit(login: Login): Promise<void> {
    if (login.database !== 'postgres') {
      throw new DatabaseFailure('3D000', `database "${login.database}" does not exist: PGlite has "postgres"`, 'FATAL')
    }
    const proof = createHash('sha256').update(login.key).digest('base64')
    if (!admitted.has(proof)) {
      await become('postgres')
      await authenticate(instance, login)
      admitted.add(proof)
    }
    try {
      await become(login.user)
    } catch (error) {
      admitted.delete(proof)
      throw readSqlState(error) === '22023' ? refuseLogin(login) : error
    }
  }

  /** One at a time, and on a fresh instance when the last one died: a folder survives that, memory does not. */
  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(async () => {
      if (instance.error !== undefined && !isInMemory) instance = await start()
      if (instance.error !== undefined) throw asDatabaseError(instance.error, '08006')
      return work()
    })
    queue = done.catch(() => {})
    return done
  }

  let instance = await start(loadDataDir)
  return {
    run: (connectionString, request, abandoned) =>
      enqueue(async () => {
        if (abandoned.aborted) throw new DatabaseFailure('57014', 'The client went away before its request began')
        await admit(readLogin(connectionString))
        return instance.run(request)
      }).catch((error: unknown) => {
        throw asDatabaseError(error, '08006')
      }),
    dumpDataDir: (file) =>
      enqueue(async () => {
        await become('postgres')
        await instance.dump(file)
      }),
    close: async () => {
      await queue
      if (instance.error === undefined) await instance.close()
    },
  }
}

async function authenticate(instance: PGliteInstance, login: Login): Promise<void> {
  const query = `select rolpassword, rolcanlogin from pg_authid
    where rolname = $1 and rolpassword is not null and (rolvaliduntil is null or rolvaliduntil > now())`
  const [result] = await instance.run({ statements: [{ query, params: [login.user] }] })
  const [verifier, canLogin] = result?.rows[0] ?? []
  if (typeof verifier !== 'string' || !(await verifyPassword(login.password, verifier))) throw refuseLogin(login)
  if (canLogin !== 't') throw new DatabaseFailure('28000', `role "${login.user}" is not permitted to log in`, 'FATAL')
}

function refuseLogin(login: Login): DatabaseFailure {
  return new DatabaseFailure('28P01', `password authentication failed for user "${login.user}"`, 'FATAL')
}
