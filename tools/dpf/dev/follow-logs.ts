import type { Client } from '../../testing/client.ts'
import type { MadeBundle } from '../make-bundle.ts'
import { readableLog } from '../readable-log.ts'

const everyMs = 1000

interface LogEntry {
  readonly at: string
  readonly level: string
  readonly text: string
}

/** Prints what the plugin writes to its console, as the workspace's own page of it shows it. */
export function followLogs(client: Client): { readonly of: (made: MadeBundle) => void } {
  let timer: NodeJS.Timeout | undefined
  let made: MadeBundle | undefined
  let last = new Date().toISOString()
  const look = async () => {
    if (made === undefined) return
    const current = made
    const { status, body } = await client.get(`/api/plugins/${current.manifest.id}/logs?limit=50`)
    if (status !== 200) return
    const fresh = (body.data as LogEntry[])
      .filter(({ at }) => at > last)
      .sort((one, other) => one.at.localeCompare(other.at))
    for (const { at, level, text } of fresh)
      console.log(`${at.slice(11, 19)} ${level.padEnd(5)} ${readableLog(text, current)}`)
    last = fresh.at(-1)?.at ?? last
  }
  return {
    of(latest) {
      made = latest
      if (timer !== undefined) return
      const again = () => {
        timer = setTimeout(
          () =>
            void look()
              .catch(() => undefined)
              .finally(again),
          everyMs,
        )
      }
      again()
    },
  }
}
