import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Announcement } from './announcer.ts'
import type { Line } from './line.ts'
import { lowestIdAt } from './live-record.ts'
import { streamRecords } from './stream-records.ts'

const start = Date.UTC(2026, 10, 22)

/** A line that says what it is told to, each a second after the other, and then nothing. */
function lineOf(...said: (Announcement | 'closed')[]): Line & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    next: async (waitMs) => {
      waits.push(waitMs)
      const next = said.shift()
      vi.setSystemTime(Date.now() + (next === undefined ? waitMs : 1000))
      return next === undefined ? 'silence' : next === 'closed' ? next : [next]
    },
    close: () => undefined,
  }
}

let records = 0
function recordOf(transaction: number, action = 'crm.contact.created') {
  const id = lowestIdAt(start + records++)
  return {
    id,
    at: '',
    actor: 'person:1',
    action,
    subject: `contact:${id}`,
    about: [],
    requestId: `request-${id}`,
    transaction: String(transaction),
  }
}

/** A database in which nothing has happened that a stream has to catch up on. */
const quiet = { call: async () => [['100', null]] }

async function listen(
  line: Line,
  options: { readonly sees?: (action: string) => boolean; readonly forMs?: number } = {},
) {
  const stream = streamRecords({
    line,
    database: quiet,
    lastEventId: undefined,
    actor: 'person:1',
    sees: options.sees ?? (() => true),
    endsAtMs: start + (options.forMs ?? 60_000),
  })
  const pieces: string[] = []
  for await (const piece of stream) if (piece !== '') pieces.push(piece)
  return pieces.slice(1)
}
const idsIn = (pieces: readonly string[]) =>
  pieces.flatMap((piece) => [...piece.matchAll(/^id: (.*)$/gm)].map(([, id]) => id))

describe('a live stream', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: start })
  })
  afterEach(() => vi.useRealTimers())

  it('says every fifteen seconds that it is there, and ends when its time is over', async () => {
    expect(await listen(lineOf())).toEqual(Array.from({ length: 3 }, () => ': still here\n\n'))
    expect(Date.now()).toBe(start + 60_000)
  })

  it('says so too to somebody who may see nothing of all that happens', async () => {
    const busy = Array.from({ length: 59 }, (_, count) => ({ records: [recordOf(200 + count)], horizon: null }))
    expect(await listen(lineOf(...busy), { sees: () => false })).toEqual([
      ': still here\n\n',
      ': still here\n\n',
      ': still here\n\n',
    ])
  })

  it('tells each record once, however often and in whatever order it hears of it', async () => {
    const [one, two, late] = [recordOf(201), recordOf(202), recordOf(150)]
    const pieces = await listen(
      lineOf(
        { records: [two], horizon: null },
        { records: [one, two], horizon: '150' },
        { records: [one, two, late], horizon: '203' },
        { records: [one, two, late], horizon: '203' },
        'closed',
      ),
    )
    expect(idsIn(pieces)).toEqual([two.id, one.id, late.id])
  })

  it('leaves out what had ended before it began, which its reader has loaded', async () => {
    const [old, fresh] = [recordOf(99), recordOf(100)]
    expect(idsIn(await listen(lineOf({ records: [old, fresh], horizon: '101' }, 'closed')))).toEqual([fresh.id])
  })

  it('ends at once when its line is closed', async () => {
    const line = lineOf('closed', { records: [recordOf(300)], horizon: '301' })
    expect(await listen(line)).toEqual([])
    expect(line.waits).toHaveLength(1)
  })
})
