import { describe, expect, it } from 'vitest'
import { createEventReader } from './read-events.ts'

const record = 'id: 1\nevent: record\ndata: {"a":1}\n\n'

describe('a reader of server-sent events', () => {
  it('finds the same events however the stream is cut', () => {
    const stream = `retry: 1000\n: hello\n\n${record}: still here\n\nevent: reset\ndata: {}\n\ndata: one\ndata: two\n\n`
    const events = [
      { event: 'record', data: '{"a":1}', lastEventId: '1' },
      { event: 'reset', data: '{}', lastEventId: '1' },
      { event: 'message', data: 'one\ntwo', lastEventId: '1' },
    ]
    for (let size = 1; size <= stream.length; size++) {
      const read = createEventReader()
      const found = []
      for (let at = 0; at < stream.length; at += size) found.push(...read(stream.slice(at, at + size)))
      expect(found, `in pieces of ${size}`).toEqual(events)
    }
  })

  it('takes lines that end in any of the three ways, and values with and without a space', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const stream = ['event:record', 'data:{"a":1}', 'id: 7', '', 'data', '', ''].join(end)
      // A lone carriage return at the very end may be half of a pair.
      expect(createEventReader()(`${stream}data: x`), JSON.stringify(end)).toEqual([
        { event: 'record', data: '{"a":1}', lastEventId: '7' },
        { event: 'message', data: '', lastEventId: '7' },
      ])
    }
  })

  it('tells nothing of an event that has not come whole', () => {
    const read = createEventReader()
    expect(read(record.slice(0, -1))).toEqual([])
    expect(read('\n')).toHaveLength(1)
    expect(read('event: record\n\n: nothing\n\n')).toEqual([])
  })
})
