import type { PGlite } from '@electric-sql/pglite'

const dueAnswers: Record<string, string[]> = {
  P: ['parseComplete'],
  B: ['bindComplete'],
  D: ['rowDescription', 'noData'],
  E: ['commandComplete', 'emptyQuery', 'portalSuspended'],
  Q: ['readyForQuery'],
  S: ['readyForQuery'],
}

/**
 * A view of PGlite for node-postgres that notices its death and lets no further message reach the dead.
 *
 * COPY FROM STDIN exits it, and the next message would spin forever, with this process. A JavaScript stack
 * overflow inside it is swallowed, and then it answers nothing, or with another query's rows: so every
 * message must get the answer that the protocol owes it, or an error until the next Sync.
 */
export function guardPGlite(database: PGlite): PGlite {
  let death: Error | undefined
  let isSkipping = false

  const execProtocolStream: PGlite['execProtocolStream'] = async (message, options) => {
    if (death !== undefined) throw death
    try {
      const answers = await database.execProtocolStream(message, options)
      const type = String.fromCharCode(message[0] ?? 0)
      const due = dueAnswers[type]
      const isAnswered = due === undefined || answers.some((answer) => due.includes(answer.name))
      isSkipping ||= answers.some((answer) => answer.name === 'error')
      const endsSkipping = type === 'S' || type === 'Q'
      if (!isAnswered && (endsSkipping || !isSkipping)) throw new Error('PGlite broke down and was abandoned')
      if (endsSkipping) isSkipping = false
      return answers
    } catch (error) {
      death = error instanceof Error ? error : new Error('PGlite ended', { cause: error })
      throw death
    }
  }
  return Object.create(database, { execProtocolStream: { value: execProtocolStream } }) as PGlite
}
