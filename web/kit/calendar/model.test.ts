import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAxis } from './axis.ts'
import {
  type CalendarEntry,
  createModel,
  type GridModel,
  isSameStop,
  momentAtPlace,
  type Stop,
  stepFrom,
  stopAt,
} from './model.ts'
import { momentAt } from './zone.ts'

const timeZone = 'Europe/Berlin'
const day = '2026-11-25'
const at = (hours: number) => momentAt(day, hours * 60, timeZone)

function entry(id: string, columnId: string, from: number, to: number): CalendarEntry {
  const words = { title: id, lines: [], state: '', colour: '#2f6fed', look: 'firm', canMove: true } as const
  return { id, columnIds: [columnId], startMs: at(from), endMs: at(to), ...words }
}

function modelOf(entries: readonly CalendarEntry[]): GridModel {
  const axis = createAxis([day], { timeZone, from: 480, to: 720, stepMinutes: 30 })
  return createModel(
    axis,
    ['mia', 'tom'].map((id) => ({ id, day, name: id, open: [] })),
    entries,
  )
}

const many = fc
  .array(
    fc.record({
      column: fc.constantFrom('mia', 'tom'),
      from: fc.integer({ min: 32, max: 46 }),
      length: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ column, from, length }, place) => entry(String(place), column, from / 4, (from + length) / 4)),
  )

test('the arrow keys come to every entry and every time at which there is none', () => {
  fc.assert(
    fc.property(many, (entries) => {
      const model = modelOf(entries)
      const start = stopAt(model, 0, 0)
      const seen: Stop[] = [start]
      for (let place = 0; place < seen.length; place++) {
        const from = seen[place] ?? start
        for (const direction of ['up', 'down', 'left', 'right'] as const) {
          const next = stepFrom(model, from, direction)
          if (next !== undefined && !seen.some((each) => isSameStop(each, next))) seen.push(next)
        }
      }
      const missed = model.pieces.flat().filter(({ id }) => !seen.some((stop) => stop.key === id))
      expect(missed.map(({ id }) => id)).toEqual([])
      const free = [0, 1].flatMap((column) =>
        model.axis.rows.map((_, row) => stopAt(model, column, row)).filter(({ key }) => key === undefined),
      )
      expect(free.filter((stop) => !seen.some((each) => isSameStop(each, stop)))).toEqual([])
    }),
  )
})

test('what happens at the same time is gone through from left to right, then comes the next column', () => {
  const model = modelOf([entry('cut', 'mia', 9, 10), entry('call', 'mia', 9, 9.5), entry('colour', 'tom', 8.5, 10)])
  const first = stopAt(model, 0, 2)
  expect(first.key).toBe('cut@0')
  const second = stepFrom(model, first, 'right')
  expect(second?.key).toBe('call@0')
  expect(second && stepFrom(model, second, 'right')?.key).toBe('colour@1')
  expect(second && stepFrom(model, second, 'down')).toEqual({ column: 0, row: 4 })
  expect(second && stepFrom(model, second, 'up')).toEqual(first)
})

test('what is booked outside of the hours shown stands at the edge, and nothing is too short to press', () => {
  const model = modelOf([entry('early', 'mia', 6, 7), entry('short', 'mia', 9, 9.05), entry('late', 'mia', 11.9, 20)])
  expect(model.pieces[0]?.map(({ top, bottom }) => [top, bottom])).toEqual([
    [0, 15],
    [60, 75],
    [225, 240],
  ])
})

test('a place on the grid is a moment', () => {
  expect(momentAtPlace(modelOf([]), 1, 75)).toBe(at(9.25))
  expect(momentAtPlace(modelOf([]), 1, 240)).toBeUndefined()
})
