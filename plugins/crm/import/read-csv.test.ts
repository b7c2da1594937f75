import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeContactsCsv, streamOf } from './fixtures/make-contacts.ts'
import { type CsvRow, csvLimits, readCsv } from './read-csv.ts'

async function readAll(content: string | Uint8Array, chunkBytes?: number): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const row of readCsv(streamOf(content, chunkBytes))) rows.push(row)
  return rows
}

async function cellsOf(content: string | Uint8Array, chunkBytes?: number): Promise<string[][]> {
  return (await readAll(content, chunkBytes)).map((row) => row.cells)
}

function write(rows: string[][], mark: string, lineBreak: string): string {
  const quote = (cell: string) => (cell === '' || /["\r\n,;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return rows.map((row) => row.map(quote).join(mark)).join(lineBreak)
}

const isFilled = (row: string[]) => row.some((cell) => cell.trim() !== '')
const anyCell = fc.string({ unit: fc.constantFrom(...'ab é鈴"\n\r,;\t=🙂') })
const anyTable = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(anyCell, { minLength: width, maxLength: width })))
  .map((rows) => [Array.from(rows[0] ?? ['', ''], (_, index) => `h${index}`), ...rows])

test('whatever a writer quotes comes back, at any chunk size, delimiter and line break', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTable,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 9 }),
      async (table, mark, lineBreak, chunkBytes) => {
        const read = await cellsOf(write(table, mark, lineBreak), chunkBytes)
        expect(read).toEqual(table.filter(isFilled))
      },
    ),
  )
})

test('csv-parse reads the same records wherever it can read a file at all', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ab",\n ') }), async (body) => {
      const text = `x,y\n${body}`
      let expected: string[][]
      try {
        expected = parse(text, { relax_column_count: true, record_delimiter: '\n' })
      } catch {
        return
      }
      // Text before an opening quote is refused by csv-parse and is text to a spreadsheet.
      const rows = await readAll(text, 3)
      compared += 1
      expect(rows.map((row) => row.cells)).toEqual(expected.filter(isFilled))
    }),
    { numRuns: 2_000 },
  )
  expect(compared).toBeGreaterThan(300)
})

test('an empty file has no rows', async () => {
  expect(await readAll('')).toEqual([])
})

test('rows are numbered as a spreadsheet shows them: by record, blank ones counted', async () => {
  const rows = await readAll('a,b\r\n1,"two\r\nlines"\r\n\r\n,\r\n5,x\r\n')
  expect(rows).toEqual([
    { number: 1, cells: ['a', 'b'] },
    { number: 2, cells: ['1', 'two\r\nlines'] },
    { number: 5, cells: ['5', 'x'] },
  ])
})

test.each([
  ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, ...new TextEncoder().encode('é;b\n1;鈴')], 'é', '鈴'],
  ['UTF-8', [...new TextEncoder().encode('é;b\n1;鈴')], 'é', '鈴'],
  ['windows-1252', [0xe9, 59, 98, 10, 49, 59, 0x80, 0x93], 'é', '€“'],
  ['UTF-16LE', [0xff, 0xfe, 0xe9, 0, 59, 0, 98, 0, 10, 0, 49, 0, 59, 0, 0x34, 0x92], 'é', '鈴'],
  ['UTF-16BE', [0xfe, 0xff, 0, 0xe9, 0, 59, 0, 98, 0, 10, 0, 49, 0, 59, 0x92, 0x34], 'é', '鈴'],
])('%s is recognised, at any chunk size', async (_, bytes, heading, value) => {
  for (const chunkBytes of [1, 2, 3, 64]) {
    const rows = await cellsOf(Uint8Array.from(bytes), chunkBytes)
    expect(rows).toEqual([
      [heading, 'b'],
      ['1', value],
    ])
  }
})

test('a first accent after 200 KB of plain text is still read as windows-1252', async () => {
  const plain = new TextEncoder().encode(`a,b\n${'plain,text\n'.repeat(20_000)}`)
  const rows = await cellsOf(Uint8Array.from([...plain, 0x4d, 0xfc, 0x6c, 44, 49]))
  expect(rows.at(-1)).toEqual(['Mül', '1'])
})

