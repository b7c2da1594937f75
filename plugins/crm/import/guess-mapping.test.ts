import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { streamOf } from './fixtures/make-contacts.ts'
import { guessMapping, type Mapping } from './guess-mapping.ts'
import { readCsv } from './read-csv.ts'

async function guessFile(name: string): Promise<Mapping> {
  const bytes = await readFile(`${import.meta.dirname}/fixtures/${name}`)
  const rows: string[][] = []
  for await (const row of readCsv(streamOf(bytes))) rows.push(row.cells)
  const [header = [], ...sample] = rows
  return guessMapping(header, sample)
}

function targetsOf({ columns }: Mapping): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column.heading, column.target]))
}

function targetOf(heading: string, values: string[] = [], others: string[] = []): string | undefined {
  return guessMapping(
    [heading, ...others],
    values.map((value) => [value]),
  ).columns[0]?.target
}

test('the headings that Google writes today are known', async () => {
  const mapping = await guessFile('google.csv')
  expect(mapping.source).toBe('google')
  expect(targetsOf(mapping)).toMatchObject({
    'First Name': 'firstName',
    'Middle Name': 'middleName',
    'Last Name': 'lastName',
    'Name Prefix': 'custom:Name Prefix',
    'Organization Name': 'companyName',
    'Organization Title': 'jobTitle',
    'E-mail 1 - Label': 'custom:E-mail 1 - Label',
    'E-mail 1 - Value': 'email',
    'E-mail 2 - Value': 'email',
    'Phone 2 - Value': 'phone',
    'Address 1 - Formatted': 'fullAddress',
    'Address 1 - Street': 'street',
    'Address 1 - Extended Address': 'street',
    'Address 1 - Postal Code': 'postalCode',
    'Website 1 - Value': 'website',
    Birthday: 'birthday',
    Labels: 'tags',
    Notes: 'notes',
  })
})

test('the headings that Google wrote until 2024 are known', async () => {
  const mapping = await guessFile('google-old.csv')
  expect(mapping.source).toBe('google')
  expect(targetsOf(mapping)).toMatchObject({
    Name: 'fullName',
    'Given Name': 'firstName',
    'Additional Name': 'middleName',
    'Family Name': 'lastName',
    'Group Membership': 'tags',
    'Organization 1 - Name': 'companyName',
    'Organization 1 - Title': 'jobTitle',
    'Organization 1 - Yomi Name': 'custom:Organization 1 - Yomi Name',
    'Address 1 - City': 'city',
  })
})

test('Outlook is known, its addresses keep together and faxes are no phones', async () => {
  const mapping = await guessFile('outlook.csv')
  expect(mapping.source).toBe('outlook')
  expect(targetsOf(mapping)).toMatchObject({
    Title: 'custom:Title',
    'E-mail Address': 'email',
    'E-mail 2 Address': 'email',
    'E-mail Display Name': 'custom:E-mail Display Name',
    'Business Phone': 'phone',
    'Business Phone 2': 'phone',
    'Home Phone': 'phone',
    'Mobile Phone': 'phone',
    'Business Fax': 'custom:Business Fax',
    "Assistant's Phone": "custom:Assistant's Phone",
    'Business Country/Region': 'country',
    'Home Street 2': 'street',
    Categories: 'tags',
    Company: 'companyName',
    'Job Title': 'jobTitle',
    'Web Page': 'website',
  })
  const home = mapping.columns.filter((column) => column.group === 'home' && column.target === 'city')
  expect(home.map((column) => column.heading)).toEqual(['Home City'])
  expect(mapping.columns.find((column) => column.target === 'birthday')?.dateOrder).toBe('mdy')
})

test('HubSpot is known, and what only HubSpot has is kept', async () => {
  const mapping = await guessFile('hubspot.csv')
  expect(mapping.source).toBe('hubspot')
  expect(targetsOf(mapping)).toMatchObject({
    'Record ID': 'custom:Record ID',
    Email: 'email',
    'Phone Number': 'phone',
    'Mobile Phone Number': 'phone',
    'Additional email addresses': 'email',
    'Email Domain': 'custom:Email Domain',
    'Unsubscribed from all email': 'custom:Unsubscribed from all email',
    'Contact owner': 'custom:Contact owner',
    'Lifecycle Stage': 'custom:Lifecycle Stage',
    'Associated Company': 'companyName',
    'Associated Company IDs': 'custom:Associated Company IDs',
    'State/Region': 'region',
    'Website URL': 'website',
  })
})

