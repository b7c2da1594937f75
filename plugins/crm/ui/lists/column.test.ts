import { expect, test } from 'vitest'
import { chosenColumns, directionOf, gridOf, nextSort } from './column.ts'

const column = (id: string) => ({ id, title: id, cell: () => id })
const all = [column('email'), column('phone'), column('custom:Shoe size')]

test('the address chooses the columns and their order, and what is no column is left out', () => {
  expect(chosenColumns(all, 'phone,nonsense,email', ['email']).map(({ id }) => id)).toEqual(['phone', 'email'])
  expect(chosenColumns(all, 'custom:Shoe size', []).map(({ id }) => id)).toEqual(['custom:Shoe size'])
})

test('an address that says nothing of columns gets the usual ones, and one that says none gets none', () => {
  expect(chosenColumns(all, '', ['email']).map(({ id }) => id)).toEqual(['email'])
  expect(chosenColumns(all, 'none', ['email'])).toEqual([])
})

test('a second press on a title turns the order around', () => {
  const sort = { up: 'title', down: '-title' }
  expect(nextSort(sort, 'newest')).toBe('title')
  expect(nextSort(sort, 'title')).toBe('-title')
  expect(nextSort(sort, '-title')).toBe('title')
  expect(directionOf(sort, '-title')).toBe('descending')
  expect(directionOf(sort, 'newest')).toBeUndefined()
})

test('a column that can only go down stays with it', () => {
  expect(nextSort({ down: 'newest' }, 'newest')).toBe('newest')
})

test('each column takes its share of the width', () => {
  expect(gridOf([{ share: 4 }, {}])).toBe('3rem minmax(0,5fr) minmax(0,4fr) minmax(0,3fr)')
})
