import { AppError, type ConnectorContext } from '#sdk'
import { seekMissing } from './sending/set-up.ts'
import type { Settings } from './settings.ts'
import { openUpstream } from './upstream.ts'

/** Says in a plain sentence what is wrong with the connection; undefined when mail can be sent. It sends none. */
export async function testConnection(context: ConnectorContext<Settings>): Promise<string | undefined> {
  const missing = seekMissing(context.settings)
  if (missing !== undefined) return missing
  try {
    return await openUpstream(context).test()
  } catch (error) {
    if (error instanceof AppError)
      return [error.message, error.facts.detail].filter((part) => typeof part === 'string').join('. ')
    throw error
  }
}
