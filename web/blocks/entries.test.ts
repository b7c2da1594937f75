import { describe, expect, it } from 'vitest'
import { Problem } from '../shell/problem.ts'
import { atEntries, bodyOf, type Entry } from './entries.ts'

const entry = (name: string, as: Entry['as'] = 'text'): Entry => ({ name, as, title: name, required: false })
const entries = [
  entry('name'),
  entry('size', 'number'),
  entry('price', 'money'),
  entry('gift', 'yesNo'),
  entry('due', 'date'),
]

function formOf(values: Readonly<Record<string, string>>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  return data
}

const usual = { before: undefined, currency: 'EUR', isChange: false }

describe('the body that a form of a plugin sends', () => {
  it('has each entry as what it is, without those that are empty', () => {
    const data = formOf({ name: ' Boots ', size: '42', price: '4500', gift: 'on', due: '' })
    expect(bodyOf(entries, data, usual)).toEqual({
      name: 'Boots',
      size: 42,
      price: { amount: 4500, currency: 'EUR' },
      gift: true,
    })
  })

  it('says null for what was emptied, and keeps the currency that is there', () => {
    const before = { price: { amount: 1, currency: 'CHF' } }
    const data = formOf({ name: '', price: '200' })
    expect(bodyOf(entries, data, { before, currency: 'EUR', isChange: true })).toEqual({
      name: null,
      size: null,
      price: { amount: 200, currency: 'CHF' },
      gift: false,
      due: null,
    })
  })
})

describe('what the plugin finds wrong', () => {
  const problem = (...pointers: string[]) =>
    new Problem(422, { title: 'Invalid', errors: pointers.map((pointer) => ({ pointer, detail: `bad ${pointer}` })) })

  it('is said at the entry, however deep it points', () => {
    const shown = atEntries(problem('#/name', '#/price/amount'), entries) as Problem
    expect(shown.fields).toEqual({ name: 'bad #/name', price: 'bad #/price/amount' })
  })

  it('is said above the form where no entry is meant', () => {
    const shown = atEntries(problem('#/colour'), entries) as Problem
    expect(shown.fields).toEqual({})
    expect(shown.sentence).toBe('Invalid. bad #/colour')
  })

  it('stays as it is where no field is meant', () => {
    const error = new Problem(409, { title: 'Sold out' })
    expect(atEntries(error, entries)).toBe(error)
  })
})
