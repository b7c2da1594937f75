import { EncryptionKeyChanged } from '../platform/require-encryption-key.ts'
import { messageOf, Refusal } from './run-command.ts'

/** The owner's URL in `DATABASE_URL`; undefined when there is none. */
export function readDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const url = URL.parse(text.trim())
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.pathname.length < 2)
    throw new Refusal('DATABASE_URL is not a PostgreSQL address: write postgresql://user:password@host:5432/database')
  return url.href
}

/** Says in a sentence what is wrong with the database; a failure that is none of its comes back as it is. */
export function explainDatabaseFailure(error: unknown, databaseUrl: string | undefined, folder: string): unknown {
  if (error instanceof EncryptionKeyChanged) return new Refusal(error.message, { cause: error })
  const code = codeOf(error)
  const place = databaseUrl === undefined ? `The database in ${folder}` : `DATABASE_URL (${describeUrl(databaseUrl)})`
  const refuse = (reason: string) => new Refusal(`${place} ${reason}: ${messageOf(rootOf(error))}`, { cause: error })
  if (code === '08001' || code === '08006' || /fetch failed|connecting to database/i.test(messageOf(error)))
    return refuse('cannot be reached')
  if (code.startsWith('28')) return refuse('refuses this user')
  if (code === '3D000') return refuse('has no such database')
  if (code === '42501') return refuse('does not let this user make schemas and roles')
  return databaseUrl === undefined && isPGliteFailure(error) ? refuse('cannot be opened') : error
}

/** Host, port and database: what may be shown of an address with a password in it. */
export function describeUrl(text: string): string {
  const url = new URL(text)
  return `${url.hostname}:${url.port === '' ? 5432 : url.port}${decodeURIComponent(url.pathname)}`
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  return codeOf(error.cause)
}

/** Neon's driver wraps what went wrong; the innermost message is the one that says it. */
function rootOf(error: unknown): unknown {
  if (error instanceof Error && 'sourceError' in error && error.sourceError instanceof Error)
    return rootOf(error.sourceError)
  return error instanceof Error && error.cause instanceof Error ? rootOf(error.cause) : error
}

function isPGliteFailure(error: unknown): boolean {
  return error instanceof Error && /pglite|initdb|RuntimeError/i.test(`${error.name} ${error.stack ?? ''}`)
}
