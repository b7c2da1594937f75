import type { FullQueryResults } from '@neondatabase/serverless'
import type { Statement } from './capability.ts'
import { type Connection, deadline } from './connect.ts'
import { rowTypes } from './row-types.ts'
import { sqlStateOf } from './translate-error.ts'

export type Results = readonly FullQueryResults<true>[]

/** Sends the statements of a change, each change with those that come at the same moment. */
export interface CommitGroup {
  send(connection: Connection, statements: readonly Statement[]): Promise<Results>
}

interface Waiting {
  readonly connection: Connection
  readonly statements: readonly Statement[]
  readonly resolve: (results: Results) => void
  readonly reject: (error: unknown) => void
}

/** Few enough that what one of them locks is not kept for long. */
const mostTogether = 10
const gatherMs = 3

/**
 * Makes one transaction of the changes that several handlers of one plugin ask for at once: one round trip and one
 * flush to the disk in place of ten.
 *
 * Each change brings its own signed context and its own begin_change, so it is guarded and recorded as if it were alone.
 * A change that PostgreSQL refuses takes the others along; then each is sent by itself, and the refusal meets its own.
 * Only changes under an Idempotency-Key may come here: begin_change sets the key anew for each of them.
 *
 * `busy` tells how many handlers are at work: when all of them wait here, nobody else is waited for.
 */
export function createCommitGroup(busy: () => number): CommitGroup {
  let waiting: Waiting[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const together = waiting
    waiting = []
    void sendTogether(together)
  }
  return {
    send: (connection, statements) =>
      new Promise((resolve, reject) => {
        waiting.push({ connection, statements, resolve, reject })
        if (waiting.length >= Math.min(mostTogether, busy())) flush()
        else timer ??= setTimeout(flush, gatherMs)
      }),
  }
}

/** One transaction of one change. */
export function sendAlone(connection: Connection, statements: readonly Statement[]): Promise<Results> {
  return connection.transaction(
    statements.map(({ sql, params }) => connection.query(sql, [...params], rowTypes)),
    { isolationLevel: 'ReadCommitted', fetchOptions: deadline() },
  )
}

async function sendTogether(changes: readonly Waiting[]): Promise<void> {
  const [first, second] = changes
  if (first === undefined) return
  if (second === undefined) return settleAlone(first)
  try {
    const results = await sendAlone(
      first.connection,
      changes.flatMap(({ statements }) => statements),
    )
    let place = 0
    for (const { statements, resolve } of changes) {
      resolve(results.slice(place, place + statements.length))
      place += statements.length
    }
  } catch (error) {
    // Without a state nobody knows whether it happened: those who asked try again, under their keys.
    if (sqlStateOf(error) === undefined) for (const { reject } of changes) reject(error)
    else await Promise.all(changes.map(settleAlone))
  }
}

async function settleAlone({ connection, statements, resolve, reject }: Waiting): Promise<void> {
  await sendAlone(connection, statements).then(resolve, reject)
}
