import { kernelDatabase } from '../database/kernel-database.ts'
import type { PluginAccess } from './plugin-access.ts'
import type { LogLine } from './protocol.ts'

interface Notes {
  calls: number
  errors: number
  readonly lines: object[]
}

const mostLines = 200
const mostLinesOfCall = 50
const longestLine = 2000
const gatherMs = 1000

const waiting = new Map<string, Notes>()

/**
 * Counts a call, and keeps what the plugin wrote to its console, once the answer is on its way.
 *
 * The calls of a second are written together; of their lines there are 200 at most.
 */
export function notePlugin(
  access: PluginAccess,
  count: { readonly calls: number; readonly errors: number },
  logs: readonly LogLine[],
): void {
  const { snapshot, pluginId, installed, requestId } = access
  const name = `${snapshot.tenant.id} ${pluginId} ${installed.version}`
  const known = waiting.get(name)
  const notes = known ?? { calls: 0, errors: 0, lines: [] }
  notes.calls += count.calls
  notes.errors += count.errors
  const at = new Date().toISOString()
  for (const { level, text } of logs.slice(0, mostLinesOfCall))
    if (notes.lines.length < mostLines)
      notes.lines.push({ at, level, text: cleanText(text), requestId, version: installed.version })
  if (known !== undefined) return
  waiting.set(name, notes)
  access.ctx.waitUntil(
    new Promise((resolve) => setTimeout(resolve, gatherMs))
      .then(() => {
        waiting.delete(name)
        return write(access, notes)
      })
      .catch(() => undefined),
  )
}

async function write({ env, snapshot, pluginId, installed }: PluginAccess, notes: Notes): Promise<void> {
  await kernelDatabase(env, snapshot.tenant.id).call(
    'select kernel.note_plugin_health($1, $2, $3, $4), kernel.note_plugin_logs($1, $5::jsonb)',
    [pluginId, installed.version, notes.calls, notes.errors, JSON.stringify(notes.lines)],
  )
}

/** PostgreSQL keeps neither NUL nor half a character. */
function cleanText(text: string): string {
  return text.slice(0, longestLine).toWellFormed().replaceAll('\0', '')
}
