import { and, eq, sql } from 'drizzle-orm'
import { type JobContext, type JobOutcome, must, newId, platformErrors } from '#sdk'
import { events } from '../events.ts'
import type { FieldDefinition } from '../fields/read-custom.ts'
import type { Settings } from '../settings.ts'
import { customFields, imports } from '../tables.ts'
import type { Mapping } from './guess-mapping.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { saveBatch } from './save-batch.ts'
import { readFile } from './store-file.ts'

const batchSize = 500
/** A turn ends after this long and the next one goes on, so that no turn outlives its lease or its Worker. */
const turnMs = 20_000

type ImportRow = typeof imports.$inferSelect

/**
 * Works an import off in batches. Each batch moves the import's position in the same transaction as its contacts, so a
 * Worker that dies in the middle loses nothing and repeats nothing.
 */
export async function runImport(
  context: JobContext<Settings>,
  payload: Readonly<Record<string, unknown>>,
): Promise<JobOutcome> {
  const importId = String(payload.importId)
  const [row] = await context.db.select().from(imports).where(eq(imports.id, importId))
  if (row === undefined || row.state !== 'running') return 'done'
  const fields = await addFields(context, row)
  const mapping: Mapping = { source: row.source, headingsLookLikeData: false, columns: row.mapping }
  const endsAt = Date.now() + turnMs
  let position = row.position
  let batch: CsvRow[] = []
  const flush = async () => {
    const rows = batch
    batch = []
    position = await saveBatch(context, { row, mapping, fields, position, rows })
  }
  let isHeader = true
  for await (const csvRow of readCsv(readFile(context.db, importId))) {
    const isDone = isHeader || csvRow.number <= row.position
    isHeader = false
    if (isDone) continue
    batch.push(csvRow)
    if (batch.length < batchSize) continue
    await flush()
    if (Date.now() > endsAt) return { againAfterMs: 0 }
  }
  if (batch.length > 0) await flush()
  await context.change(events.importFinished(`import:${importId}`, { id: importId }), (tx) =>
    must(
      tx
        .update(imports)
        .set({ state: 'done', finishedAt: new Date().toISOString() })
        .where(and(eq(imports.id, importId), eq(imports.state, 'running'), eq(imports.position, position)))
        .returning({ id: imports.id }),
      platformErrors.conflict(),
    ),
  )
  return 'done'
}

/** Columns that nothing else fits become fields of the workspace: their values are not lost, and can be edited. */
async function addFields({ db, change }: JobContext<Settings>, row: ImportRow): Promise<Map<string, FieldDefinition>> {
  const wanted = row.mapping.flatMap(({ target }) =>
    target.startsWith('custom:') ? [target.slice('custom:'.length)] : [],
  )
  const known = await db
    .select({
      key: customFields.key,
      type: customFields.type,
      choices: customFields.choices,
      records: customFields.records,
    })
    .from(customFields)
  const fields = new Map<string, FieldDefinition>(known.map((field) => [field.key, field]))
  const missing = [...new Set(wanted)].filter((key) => !fields.has(key))
  const elsewhere = known.filter(({ key, records }) => wanted.includes(key) && !records.includes('contact'))
  if (missing.length + elsewhere.length === 0) return fields
  const values = missing.map((key) => ({ id: newId(), key, type: 'text' as const }))
  await change('route', (tx) => [
    ...(values.length === 0 ? [] : [tx.insert(customFields).values(values).onConflictDoNothing()]),
    // A field of deals, say, becomes one of contacts too.
    ...elsewhere.map(({ key }) =>
      tx
        .update(customFields)
        .set({
          records: sql`array_append(${customFields.records}, 'contact')`,
          version: sql`${customFields.version} + 1`,
        })
        .where(and(eq(customFields.key, key), sql`not 'contact' = any(${customFields.records})`)),
    ),
  ])
  for (const key of missing) fields.set(key, { key, type: 'text', choices: [] })
  return fields
}
