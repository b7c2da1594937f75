import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { streamOf } from './fixtures/make-contacts.ts'
import { guessMapping } from './guess-mapping.ts'
import { type MappedRow, mapRow } from './map-row.ts'
import { type CsvRow, readCsv } from './read-csv.ts'

async function mapFile(name: string): Promise<MappedRow[]> {
  const bytes = await readFile(`${import.meta.dirname}/fixtures/${name}`)
  const rows: CsvRow[] = []
  for await (const row of readCsv(streamOf(bytes))) rows.push(row)
  const [header, ...body] = rows
  const mapping = guessMapping(
    header?.cells ?? [],
    body.map((row) => row.cells),
  )
  return body.map((row) => mapRow(row, mapping))
}

function mapOne(pairs: Record<string, string>): MappedRow {
  const mapping = guessMapping(Object.keys(pairs), [])
  return mapRow({ number: 2, cells: Object.values(pairs) }, mapping)
}

function contactOf(mapped: MappedRow | undefined) {
  return mapped !== undefined && 'contact' in mapped ? mapped.contact : undefined
}

function problemOf(mapped: MappedRow | undefined) {
  return mapped !== undefined && 'problem' in mapped ? mapped.problem : undefined
}

test('a contact of Google’s arrives whole', async () => {
  const [zoe, tsubasa, plumber, mail] = await mapFile('google.csv')
  expect(contactOf(zoe)).toEqual({
    firstName: 'Zoë Maria',
    lastName: 'García López',
    emails: ['zoe@panaderia-sol.example', 'zoe.garcia@example.com'],
    phones: ['+34 612 34 56 78', '+34 952 11 22 33'],
    company: 'Panadería Sol',
    jobTitle: 'Compras',
    website: 'https://panaderia-sol.example',
    street: 'Calle Ancha 4',
    city: 'Málaga',
    region: null,
    postalCode: '29001',
    country: 'ES',
    birthday: '1987-10-06',
    notes: 'Prefers mail\nCalls only after 18:00, "never" before',
    tags: ['Customers', 'VIP'],
    custom: {
      'Name Prefix': 'Dr.',
      'E-mail 1 - Label': '* Work',
      'Phone 1 - Label': 'Mobile',
      'Address 1 - Label': 'Work',
    },
  })
  expect(contactOf(tsubasa)).toMatchObject({ lastName: '愛川', birthday: '--10-06', tags: [] })
  expect(contactOf(plumber)).toMatchObject({ firstName: '', company: 'Klempner Groß' })
  expect(contactOf(mail)).toMatchObject({ emails: ['only.mail@example.com'] })
})

test('Google’s older whole name and formatted address are not kept twice', async () => {
  const [soren, cher] = await mapFile('google-old.csv')
  expect(contactOf(soren)).toMatchObject({
    firstName: 'Søren',
    lastName: 'Østergård',
    street: 'Havnegade 1\nAarhus, 8000\nDenmark',
    emails: ['soren@example.dk', 'so@example.org'],
  })
  expect(contactOf(soren)?.custom).not.toHaveProperty('Name')
  expect(contactOf(cher)).toMatchObject({ firstName: 'Cher', custom: { Nickname: 'The Goddess' } })
})

test('a contact of Outlook’s arrives without the defaults that nobody filled in', async () => {
  const [juergen, noemie, colleague] = await mapFile('outlook.csv')
  expect(contactOf(juergen)).toMatchObject({
    firstName: 'Jürgen',
    lastName: 'Müßig',
    phones: ['+49 (221) 123456', '+49 170 1234567'],
    street: 'Hauptstraße 5\n2. Stock',
    city: 'Köln',
    birthday: '1970-02-13',
    notes: 'Erste Zeile – „wichtig“\nZweite Zeile, mit "Anführung"\nPreis: 5 €',
    tags: ['Kunde', 'Wichtig'],
  })
  expect(Object.keys(contactOf(juergen)?.custom ?? {})).toEqual(['Title', 'E-mail Type', 'E-mail Display Name'])
  expect(contactOf(noemie)).toMatchObject({
    lastName: 'D’Arc',
    street: '3 rue de l’Église',
    city: 'Orléans',
    birthday: null,
  })
  expect(problemOf(colleague)).toEqual({
    number: 4,
    column: 'E-mail Address',
    reason: '“E-mail Address” holds an Exchange address (/o=…), not an email address',
  })
})

test('HubSpot’s second company and further addresses are kept', async () => {
  const [gaelle, lead, empty] = await mapFile('hubspot.csv')
  expect(contactOf(gaelle)).toMatchObject({
    emails: ['g.perrin@fromagerie-perrin.example', 'gaelle@example.com', 'gp@example.org'],
    company: 'Fromagerie Perrin',
    custom: { 'Record ID': '901', 'Associated Company': 'Fromagerie Perrin SAS' },
  })
  expect(contactOf(lead)).toMatchObject({ emails: ['lead@example.com'] })
  expect(problemOf(empty)).toEqual({
    number: 4,
    column: null,
    reason: 'This row has no name, no email address, no phone number and no company',
  })
})

test('a nasty file gives every row that it can and a reason for every other', async () => {
  const rows = await mapFile('generic-nasty.csv')
  expect(rows.map((row) => problemOf(row)?.number ?? contactOf(row)?.firstName)).toEqual([
    'Änne',
    'Karl',
    'Zora',
    7,
    'Nina',
    9,
    10,
    '=1+1',
    12,
    'Änne',
  ])
  expect(rows.map((row) => problemOf(row)?.reason).filter((reason) => reason !== undefined)).toEqual([
    'A quotation mark in this row is opened and never closed',
    '“E-Mail” holds other text, not an email address',
    'This row has no name, no email address, no phone number and no company',
    'This row has 12 cells and the file has 11 headings',
  ])
  expect(contactOf(rows[0])?.custom).toEqual({
    Schuhgröße: '38',
    'Column 10': 'ohne Titel',
    Newsletter: 'ja',
  })
})

