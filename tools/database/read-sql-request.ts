import type { IncomingHttpHeaders } from 'node:http'
import { DatabaseFailure } from './database-failure.ts'
import type { SqlRequest, SqlStatement } from './sql-backend.ts'

const isolationLevels = new Map([
  ['ReadUncommitted', 'READ UNCOMMITTED'],
  ['ReadCommitted', 'READ COMMITTED'],
  ['RepeatableRead', 'REPEATABLE READ'],
  ['Serializable', 'SERIALIZABLE'],
])

const mostParams = 65_535
const copyFromStdin = /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*copy\b[\s\S]*\bfrom\s+stdin\b/i

/** Reads the body and headers of Neon's HTTP protocol, or throws a failure that says what is wrong with them. */
export function readSqlRequest(headers: IncomingHttpHeaders, body: string): SqlRequest {
  const parsed = parseJson(body)
  if (!isRecord(parsed)) throw malformed('The body must be a JSON object')
  if (parsed.queries === undefined) return { statements: [readStatement(parsed, 'The body')] }
  if (!Array.isArray(parsed.queries)) throw malformed('"queries" must be an array')
  const statements = parsed.queries.map((entry, index) => readStatement(entry, `queries[${index}]`))
  return { statements, begin: readBegin(headers) }
}

function readStatement(entry: unknown, place: string): SqlStatement {
  if (!isRecord(entry) || typeof entry.query !== 'string') throw malformed(`${place} needs a string "query"`)
  const params = entry.params ?? []
  if (!Array.isArray(params)) throw malformed(`${place}: "params" must be an array`)
  if (params.length > mostParams) throw malformed(`${place}: more than ${mostParams} params`)
  if (copyFromStdin.test(entry.query)) throw new DatabaseFailure('0A000', 'COPY FROM STDIN cannot run over HTTP')
  return { query: entry.query, params: params.map((param, index) => readParam(param, `${place}: params[${index}]`)) }
}

function readParam(param: unknown, place: string): string | null {
  if (param === null || typeof param === 'string') return param
  if (typeof param === 'number' || typeof param === 'boolean') return String(param)
  throw malformed(`${place} must be text or null`)
}

function readBegin(headers: IncomingHttpHeaders): string {
  const modes: string[] = []
  const level = headers['neon-batch-isolation-level']
  if (level !== undefined) {
    const isolation = typeof level === 'string' ? isolationLevels.get(level) : undefined
    if (isolation === undefined) {
      throw malformed(`Neon-Batch-Isolation-Level must be one of ${[...isolationLevels.keys()].join(', ')}`)
    }
    modes.push(`ISOLATION LEVEL ${isolation}`)
  }
  if (readFlag(headers, 'Neon-Batch-Read-Only')) modes.push('READ ONLY')
  if (readFlag(headers, 'Neon-Batch-Deferrable')) modes.push('DEFERRABLE')
  return modes.length === 0 ? 'BEGIN' : `BEGIN ${modes.join(', ')}`
}

function readFlag(headers: IncomingHttpHeaders, name: string): boolean {
  const value = headers[name.toLowerCase()]
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw malformed(`${name} must be true or false`)
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw malformed('The body is not JSON')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(message: string): DatabaseFailure {
  return new DatabaseFailure('08P01', message)
}