test.each([
  ['Vorname', 'firstName'],
  ['Nachname', 'lastName'],
  ['E-Mail-Adresse', 'email'],
  ['E-Mail 2: Adresse', 'email'],
  ['Telefon (geschäftlich)', 'phone'],
  ['Telefon privat', 'phone'],
  ['Mobiltelefon', 'phone'],
  ['Firma', 'companyName'],
  ['Straße geschäftlich', 'street'],
  ['Postleitzahl geschäftlich', 'postalCode'],
  ['Ort privat', 'city'],
  ['Land/Region', 'country'],
  ['Geburtstag', 'birthday'],
  ['Bemerkungen', 'notes'],
  ['Kategorien', 'tags'],
  ['Prénom', 'firstName'],
  ['Nom de famille', 'lastName'],
  ['Adresse de messagerie', 'email'],
  ['Téléphone (bureau)', 'phone'],
  ['Tél. mobile', 'phone'],
  ['Société', 'companyName'],
  ['Rue (domicile)', 'street'],
  ['Code postal', 'postalCode'],
  ['Date de naissance', 'birthday'],
  ['Apellidos', 'lastName'],
  ['Correo electrónico', 'email'],
  ['Teléfono del trabajo', 'phone'],
  ['Ciudad de trabajo', 'city'],
  ['Dirección de correo electrónico 2', 'email'],
  ['Empresa', 'companyName'],
  ['Etiquetas', 'tags'],
  ['Notas', 'notes'],
  ['EMAIL', 'email'],
  ['first_name', 'firstName'],
  ['Work e-mail', 'email'],
  ['Zip/Postal Code', 'postalCode'],
])('%s is %s', (heading, target) => {
  expect(targetOf(heading)).toBe(target)
})

test('Nom, Nombre and Name are the whole name alone, a part of it beside the other part', () => {
  expect([targetOf('Nom'), targetOf('Nombre'), targetOf('Name')]).toEqual(Array(3).fill('fullName'))
  expect(targetOf('Nom', [], ['Prénom'])).toBe('lastName')
  expect(targetOf('Nombre', [], ['Apellidos'])).toBe('firstName')
  expect(targetOf('Name', [], ['Vorname'])).toBe('lastName')
})

test('values decide where a heading says nothing, and overrule one that they contradict', () => {
  expect(targetOf('Kanal', ['a@example.com', 'b@example.com', ''])).toBe('email')
  expect(targetOf('Kanal', ['+33 4 50 11 22 33', '04 50 11 22 44', '+49 30 123456'])).toBe('phone')
  expect(targetOf('Kundennummer', ['10234567', '10234568', '10234569'])).toBe('custom:Kundennummer')
  expect(targetOf('Seit', ['2024-03-12', '2024-03-13', '2024-03-14'])).toBe('custom:Seit')
  expect(targetOf('Email', ['yes', 'no', 'yes', 'yes', 'no'])).toBe('custom:Email')
})

test('every column without a field of its own is kept, each under a key of its own', () => {
  const { columns } = guessMapping(['x', 'x', '', '__proto__', 'constructor'], [['1', '2', '3']])
  expect(columns.map((column) => column.target)).toEqual([
    'custom:x',
    'custom:x 2',
    'custom:Column 3',
    'custom:__proto__ (column)',
    'custom:constructor (column)',
  ])
  expect(columns.map((column) => column.empty)).toEqual([false, false, false, true, true])
})

test('a file that starts with a contact instead of headings is noticed', () => {
  expect(guessMapping(['Ann Weber', 'ann@example.com'], []).headingsLookLikeData).toBe(true)
  expect(guessMapping(['Name', 'Email'], []).headingsLookLikeData).toBe(false)
})

test('a heading of a megabyte takes no time', () => {
  const startedAt = performance.now()
  guessMapping(['de '.repeat(350_000), ' '.repeat(1_000_000), 'a '.repeat(500_000)], [])
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
