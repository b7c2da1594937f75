import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut, type Spanned } from './lay-out.ts'

const spans = fc
  .array(fc.record({ start: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 12 }) }), {
    maxLength: 30,
  })
  .map((all): Spanned[] =>
    all.map(({ start, length }, place) => ({ id: String(place), startMs: start, endMs: start + length })),
  )
const overlap = (a: Spanned, b: Spanned) => a.startMs < b.endMs && b.startMs < a.endMs

test('nothing lies on top of anything else', () => {
  fc.assert(
    fc.property(spans, (entries) => {
      const lanes = layOut(entries)
      expect(lanes.size).toBe(entries.length)
      for (const one of entries)
        for (const other of entries)
          if (one !== other && overlap(one, other)) {
            expect(lanes.get(one.id)?.lane).not.toBe(lanes.get(other.id)?.lane)
            expect(lanes.get(one.id)?.lanes).toBe(lanes.get(other.id)?.lanes)
          }
    }),
  )
})

test('no more lanes are made than happens at the same time', () => {
  fc.assert(
    fc.property(spans, (entries) => {
      const lanes = [...layOut(entries).values()].map(({ lanes }) => lanes)
      const crowd = Array.from(
        { length: 60 },
        (_, at) => entries.filter(({ startMs, endMs }) => startMs <= at && at < endMs).length,
      )
      expect(Math.max(0, ...lanes)).toBe(Math.max(0, ...crowd))
    }),
  )
})

test('what touches takes the whole width, one after the other', () => {
  const lanes = layOut([
    { id: 'first', startMs: 0, endMs: 30 },
    { id: 'second', startMs: 30, endMs: 60 },
  ])
  expect([...lanes.values()]).toEqual([
    { lane: 0, lanes: 1 },
    { lane: 0, lanes: 1 },
  ])
})