test('a file glued together from UTF-8 and windows-1252 reads in both halves', async () => {
  const first = new TextEncoder().encode('a,b\nZoë,1\n')
  const rows = await cellsOf(Uint8Array.from([...first, 0x4d, 0xfc, 0x6c, 44, 50, 10]))
  expect(rows).toEqual([
    ['a', 'b'],
    ['Zoë', '1'],
    ['Mül', '2'],
  ])
})

test('a comma inside a quoted heading does not make a semicolon file a comma file', async () => {
  expect(await cellsOf('"Phone (home, work)";b\n1;2')).toEqual([
    ['Phone (home, work)', 'b'],
    ['1', '2'],
  ])
  expect(await cellsOf('sep=;\na;b,c,d,e\n1;2')).toEqual([
    ['a', 'b,c,d,e'],
    ['1', '2'],
  ])
})

test('a quote that is never closed costs its own row, not the file', async () => {
  const rows = await readAll('a,b,c\n1,"open,x\n2,y,z\n3,"quoted",z\n4,y,z\n')
  expect(rows.map(({ number, problem }) => [number, problem !== undefined])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, false],
    [5, false],
  ])
  expect(rows[1]).toEqual({
    number: 2,
    cells: ['1,"open,x'],
    problem: 'A quotation mark in this row is opened and never closed',
  })
})

test('the rest of a note with a stray quote is reported, never imported as contacts', async () => {
  const rows = await readAll('a,b,c\n1,"one\nshe said "hi" then\nleft",z\n4,y,z\n')
  expect(rows.map(({ cells, problem }) => [cells.length, problem !== undefined])).toEqual([
    [3, false],
    [1, true],
    [1, true],
    [1, true],
    [3, false],
  ])
})

test('quotes that nobody doubled are text when the cell ends on its line', async () => {
  expect(await cellsOf('a,b\n"She said "yes" twice",5" pipe')).toEqual([
    ['a', 'b'],
    ['She said "yes" twice', '5" pipe'],
  ])
})

test('an endless quote and an endless line are refused without holding the file', async () => {
  const long = 'x'.repeat(3_000_000)
  const lines = 'p,q\n'.repeat(600_000)
  const endlessLine = await readAll(`a,b\n${long}\n1,2\n`)
  expect(endlessLine.map((row) => row.problem ?? row.cells)).toEqual([
    ['a', 'b'],
    'This row is longer than 1 MiB',
    ['1', '2'],
  ])
  const endlessQuote = await readAll(`a,b\n"${lines}`)
  expect(endlessQuote.filter((row) => row.problem !== undefined)).toHaveLength(1)
  expect(endlessQuote).toHaveLength(600_001)
})

test('a row of more columns than allowed is refused', async () => {
  const rows = await readAll(`a,b\n${','.repeat(csvLimits.columns)}x\n1,2\n`)
  expect(rows[1]?.problem).toBe('This row has more than 1000 columns')
  expect(rows[2]).toEqual({ number: 3, cells: ['1', '2'] })
})

test('time grows with the length of a file, whatever its quotes', async () => {
  const hostile = ['"', '""', 'a"', '"a', '"a\n', '"a"a\n', ',"', '"\n', '"""\n', ',"x\n', ' "']
  for (const piece of hostile) {
    const startedAt = performance.now()
    await readAll(`a,b\n${piece.repeat(Math.ceil(1_500_000 / piece.length))}`)
    expect(performance.now() - startedAt, JSON.stringify(piece)).toBeLessThan(4_000)
  }
}, 60_000)

test('a reader that stops early gives the stream up', async () => {
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('a,b\n'.repeat(30_000))),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const row of readCsv(stream)) if (row.number > 2) break
  expect(cancelled).toBe(true)
})

test('50,000 rows arrive, each with all its cells', async () => {
  let count = 0
  for await (const row of readCsv(streamOf(makeContactsCsv(50_000, 7)))) {
    if (row.problem === undefined && row.cells.length === 23) count += 1
  }
  expect(count).toBe(50_001)
})

test('Outlook’s windows-1252 export keeps its quoted line breaks', async () => {
  const rows = await readAll(await readFile(`${import.meta.dirname}/fixtures/outlook.csv`))
  expect(rows).toHaveLength(4)
  expect(rows[1]?.cells).toContain('Erste Zeile – „wichtig“\r\nZweite Zeile, mit "Anführung"\r\nPreis: 5 €')
})
