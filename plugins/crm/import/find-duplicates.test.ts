import { expect, test } from 'vitest'
import { createDuplicateIndex, findDuplicates, toEmailKeys } from './find-duplicates.ts'
import { makeContactsCsv, streamOf } from './fixtures/make-contacts.ts'
import { guessMapping } from './guess-mapping.ts'
import { mapRow } from './map-row.ts'
import { readCsv } from './read-csv.ts'

test('the first row that has an email or a phone is the one that later rows duplicate', () => {
  const index = createDuplicateIndex()
  expect(index.add(2, ['a@x.de'], ['+491'])).toBeUndefined()
  expect(index.add(3, ['b@x.de'], [])).toBeUndefined()
  expect(index.add(4, ['c@x.de', 'a@x.de'], [])).toEqual({ row: 2, by: 'email' })
  expect(index.add(5, ['d@x.de'], ['+491'])).toEqual({ row: 2, by: 'phone' })
  expect(index.add(6, [], [])).toBeUndefined()
})

test('what duplicates a duplicate is told the row that stays', () => {
  const index = createDuplicateIndex()
  index.add(2, ['a@x.de'], [])
  index.add(3, ['a@x.de'], ['+491'])
  expect(index.add(4, [], ['+491'])).toEqual({ row: 2, by: 'phone' })
})

test('spelling does not hide a duplicate', () => {
  expect(toEmailKeys({ emails: ['ANN@Example.com'] })).toEqual(['ann@example.com'])
})

test('every hundredth of 50,000 rows is found to repeat the one before', async () => {
  const contacts = []
  let mapping: ReturnType<typeof guessMapping> | undefined
  for await (const row of readCsv(streamOf(makeContactsCsv(50_000, 3, { source: 'generic' })))) {
    if (mapping === undefined) mapping = guessMapping(row.cells, [])
    else {
      const mapped = mapRow(row, mapping)
      if ('contact' in mapped) contacts.push({ number: row.number, contact: mapped.contact })
    }
  }
  const found = [...findDuplicates(contacts)]
  expect(found).toHaveLength(500)
  expect(found[0]).toEqual({ number: 101, row: 100, by: 'email' })
})
