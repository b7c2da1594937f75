import type { LiveRecord } from '../live-record.ts'

export interface Followed {
  readonly status: number
  readonly headers: Headers
  readonly records: LiveRecord[]
  /** The ids by which the stream could be resumed, in their order. */
  readonly ids: string[]
  /** Names of events that are no records. */
  readonly others: string[]
  /** Everything that came, as it was sent. */
  readonly text: () => string
  readonly hasEnded: () => boolean
  readonly close: () => Promise<void>
}

/** Follows a workspace's record live, reading the stream as an independent reader would. */
export async function follow(url: string, headers: Readonly<Record<string, string>>): Promise<Followed> {
  const response = await fetch(new URL('/api/live', url), { headers })
  const [records, ids, others] = [[] as LiveRecord[], [] as string[], [] as string[]]
  let text = ''
  let isOver = false
  const take = (block: string) => {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line.split(': ').slice(1).join(': ')]),
    )
    const [event, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')]
    if (event === 'record' && data !== undefined) {
      records.push(JSON.parse(data))
      ids.push(id ?? '')
    } else if (event !== undefined) others.push(event)
  }
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const read = async () => {
    let rest = ''
    for (;;) {
      const next = await reader?.read()
      if (next === undefined || next.done) return
      text += next.value
      const blocks = (rest + next.value).split('\n\n')
      rest = blocks.pop() ?? ''
      blocks.forEach(take)
    }
  }
  void read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true
    })
  return {
    status: response.status,
    headers: response.headers,
    records,
    ids,
    others,
    text: () => text,
    hasEnded: () => isOver,
    close: async () => reader?.cancel(),
  }
}
