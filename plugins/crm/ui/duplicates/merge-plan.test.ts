import { expect, test } from 'vitest'
import { differencesOf, mergedFields, valuesToSend } from './merge-plan.ts'

const anna = { id: 'a', fields: { firstName: 'Anna', lastName: 'Berg', city: '', country: 'Austria' } }
const ann = { id: 'b', fields: { firstName: 'Ann', lastName: 'Berg', city: 'Wien', country: null } }

test('only what differs is asked about; what one of them does not say is not', () => {
  expect(differencesOf([anna, ann])).toEqual([
    {
      field: 'firstName',
      options: [
        { id: 'a', value: 'Anna' },
        { id: 'b', value: 'Ann' },
      ],
    },
  ])
})

test('the one that stays wins unless another is chosen, and its gaps are filled', () => {
  const filled = { firstName: 'Anna', lastName: 'Berg', city: 'Wien', country: 'Austria' }
  expect(mergedFields([anna, ann], 'a', {})).toEqual(filled)
  expect(mergedFields([anna, ann], 'a', { firstName: 'b' })).toEqual({ ...filled, firstName: 'Ann' })
  expect(mergedFields([anna, ann], 'b', {})).toEqual({ ...filled, firstName: 'Ann' })
})

test('only what the one that stays does not say itself is sent', () => {
  expect(valuesToSend([anna, ann], 'a', {})).toEqual({ city: 'Wien' })
  expect(valuesToSend([anna, ann], 'a', { firstName: 'b' })).toEqual({ city: 'Wien', firstName: 'Ann' })
})

test('the same value of two records is offered once', () => {
  const third = { id: 'c', fields: { firstName: 'Ann' } }
  expect(differencesOf([anna, ann, third])[0]?.options.map(({ id }) => id)).toEqual(['a', 'b'])
})
