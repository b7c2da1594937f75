import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ContactDraft, toCustomKey } from '../contact-draft.ts'
import { streamOf } from '../import/fixtures/make-contacts.ts'
import { guessMapping } from '../import/guess-mapping.ts'
import { mapRow } from '../import/map-row.ts'
import { type CsvRow, readCsv } from '../import/read-csv.ts'
import { readTags } from '../import/split-list.ts'
import { normalizePhone } from '../normalize-phone.ts'
import { trimText } from '../trim-text.ts'
import { byteOrderMark, csvLine, exportHeader, exportRow } from './write-csv.ts'

test.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"\r\n`],
  ['@SUM(A1)', "'@SUM(A1)\r\n"],
  ['-2+3+cmd', "'-2+3+cmd\r\n"],
  ['+33 (4) 50-11.22', '+33 (4) 50-11.22\r\n'],
  ['-12.5', '-12.5\r\n'],
  ["'=1", "''=1\r\n"],
  ['＝1+1', "'＝1+1\r\n"],
  ['\t=1', `"'\t=1"\r\n`],
  ['say "hi", twice', '"say ""hi"", twice"\r\n'],
  ['two\nlines', '"two\nlines"\r\n'],
  ["O'Brien", "O'Brien\r\n"],
])('%j is written as %j', (cell, line) => {
  expect(csvLine([cell, ''])).toBe(line.replace(/\r\n$/, ',\r\n'))
})

const oneLine = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => trimText(text).replace(/\s+/g, ' '))
const tricky = fc.constantFrom('=1+1', "'=1", '@x', '-1', '+1-2', "''-", 'a,b;c"d"', 'é ::: x', "'", '=')
const anyLine = fc.oneof(oneLine(20), tricky)
const anyText = fc.oneof(
  anyLine,
  fc.constant('a\tb'),
  fc.array(anyLine, { maxLength: 4 }).map((lines) => trimText(lines.join('\n'))),
)
const orNull = (texts: fc.Arbitrary<string>) => texts.map((text) => (text === '' ? null : text))
const anyEmail = fc
  .tuple(fc.stringMatching(/^[a-z=+'-][A-Za-z0-9.+_'-]{0,9}$/), fc.stringMatching(/^[a-z]{1,8}\.(de|com)$/))
  .map((parts) => parts.join('@'))
const anyPhone = fc.stringMatching(/^[+(]?\d{3,5}[ \d().-]{0,12}\d(;ext=\d{1,3}| x\d)?$/)
const anyTag = oneLine(12)
  .map((text) => readTags(text)[0] ?? '')
  .filter((tag) => tag !== '' && !tag.includes(','))
const anyContact: fc.Arbitrary<ContactDraft> = fc.record({
  firstName: anyLine,
  lastName: fc.oneof(anyLine, fc.constant('Weber')),
  emails: fc.uniqueArray(anyEmail, { maxLength: 4, selector: (email) => email.toLowerCase() }),
  phones: fc.uniqueArray(
    anyPhone.map((phone) => phone.replace(/ +/g, ' ')),
    {
      maxLength: 4,
      selector: (phone) => normalizePhone(phone) ?? phone,
    },
  ),
  company: orNull(anyLine),
  jobTitle: orNull(anyLine),
  website: orNull(anyLine),
  street: orNull(anyText),
  city: orNull(anyLine),
  region: orNull(anyLine),
  postalCode: orNull(anyLine),
  country: orNull(anyLine),
  birthday: fc.constantFrom(null, '1987-10-06', '--02-29', '2000-02-29'),
  notes: orNull(anyText),
  tags: fc.uniqueArray(anyTag, { maxLength: 4, selector: (tag) => tag.toLowerCase() }),
  custom: fc.dictionary(
    fc
      .oneof(oneLine(20), fc.constantFrom('Email', '__proto__', 'Custom: x'))
      .map(toCustomKey)
      .filter((key) => key !== ''),
    anyText.filter((text) => text !== ''),
    { maxKeys: 4, noNullPrototype: true },
  ),
})

async function importAll(text: string, chunkBytes: number): Promise<ReturnType<typeof mapRow>[]> {
  const rows: CsvRow[] = []
  for await (const row of readCsv(streamOf(text, chunkBytes))) rows.push(row)
  const [header, ...body] = rows
  const mapping = guessMapping(
    header?.cells ?? [],
    body.map((row) => row.cells),
  )
  return body.map((row) => mapRow(row, mapping))
}

test('what is exported is imported as the same contacts, whatever they hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyContact, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      async (drawn, chunkBytes) => {
        const contacts = drawn.filter(
          ({ firstName, lastName, emails, phones, company }) =>
            `${firstName}${lastName}${company ?? ''}` !== '' || emails.length + phones.length > 0,
        )
        const keys = [...new Set(contacts.flatMap((contact) => Object.keys(contact.custom)))]
        const lines = contacts.map((contact) => csvLine(exportRow(contact, keys)))
        const text = byteOrderMark + csvLine(exportHeader(keys)) + lines.join('')
        expect(await importAll(text, chunkBytes)).toEqual(contacts.map((contact) => ({ contact })))
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever a cell holds, a spreadsheet does not find a formula in it', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, tricky), (cell) => {
      const written = csvLine([cell, '']).replace(/^"/, '')
      if (/^[=@\t\r\n]/.test(written)) expect.fail(written)
      if (/^[+-]/.test(written)) expect(written).toMatch(/^[+-]\(?\d[\d\s()./-]*"?,\r\n$/)
    }),
  )
})