test.each([
  ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
  ['Beethoven, Ludwig van', 'Ludwig van', 'Beethoven'],
  ['John Smith, Jr.', 'John', 'Smith, Jr.'],
  ['Cher', 'Cher', ''],
  ['愛川翼', '愛川翼', ''],
])('the full name %s is split', (name, firstName, lastName) => {
  expect(contactOf(mapOne({ Name: name }))).toMatchObject({ firstName, lastName })
})

test('a full name that says more than its parts is kept', () => {
  const mapped = mapOne({
    'Full name': 'Ann “Annie” Weber',
    'First name': 'Ann',
    'Last name': 'Weber',
  })
  expect(contactOf(mapped)?.custom).toEqual({ 'Full name': 'Ann “Annie” Weber' })
})

test('a street never meets the city of another address', () => {
  const mapped = mapOne({
    'First Name': 'Ann',
    'Business City': 'Berlin',
    'Home Street': 'Weg 1',
    'Home City': 'Ulm',
  })
  expect(contactOf(mapped)).toMatchObject({
    street: 'Weg 1',
    city: 'Ulm',
    custom: { 'Business City': 'Berlin' },
  })
})

test('a birthday that is no date is kept as text, an absent one is not', () => {
  expect(contactOf(mapOne({ Name: 'Ann', Birthday: 'in spring' }))).toMatchObject({
    birthday: null,
    custom: { Birthday: 'in spring' },
  })
  expect(contactOf(mapOne({ Name: 'Ann', Birthday: '0/0/00' }))).toMatchObject({ custom: {} })
  expect(contactOf(mapOne({ Name: 'Ann', Birthday: '29.02.2000' }))?.birthday).toBe('2000-02-29')
  expect(contactOf(mapOne({ Name: 'Ann', Birthday: '1604-02-29' }))?.birthday).toBe('--02-29')
})

test.each([
  ['ann@', 'an incomplete email address'],
  ['https://example.com', 'a web address'],
  ['+49 30 123456', 'a phone number'],
  ['12', 'a number'],
  ['later', 'other text'],
])('%s in a column of emails is reported as %s', (value, kind) => {
  expect(problemOf(mapOne({ Name: 'Ann', Email: value }))).toEqual({
    number: 2,
    column: 'Email',
    reason: `“Email” holds ${kind}, not an email address`,
  })
})

test('dashes and n/a in a list are no values, text in a phone column is a problem', () => {
  expect(contactOf(mapOne({ Name: 'Ann', Email: 'n/a', Phone: '-' }))).toMatchObject({
    emails: [],
    phones: [],
  })
  expect(problemOf(mapOne({ Name: 'Ann', Phone: 'ask Bob' }))?.reason).toBe(
    '“Phone” holds other text, not a phone number',
  )
})

test.each([
  ['First name', 'x'.repeat(201), '“First name” is 201 characters long; at most 200 are allowed'],
  ['Notes', 'x'.repeat(20_001), '“Notes” is 20001 characters long; at most 20000 are allowed'],
  ['Tags', Array.from({ length: 101 }, (_, i) => `t${i}`).join(';'), '“Tags” brings 101 tags; at most 100 are allowed'],
  [
    'Phone',
    Array.from({ length: 21 }, (_, i) => `0${1_000_000 + i}`).join(';'),
    '“Phone” brings 21 phones; at most 20 are allowed',
  ],
  ['Shoe size', 'x'.repeat(5_001), '“Shoe size” is 5001 characters long; at most 5000 are allowed'],
])('%s over its limit is a problem, not cut', (heading, value, reason) => {
  expect(problemOf(mapOne({ Company: 'Acme', [heading]: value }))).toEqual({
    number: 2,
    column: heading,
    reason,
  })
})

test('the same email or phone twice in a row is kept once, as first written', () => {
  const mapped = mapOne({
    Email: 'Ann@example.com; ann@EXAMPLE.com',
    Phone: '+33 4 50 11 22 33',
    'Mobile Phone': '0033450112233',
  })
  expect(contactOf(mapped)).toMatchObject({
    emails: ['Ann@example.com'],
    phones: ['+33 4 50 11 22 33'],
  })
})

test('a mapping that a person made cannot lose a value in a reserved name', () => {
  const mapping = guessMapping(['Name', 'x'], [])
  const columns = mapping.columns.map((column) =>
    column.heading === 'x' ? { ...column, target: 'custom:__proto__' as const } : column,
  )
  const mapped = mapRow({ number: 2, cells: ['Ann', '1'] }, { ...mapping, columns })
  expect(Object.entries(contactOf(mapped)?.custom ?? {})).toEqual([['__proto__ (column)', '1']])
})

test('a cell of a megabyte takes no time', () => {
  const startedAt = performance.now()
  for (const piece of [' ', '1', 'a@', "'", ', ', '1;', '\n', '\u200b', '(', 'é']) {
    const cell = `x${piece.repeat(1_000_000 / piece.length)}x`
    mapOne({
      Name: cell,
      Email: cell,
      Phone: cell,
      Tags: cell,
      Birthday: cell,
      Notes: cell,
      Street: cell,
    })
  }
  expect(performance.now() - startedAt).toBeLessThan(6_000)
})
