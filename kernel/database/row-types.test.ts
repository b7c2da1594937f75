import { types } from '@neondatabase/serverless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTextList } from './row-types.ts'

/** As PostgreSQL writes a list (array_out): quotes where an item is empty, NULL, or holds a delimiter, space or escape. */
function write(items: readonly (string | null)[]): string {
  const one = (item: string | null) =>
    item === null
      ? 'NULL'
      : item === '' || /^null$/i.test(item) || /[{},"\\\s]/.test(item)
        ? `"${item.replaceAll(/["\\]/g, '\\$&')}"`
        : item
  return `{${items.map(one).join(',')}}`
}

test('every list of texts is read back as it was written, as the driver reads it', () => {
  const item = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('NULL', '', '{', ',', '"', '\\', 'a b')),
  )
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), (items) => {
      expect(readTextList(write(items))).toEqual(items)
      expect(readTextList(write(items))).toEqual(types.getTypeParser(1009)(write(items)))
    }),
  )
})

test('a list of lists and a list that counts from elsewhere are read as the driver reads them', () => {
  for (const text of ['{{a,b},{c,d}}', '[2:3]={a,b}', '{}'])
    expect(readTextList(text)).toEqual(types.getTypeParser(1009)(text))
})
