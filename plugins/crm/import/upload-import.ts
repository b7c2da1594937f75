import { and, eq, inArray } from 'drizzle-orm'
import { type AppError, type Database, newId } from '#sdk'
import { isOfLiveContact } from '../contacts/live-key.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { contactKeys, imports } from '../tables.ts'
import { createDuplicateIndex, toEmailKeys, toPhoneKeys } from './find-duplicates.ts'
import { guessMapping, type Mapping } from './guess-mapping.ts'
import { mapRow } from './map-row.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { gatherFile, storeFile } from './store-file.ts'

const sampleSize = 100
const mostBytes = 64 * 1024 * 1024
export const uploadLimitBytes = mostBytes

interface Scan {
  readonly header: CsvRow
  readonly sample: readonly CsvRow[]
  readonly rows: number
}

/** What an upload works with. `nameBody` tells what was sent, once that is known: it is a part of what an Idempotency-Key stands for. */
interface UploadDesk extends Pick<Database, 'db' | 'change'> {
  readonly nameBody: (digest: string) => void
}

/** Reads a file through once, stores it, and shows what would become of it. Nothing becomes a contact yet. */
export async function uploadImport(
  { db, change, nameBody }: UploadDesk,
  fileName: string,
  body: ReadableStream<Uint8Array>,
  callingCode: string,
) {
  const [toScan, toKeep] = body.pipeThrough(limitBytes(mostBytes)).tee()
  const [scan, { digest, pieces }] = await Promise.all([scanFile(toScan), gatherFile(toKeep)])
  nameBody(digest)
  const mapping = guessMapping(
    scan.header.cells,
    scan.sample.map(({ cells }) => cells),
  )
  const newImportId = newId()
  // A retry goes on with the import that the first try has begun.
  const [begun] = await change(events.importUploaded(`import:${newImportId}`, { id: newImportId, fileName }), (tx) =>
    tx.insert(imports).values({ id: newImportId, fileName, state: 'uploading' }).returning({ id: imports.id }),
  )
  const id = begun?.id ?? newImportId
  await storeFile(change, id, pieces)
  const [row] = await change('route', (tx) =>
    tx
      .update(imports)
      .set({
        state: 'ready',
        source: mapping.source,
        header: scan.header.cells,
        mapping: mapping.columns,
        rows: scan.rows,
      })
      .where(eq(imports.id, id))
      .returning(),
  )
  if (row === undefined) throw errors.importNotFound({ id })
  return { row, mapping, sample: scan.sample, preview: await preview(db, scan.sample, mapping, callingCode) }
}

async function scanFile(file: ReadableStream<Uint8Array>): Promise<Scan> {
  let header: CsvRow | undefined
  const sample: CsvRow[] = []
  let rows = 0
  for await (const row of readCsv(file)) {
    if (header === undefined) {
      header = row
      if (row.problem !== undefined) throw unreadable(row.problem)
      continue
    }
    rows += 1
    if (sample.length < sampleSize) sample.push(row)
  }
  if (header === undefined) throw unreadable('The file is empty')
  if (rows === 0) throw unreadable('The file has headings but no rows')
  return { header, sample, rows }
}

function unreadable(detail: string): AppError {
  return errors.unreadableFile({ detail })
}

async function preview(db: Database['db'], sample: readonly CsvRow[], mapping: Mapping, callingCode: string) {
  const mapped = sample.map((row) => ({ row, result: mapRow(row, mapping) }))
  const contacts = mapped.flatMap(({ row, result }) =>
    'contact' in result ? [{ row: row.number, ...result.contact }] : [],
  )
  const problems = mapped.flatMap(({ result }) =>
    'problem' in result
      ? [{ row: result.problem.number, column: result.problem.column, reason: result.problem.reason }]
      : [],
  )
  const keysOf = (contact: (typeof contacts)[number]) => ({
    emails: toEmailKeys(contact),
    phones: toPhoneKeys(contact, callingCode === '' ? undefined : callingCode),
  })
  const keyed = contacts.map((contact) => ({ contact, ...keysOf(contact) }))
  const all = keyed.flatMap(({ emails, phones }) => [
    ...emails.map((key) => `e:${key}`),
    ...phones.map((key) => `p:${key}`),
  ])
  const known = new Set(
    all.length === 0
      ? []
      : (
          await db
            .select({ key: contactKeys.key })
            .from(contactKeys)
            .where(and(inArray(contactKeys.key, all), isOfLiveContact))
        ).map(({ key }) => key),
  )
  const index = createDuplicateIndex()
  const duplicates = keyed.flatMap(({ contact, emails, phones }) => {
    const earlier = index.add(contact.row, emails, phones)
    const isKnown = emails.some((key) => known.has(`e:${key}`)) || phones.some((key) => known.has(`p:${key}`))
    if (isKnown) return [{ row: contact.row, of: 'a contact that is there already' }]
    return earlier === undefined ? [] : [{ row: contact.row, of: `row ${earlier.row}` }]
  })
  const shown = contacts.slice(0, 10).map(({ row, firstName, lastName, emails, phones, company, tags }) => ({
    row,
    firstName,
    lastName,
    emails,
    phones,
    company,
    tags,
  }))
  return { contacts: shown, problems, duplicates }
}

function limitBytes(most: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > most)
        controller.error(
          errors.unreadableFile({ detail: `The file is larger than ${most / 1024 / 1024} MiB; split it` }),
        )
      else controller.enqueue(chunk)
    },
  })
}
