import { expect, test } from 'vitest'
import type { Board, Deal } from '../types.ts'
import { moveOnBoard, takeFromBoard } from './move-on-board.ts'

const deal = (id: string, stageId: string, amount: number, currency = 'EUR') =>
  ({ id, stageId, status: 'open', amount: { amount, currency } }) as Deal
const board: Board = {
  stages: [
    {
      stageId: 'new',
      count: 3,
      amounts: [{ amount: 600, currency: 'EUR' }],
      deals: [deal('a', 'new', 100), deal('b', 'new', 200), deal('c', 'new', 300)],
      nextCursor: null,
    },
    { stageId: 'won', count: 0, amounts: [], deals: [], nextCursor: null },
  ],
}
const order = ({ stages }: Board) => stages.map(({ deals }) => deals.map(({ id }) => id).join(''))

test('a deal lands below the one that was named, and the figures of both columns follow', () => {
  const moved = moveOnBoard(board, 'b', { stageId: 'won', afterId: null }, 'won')
  expect(order(moved)).toEqual(['ac', 'b'])
  expect(moved.stages.map(({ count }) => count)).toEqual([2, 1])
  expect(moved.stages.map(({ amounts }) => amounts)).toEqual([
    [{ amount: 400, currency: 'EUR' }],
    [{ amount: 200, currency: 'EUR' }],
  ])
  expect(moved.stages[1]?.deals[0]).toMatchObject({ stageId: 'won', status: 'won' })
})

test('a deal moves within its column without changing its figures', () => {
  const moved = moveOnBoard(board, 'a', { stageId: 'new', afterId: 'b' }, 'open')
  expect(order(moved)).toEqual(['bac', ''])
  expect(moved.stages[0]).toMatchObject({ count: 3, amounts: [{ amount: 600, currency: 'EUR' }] })
})

test('moving there and back leaves the board as it was', () => {
  const there = moveOnBoard(board, 'b', { stageId: 'won', afterId: null }, 'won')
  expect(moveOnBoard(there, 'b', { stageId: 'new', afterId: 'a' }, 'open')).toEqual(board)
})

test('the board that is given stays as it is, and one that does not know the deal is answered itself', () => {
  const before = structuredClone(board)
  moveOnBoard(board, 'a', { stageId: 'won', afterId: null }, 'won')
  expect(board).toEqual(before)
  expect(moveOnBoard(board, 'nobody', { stageId: 'won', afterId: null }, 'won')).toBe(board)
  expect(moveOnBoard(board, 'a', { stageId: 'elsewhere', afterId: null }, 'open')).toBe(board)
})

test('amounts of several currencies are summed apart', () => {
  const mixed = takeFromBoard(
    {
      stages: [
        {
          stageId: 'new',
          count: 2,
          amounts: [
            { amount: 100, currency: 'EUR' },
            { amount: 50, currency: 'CHF' },
          ],
          deals: [deal('a', 'new', 100), deal('b', 'new', 50, 'CHF')],
          nextCursor: null,
        },
      ],
    },
    'b',
  )
  expect(mixed.stages[0]).toMatchObject({ count: 1, amounts: [{ amount: 100, currency: 'EUR' }] })
})
